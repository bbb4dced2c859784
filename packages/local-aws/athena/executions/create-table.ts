import type { PartitionInput, TableInput } from '@aws-sdk/client-glue';
import { hiveType, type QueryResult, type Statement, TrinoError } from 'trino-on-duckdb';
import type { Catalog } from '../../glue/catalog';
import { FORMATS } from '../ddl/parse-new-table';
import { targetOf } from './publish-files';

type CreateTableAs = Extract<Statement, { kind: 'create table as' }>;

/** Where a CREATE TABLE AS makes its table. Names are lower case. */
export interface NewTableName {
  readonly database: string;
  readonly name: string;
}

/** Fails where the database is not there, or the table is there already. Gives undefined where the statement allows that. */
export async function newTableName(statement: CreateTableAs, current: string, catalog: Catalog): Promise<NewTableName | undefined> {
  const table = await nameOf(statement.name, current, catalog);
  if (!(await catalog.table(table.database, table.name))) return table;
  if (statement.ifNotExists) return undefined;
  throw new TrinoError('TABLE_ALREADY_EXISTS', `Destination table '${CATALOG}.${table.database}.${table.name}' already exists`, START);
}

/** Fails where the catalogue or the database is not there. */
export async function nameOf(parts: readonly string[], current: string, catalog: Catalog): Promise<NewTableName> {
  const [name = '', database = current, catalogName = CATALOG, ...more] = parts.map(part => part.toLowerCase()).reverse();
  if (more.length > 0 || catalogName !== CATALOG) throw new TrinoError('CATALOG_NOT_FOUND', `Catalog '${catalogName}' not found`, START);
  if ((await catalog.databases()).includes(database)) return { database, name };
  throw new TrinoError('SCHEMA_NOT_FOUND', `Schema '${database}' does not exist`, START);
}

export const CATALOG = 'awsdatacatalog';
export const START = { line: 1, column: 1 };

/** Registers the table over the files that were written, and a partition for each of their folders. */
export async function registerTable(
  { database, name }: NewTableName,
  target: string,
  { columns, partitionedBy = 0, files = [] }: QueryResult,
  catalog: Catalog,
): Promise<void> {
  const { bucket, prefix } = targetOf(target);
  const location = `s3://${bucket}/${prefix}`;
  const declared = columns.map(column => ({ Name: column.name, Type: hiveType(column.type) }));
  const { serde, inputFormat, outputFormat } = FORMATS.PARQUET;
  const descriptor: TableInput['StorageDescriptor'] = {
    Columns: declared.slice(0, declared.length - partitionedBy),
    Location: location.replace(/\/$/, ''),
    InputFormat: inputFormat,
    OutputFormat: outputFormat,
    Compressed: false,
    NumberOfBuckets: -1,
    SerdeInfo: { SerializationLibrary: serde, Parameters: { 'serialization.format': '1' } },
  };
  const folders = partitionedBy === 0 ? [] : [...new Set(files.map(({ folder }) => folder))];
  const partitions = folders.map(
    (folder): PartitionInput => ({ Values: valuesOf(folder), StorageDescriptor: { ...descriptor, Location: `${location}${folder}` } }),
  );
  const table: TableInput = {
    Name: name,
    Owner: 'hadoop',
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', has_encrypted_data: 'false', classification: 'parquet' },
    PartitionKeys: declared.slice(declared.length - partitionedBy),
    StorageDescriptor: descriptor,
  };
  await catalog.createTable(database, table);
  await catalog.addPartitions(database, name, partitions);
}

/** `state=counts/day=2026-11-30/` has two values, escaped as Hive does it. */
function valuesOf(folder: string): string[] {
  return folder
    .split('/')
    .filter(Boolean)
    .map(part => decodeURIComponent(part.slice(part.indexOf('=') + 1)));
}
