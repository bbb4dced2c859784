import type { Table, TableInput } from '@aws-sdk/client-glue';
import { TrinoError, VIEW_TYPE } from 'trino-on-duckdb';
import { ServiceError } from '../../endpoint/service-error';
import type { Catalog } from '../../glue/catalog';
import type { ObjectStore } from '../../s3/object-store';
import { describeTable } from './describe-table';
import type { DdlStatement, TableName } from './parse-ddl';
import type { NewTable } from './parse-new-table';
import { repairTable } from './repair-table';
import { showCreateTable } from './show-create-table';

/** What a statement about the catalogue answers: lines of text, in which a tab separates the columns. */
export interface DdlResult {
  readonly columns: readonly string[];
  readonly lines: readonly string[];
}

export interface DdlContext {
  /** The database that a bare name means. */
  readonly current: string;
  readonly catalog: Catalog;
  readonly objects: ObjectStore;
}

const NOTHING: DdlResult = { columns: [], lines: [] };

/** Runs the statement. @throws a `TrinoError` where Hive says FAILED */
export async function runDdl(statement: DdlStatement, { current, catalog, objects }: DdlContext): Promise<DdlResult> {
  switch (statement.kind) {
    case 'SHOW_DATABASES':
      return { columns: ['database_name'], lines: matching(await catalog.databases(), statement.pattern) };
    case 'SHOW_TABLES':
    case 'SHOW_VIEWS': {
      const tables = await catalog.tables(await existingDatabase(statement.database ?? current, catalog));
      const isShown = ({ TableType }: Table) => statement.kind === 'SHOW_TABLES' || TableType === VIEW_TYPE;
      const names = tables.filter(isShown).map(({ Name = '' }) => Name);
      return { columns: [statement.kind === 'SHOW_TABLES' ? 'tab_name' : 'views'], lines: matching(names.sort(), statement.pattern) };
    }
    case 'SHOW_COLUMNS': {
      const { StorageDescriptor, PartitionKeys = [] } = await existingTable(statement.table, current, catalog);
      const names = [...(StorageDescriptor?.Columns ?? []), ...PartitionKeys].map(({ Name = '' }) => Name.padEnd(20));
      return { columns: ['field'], lines: names };
    }
    case 'SHOW_PARTITIONS':
      return { columns: ['partition'], lines: await partitionsOf(statement.table, current, catalog) };
    case 'SHOW_CREATE_TABLE':
      return { columns: ['createtab_stmt'], lines: showCreateTable(await existingTable(statement.table, current, catalog)) };
    case 'SHOW_TBLPROPERTIES': {
      const { Parameters = {} } = await existingTable(statement.table, current, catalog);
      const entries = Object.entries(Parameters).filter(([name]) => (statement.property ?? name) === name);
      return { columns: ['prpt_name', 'prpt_value'], lines: entries.map(([name, value]) => `${name}\t${value}`).sort() };
    }
    case 'DESCRIBE_TABLE': {
      const table = await existingTable(statement.table, current, catalog);
      return { columns: ['col_name', 'data_type', 'comment'], lines: describeTable(table, statement.detail) };
    }
    case 'MSCK_REPAIR_TABLE': {
      const { database = current, name } = statement.table;
      const added = await repairTable(await existingTable(statement.table, current, catalog), { catalog, objects });
      if (added.length === 0) return NOTHING;
      const missing = added.map(partition => `\t${name}:${partition}`).join('');
      const lines = added.map(partition => `Repair: Added partition to metastore ${database}.${name}:${partition}`);
      return { columns: ['result'], lines: [`Partitions not in metastore:${missing}`, ...lines] };
    }
    default:
      await change(statement, current, catalog);
      return NOTHING;
  }
}

async function change(
  statement: Exclude<DdlStatement, { kind: `SHOW_${string}` | 'DESCRIBE_TABLE' | 'MSCK_REPAIR_TABLE' }>,
  current: string,
  catalog: Catalog,
) {
  try {
    await apply(statement, current, catalog);
  } catch (error) {
    // What the catalogue refuses, Hive reports in these words.
    if (!(error instanceof ServiceError)) throw error;
    throw failed(`Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. ${error.code}(message:${error.message})`);
  }
}

