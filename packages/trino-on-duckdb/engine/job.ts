import { parseStatement, tableNames } from '../syntax/parse-statement';
import type { CatalogTable, DataFile, TableDefinition } from '../tables/definition';
import { locationOf } from '../tables/location';
import type { Type } from '../types/type';

/** All that the engine needs to answer a statement: it asks nobody, and sees no file but those listed here. */
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
  /** Where the result is written, as Athena's CSV. */
  readonly output: string;
}

/** What the engine answers. */
export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: Type }[];
  readonly rows: number;
  readonly scannedBytes: number;
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

interface JobInput extends Pick<Job, 'sql' | 'parameters' | 'database' | 'now' | 'cutoff' | 'output'> {
  readonly catalog: Catalog;
  readonly objects: Files;
}

/** Looks up every table that the statement names, and its files as they are now. */
export async function makeJob({ catalog, objects, ...input }: JobInput): Promise<Job> {
  const statement = parseStatement(input.sql);
  const names = statement.kind === 'query' ? tableNames(statement.query) : [];
  const tables = new Map<string, CatalogTable>();
  for (const parts of names) {
    const [name = '', database = input.database] = parts.map(part => part.toLowerCase()).reverse();
    const key = JSON.stringify([database, name]);
    const table = tables.has(key) ? undefined : await catalog.table(database, name);
    if (!table) continue;
    const { bucket, prefix } = locationOf(table);
    tables.set(key, { database, name, table, files: await objects.list(bucket, prefix) });
  }
  return { ...input, databases: names.length > 0 ? await catalog.databases() : [], tables: [...tables.values()] };
}
