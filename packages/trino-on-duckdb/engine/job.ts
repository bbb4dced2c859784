import { comparedTexts } from '../syntax/compared-texts';
import { parseStatement, type Statement, tableNames } from '../syntax/parse-statement';
import type { CatalogTable, DataFile, TableDefinition } from '../tables/definition';
import { locationOf } from '../tables/location';
import { projectedFiles, projectedPrefixes, projectionOf } from '../tables/projection';
import type { Type } from '../types/type';

/** All that the engine needs to answer a statement. It reads no catalogue, and no file but those listed here. */
export interface Job {
  readonly sql: string;
  readonly parameters: readonly string[];
  /** The database that a bare name means. */
  readonly database: string;
  readonly databases: readonly string[];
  readonly tables: readonly CatalogTable[];
  readonly now: Date;
  /** The most that may be scanned, in bytes. */
  readonly cutoff?: number | undefined;
  /** Where the result is written: a file, as Athena's CSV; of an UNLOAD a folder, which is made. */
  readonly output: string;
  /** A folder of the statement's own, on the disk of the tables' files: without one nothing is spilled, and files are read where they are. */
  readonly scratch?: string | undefined;
  /** A file that keeps what was found out about the tables' files. */
  readonly formsFile?: string | undefined;
}

/** What the engine answers. */
export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: Type }[];
  readonly rows: number;
  readonly scannedBytes: number;
  /** What an UNLOAD wrote. */
  readonly files?: readonly UnloadedFile[] | undefined;
}

export interface UnloadedFile {
  readonly path: string;
  /** Its folder below the target, as Hive writes it: `state=counts/`, or nothing. */
  readonly folder: string;
}

/** Where tables are looked up. Names are lower case. */
export interface Catalog {
  databases(): Promise<readonly string[]>;
  table(database: string, name: string): Promise<TableDefinition | undefined>;
}

/** Where a table's files are looked up. */
export interface Files {
  list(bucket: string, prefix: string): Promise<readonly DataFile[]>;
}

interface JobInput extends Pick<Job, 'sql' | 'parameters' | 'database' | 'now' | 'cutoff' | 'output' | 'scratch' | 'formsFile'> {
  readonly catalog: Catalog;
  readonly objects: Files;
}

/** Looks up every table that the statement names, and its files as they are now. */
export async function makeJob({ catalog, objects, ...input }: JobInput): Promise<Job> {
  const statement = parseStatement(input.sql);
  const names = statement.kind === 'other' ? [] : tableNames(statement.query);
  const tables = new Map<string, CatalogTable>();
  for (const parts of names) {
    const [name = '', database = input.database] = parts.map(part => part.toLowerCase()).reverse();
    const key = JSON.stringify([database, name]);
    const table = tables.has(key) ? undefined : await catalog.table(database, name);
    if (!table) continue;
    tables.set(key, { database, name, table, files: await filesOf(table, name, statement, input.parameters, objects) });
  }
  return { ...input, databases: names.length > 0 ? await catalog.databases() : [], tables: [...tables.values()] };
}

/** The files under the table's location, or in the partitions that the statement may mean. */
async function filesOf(
  table: TableDefinition,
  name: string,
  statement: Statement,
  parameters: readonly string[],
  objects: Files,
): Promise<readonly DataFile[]> {
  const projection = projectionOf(table, name);
  const { bucket, prefix } = projection ? { bucket: projection.bucket, prefix: '' } : locationOf(table);
  if (!projection) return objects.list(bucket, prefix);
  const injected = projection.columns.filter(column => !column.values);
  const values = new Map(injected.map(column => [column.name, comparedTexts(statement, column.name, parameters)]));
  const files: DataFile[] = [];
  for (const under of projectedPrefixes(projection, values)) files.push(...(await objects.list(bucket, under)));
  return projectedFiles(projection, files);
}