async function apply(statement: Parameters<typeof change>[0], current: string, catalog: Catalog): Promise<void> {
  switch (statement.kind) {
    case 'CREATE_DATABASE': {
      const { name, comment, location, properties, ifNotExists } = statement;
      if (ifNotExists && (await catalog.databases()).includes(name)) return;
      const described = {
        ...(comment !== undefined && { Description: comment }),
        ...(location !== undefined && { LocationUri: location }),
      };
      return catalog.createDatabase({ Name: name, Parameters: properties, ...described });
    }
    case 'DROP_DATABASE': {
      const { name, ifExists, cascade } = statement;
      if (ifExists && !(await catalog.databases()).includes(name)) return;
      const tables = await catalog.tables(await existingDatabase(name, catalog));
      if (tables.length > 0 && !cascade)
        throw new ServiceError('InvalidOperationException', `Database ${name} is not empty. One or more tables exist.`);
      return catalog.deleteDatabase(name);
    }
    case 'CREATE_TABLE': {
      const { database = current, name } = statement.table;
      await existingDatabase(database, catalog);
      if (statement.ifNotExists && (await catalog.table(database, name))) return;
      return catalog.createTable(database, tableInput(name, statement.definition));
    }
    case 'DROP_TABLE':
    case 'DROP_VIEW': {
      const { database = current, name } = statement.table;
      if (statement.ifExists && !(await catalog.table(database, name))) return;
      const { TableType } = await existingTable(statement.table, current, catalog);
      const isView = TableType === VIEW_TYPE;
      if (isView !== (statement.kind === 'DROP_VIEW'))
        throw failed(`SemanticException Cannot drop a ${isView ? 'view with DROP TABLE' : 'base table with DROP VIEW'}`);
      return catalog.deleteTable(database, name);
    }
    case 'ALTER_TABLE': {
      const { database = current } = statement.table;
      const { Name, Owner, Description, TableType, Retention, StorageDescriptor, PartitionKeys, Parameters } = await existingTable(
        statement.table,
        current,
        catalog,
      );
      const kept = { Name, Owner, Description, TableType, Retention, StorageDescriptor, PartitionKeys };
      return catalog.updateTable(database, { ...kept, Parameters: { ...Parameters, ...statement.properties } });
    }
  }
}

function tableInput(name: string, definition: NewTable): TableInput {
  const { columns, comment, location, serde, serdeProperties, inputFormat, outputFormat, partitionKeys, properties } = definition;
  return {
    Name: name,
    Owner: 'hadoop',
    ...(comment !== undefined && { Description: comment }),
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', ...(comment !== undefined && { comment }), ...properties },
    PartitionKeys: [...partitionKeys],
    StorageDescriptor: {
      Columns: [...columns],
      Location: location,
      InputFormat: inputFormat,
      OutputFormat: outputFormat,
      Compressed: false,
      NumberOfBuckets: -1,
      SerdeInfo: { SerializationLibrary: serde, Parameters: { 'serialization.format': '1', ...serdeProperties } },
    },
  };
}

async function existingDatabase(name: string, catalog: Catalog): Promise<string> {
  if ((await catalog.databases()).includes(name)) return name;
  throw failed(`SemanticException [Error 10072]: Database does not exist: ${name}`);
}

async function existingTable({ database, name }: TableName, current: string, catalog: Catalog): Promise<Table> {
  const table = await catalog.table(await existingDatabase(database ?? current, catalog), name);
  if (table) return table;
  throw failed(`SemanticException [Error 10001]: Table not found ${database === undefined ? '' : `${database}.`}${name}`);
}

async function partitionsOf(name: TableName, current: string, catalog: Catalog): Promise<string[]> {
  const { PartitionKeys = [] } = await existingTable(name, current, catalog);
  if (PartitionKeys.length === 0)
    throw failed(
      `Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. Table ${name.name} is not a partitioned table`,
    );
  const partitions = await catalog.partitions(name.database ?? current, name.name);
  return partitions.map(({ Values = [] }) => PartitionKeys.map(({ Name }, index) => `${Name}=${Values[index]}`).join('/')).sort();
}

/** The names that a pattern of Hive fits as a whole: `*` is any text, as is `.*`, and `|` stands between alternatives. */
function matching(names: readonly string[], pattern: string | undefined): string[] {
  if (pattern === undefined) return [...names];
  const literal = (text: string) => text.split(/\.?\*/).map(part => part.replaceAll(/[.*+?^${}()[\]\\]/g, '\\$&'));
  const alternatives = pattern.split('|').map(alternative => literal(alternative.trim()).join('.*'));
  const fits = new RegExp(`^(?:${alternatives.join('|')})$`, 'i');
  return names.filter(name => fits.test(name));
}

function failed(reason: string): TrinoError {
  return new TrinoError('FAILED', reason);
}
