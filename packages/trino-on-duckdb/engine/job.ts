import { comparedTexts } from '../syntax/compared-texts';
import { parseStatement, type Statement, tableNames } from '../syntax/parse-statement';
import type { CatalogTable, CatalogView, DataFile, PartitionDefinition, TableDefinition } from '../tables/definition';
import { isHidden, locationOf } from '../tables/location';
import { type Projection, projectedFiles, projectedPrefixes, projectionOf } from '../tables/projection';
import { viewOf } from '../tables/view';
import type { Type } from '../types/type';

/** Everything that the engine needs to run a statement. It reads no catalogue, and no files but those listed here. */
export interface Job {
  readonly sql: string;
  readonly parameters: readonly string[];
  /** The database that a bare name means. */
  readonly database: string;
  readonly databases: readonly string[];
  readonly tables: readonly CatalogTable[];
  readonly views?: readonly CatalogView[] | undefined;
  readonly now: Date;
  /** The most that may be scanned, in bytes. */
  readonly cutoff?: number | undefined;
  /** Where the result is written: a file, as Athena's CSV; of an UNLOAD or a CREATE TABLE AS a folder, which is made. */
  readonly output: string;
  /** A folder of the statement's own, on the disk of the tables' files: without one nothing is spilled, and files are read where they are. */
  readonly scratch?: string | undefined;
  /** A file that keeps what was found out about the tables' files. */
  readonly formsFile?: string | undefined;
}

/** The result of a statement. */
export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: Type }[];
  readonly rows: number;
  readonly scannedBytes: number;
  /** What an UNLOAD or a CREATE TABLE AS wrote. */
  readonly files?: readonly WrittenFile[] | undefined;
  /** How many of the last columns are in the names of its folders. */
  readonly partitionedBy?: number | undefined;
}

export interface WrittenFile {
  readonly path: string;
  /** Its folder below the target, as Hive writes it: `state=counts/`, or nothing. */
  readonly folder: string;
}

/** Where tables are looked up. Names are lower case. */
export interface Catalog {
  databases(): Promise<readonly string[]>;
  table(database: string, name: string): Promise<TableDefinition | undefined>;
  /** The partitions of a table that the catalogue lists. */
  partitions(database: string, table: string): Promise<readonly PartitionDefinition[]>;
}

/** Where a table's files are looked up. */
export interface Files {
  list(bucket: string, prefix: string): Promise<readonly DataFile[]>;
}

interface JobInput extends Pick<Job, 'sql' | 'parameters' | 'database' | 'now' | 'cutoff' | 'output' | 'scratch' | 'formsFile'> {
  readonly catalog: Catalog;
  readonly objects: Files;
}

/** Looks up every table that the statement names, also through views, and its files as they are now. */
export async function makeJob({ catalog, objects, ...input }: JobInput): Promise<Job> {
  const statements: Statement[] = [];
  const tables = new Map<string, CatalogTable>();
  const views = new Map<string, CatalogView>();
  let namesAny = false;
  const pending = [{ sql: input.sql, database: input.database }];
  for (let next = pending.shift(); next; next = pending.shift()) {
    const statement = parseStatement(next.sql);
    statements.push(statement);
    for (const parts of statement.kind === 'other' ? [] : tableNames(statement.query)) {
      namesAny = true;
      const [name = '', database = next.database] = parts.map(part => part.toLowerCase()).reverse();
      const key = JSON.stringify([database, name]);
      const table = tables.has(key) || views.has(key) ? undefined : await catalog.table(database, name);
      if (!table) continue;
      const view = viewOf(table, name);
      if (view) {
        views.set(key, { database, name, view });
        pending.push(view);
      } else tables.set(key, { database, name, table, files: [] });
    }
  }
  const read = [...tables.values()].map(async each => ({
    ...each,
    files: await filesOf(each, statements, input.parameters, catalog, objects),
  }));
  return { ...input, databases: namesAny ? await catalog.databases() : [], tables: await Promise.all(read), views: [...views.values()] };
}

async function filesOf(
  { database, name, table }: CatalogTable,
  statements: readonly Statement[],
  parameters: readonly string[],
  catalog: Catalog,
  objects: Files,
): Promise<readonly DataFile[]> {
  const projection = projectionOf(table, name);
  if (projection) return projected(projection, statements, parameters, objects);
  if ((table.PartitionKeys ?? []).length > 0) return partitionedFiles(await catalog.partitions(database, name), objects);
  const { bucket, prefix } = locationOf(table);
  return objects.list(bucket, prefix);
}

/** The files of the partitions that the catalogue lists, but those that are hidden. */
async function partitionedFiles(partitions: readonly PartitionDefinition[], objects: Files): Promise<readonly DataFile[]> {
  const files: DataFile[] = [];
  for (const { Values: partition = [], StorageDescriptor } of partitions) {
    const { bucket, prefix } = locationOf({ StorageDescriptor });
    const found = await objects.list(bucket, prefix);
    files.push(...found.filter(({ key }) => !isHidden(key.slice(prefix.length))).map(file => ({ ...file, bucket, partition })));
  }
  return files;
}

/** The files in the projected partitions that the statements may mean. */
async function projected(
  projection: Projection,
  statements: readonly Statement[],
  parameters: readonly string[],
  objects: Files,
): Promise<readonly DataFile[]> {
  const injected = projection.columns.filter(column => !column.values);
  const values = new Map(injected.map(column => [column.name, comparedTexts(statements, column.name, parameters)]));
  const files: DataFile[] = [];
  for (const under of projectedPrefixes(projection, values)) files.push(...(await objects.list(projection.bucket, under)));
  return projectedFiles(projection, files);
}
