import { closeSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Prepared } from '../analysis/analyze-statement';
import { quote } from '../expressions/typed';
import { createCsvView } from '../tables/csv-view';
import { type KnownForms, openKnownForms } from '../tables/known-forms';
import { linkFiles } from '../tables/link-files';
import type { LinkedFile } from '../tables/linked-file';
import { createParquetView } from '../tables/parquet';
import type { Table } from '../tables/table';
import { registerTable } from '../tables/table-function';
import { fromDuckDB } from '../user-defined-functions/duckdb-value';
import type { Value } from '../user-defined-functions/value';
import { trinoErrorOf } from './duckdb-error';

/** Of one statement. */
const MEMORY = '300MB';
/**
 * Bytes of a statement's files. Below, planning takes longer than reading: rows are written down rather than planned again wherever they are
 * named, and a second thread would wait busily for the first.
 */
const SMALL = 4 * 1024 * 1024;

export interface Places {
  /** A folder of the statement's own, if it has one. */
  readonly scratch?: string | undefined;
  /** The only folder that DuckDB may write results to. */
  readonly output?: string | undefined;
  /** What is known of the tables' files from before. */
  readonly forms?: KnownForms | undefined;
}

/** Runs a statement in its own DuckDB instance, batch by batch; `signal` interrupts it. Fails with a `TrinoError`. */
export async function* runStatement(
  prepared: Prepared,
  signal: AbortSignal,
  places: Places = {},
): AsyncGenerator<readonly (readonly Value[])[]> {
  const opened = await open(prepared, signal, places);
  try {
    const result = await opened.connection.stream(prepared.sql);
    for await (const chunk of result) {
      signal.throwIfAborted();
      yield chunk.getRows().map(row => row.map(fromDuckDB));
    }
  } catch (error) {
    signal.throwIfAborted();
    throw trinoErrorOf(error);
  } finally {
    opened.close();
  }
}

/** Runs `copy`, a COPY of ours around the statement, and gives the number of rows. Fails with a `TrinoError`. */
export async function runCopy(prepared: Prepared, copy: string, signal: AbortSignal, places: Places): Promise<number> {
  const opened = await open(prepared, signal, places);
  try {
    const reader = await opened.connection.runAndReadAll(copy);
    return Number(reader.getRows()[0]?.[0] ?? 0);
  } catch (error) {
    signal.throwIfAborted();
    throw trinoErrorOf(error);
  } finally {
    opened.close();
  }
}

/** An instance that holds the statement's tables and functions, and can reach nothing else. */
async function open({ udfs, tables, first, write }: Prepared, signal: AbortSignal, places: Places) {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: MEMORY });
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt);
  const descriptors: number[] = [];
  const close = () => {
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
    for (const descriptor of descriptors) closeSync(descriptor);
  };
  try {
    const sources = await Promise.all([...new Set(tables)].map(table => openSource(table, places)));
    const paths = sources.flatMap(({ byDuckDB }) => byDuckDB.map(file => file.path));
    // DuckDB's threads would wait busily for our functions, of which one runs at a time; and rows come in the order of the files.
    const isOurs = !udfs.rare || sources.some(({ byUs }) => byUs.length > 0);
    const bytes = tables.flatMap(table => table.scan.files).reduce((sum, { size }) => sum + size, 0);
    const isSmall = bytes < SMALL;
    if (isOurs || isSmall) await connection.run('SET threads = 1');
    // Where no order is promised, keeping one costs memory.
    if (write || first.length > 0) await connection.run('SET preserve_insertion_order = false');
    for (const setting of sandbox(places, paths)) await connection.run(setting);
    for (const source of sources) await makeTable(connection, source, descriptors);
    udfs.register(connection);
    for (const { name, sql, isTable } of first) {
      signal.throwIfAborted();
      const isMade = isTable === 'if slow' ? isOurs || isSmall : isTable;
      await connection.run(`CREATE TEMP ${isMade ? 'TABLE' : 'VIEW'} ${name} AS ${sql}`);
    }
    signal.throwIfAborted();
    return { connection, close };
  } catch (error) {
    close();
    signal.throwIfAborted();
    throw trinoErrorOf(error);
  }
}

/** A table, and who reads which of its files. */
interface Source {
  readonly table: Table;
  readonly byDuckDB: readonly LinkedFile[];
  readonly byUs: readonly LinkedFile[];
}

async function openSource(table: Table, { scratch, forms = openKnownForms() }: Places): Promise<Source> {
  const { scan, sqlName } = table;
  const files = linkFiles(scan.files, scratch && join(scratch, sqlName));
  if (scan.kind === 'parquet') return { table, byDuckDB: files, byUs: [] };
  if (!scan.form) return { table, byDuckDB: [], byUs: files };
  const plain = await forms.arePlain(files, scan.form);
  return { table, byDuckDB: files.filter((_, index) => plain[index]), byUs: files.filter((_, index) => !plain[index]) };
}

async function makeTable(connection: DuckDBConnection, { table, byDuckDB, byUs }: Source, descriptors: number[]): Promise<void> {
  const { scan, sqlName } = table;
  if (scan.kind === 'parquet') return createParquetView(connection, sqlName, scan, byDuckDB);
  const ours = `${sqlName}_lines`;
  if (byUs.length > 0 || byDuckDB.length === 0) registerTable(connection, ours, scan, byUs, descriptors);
  if (!scan.form || byDuckDB.length === 0) await connection.run(`CREATE TEMP VIEW ${sqlName} AS SELECT * FROM ${ours}()`);
  else {
    const others = byUs.length > 0 ? ours : undefined;
    await createCsvView(connection, sqlName, { form: scan.form, skip: scan.skip, files: byDuckDB, others });
  }
}

/**
 * DuckDB gets no network, no extensions and no files but the tables' own, a folder to spill to and one to write to; nothing can turn more on
 * again. Its own guesses about order are turned off too.
 */
function sandbox({ scratch, output }: Places, paths: readonly string[]): string[] {
  const spill = scratch && join(scratch, 'spill');
  if (spill) mkdirSync(spill, { recursive: true });
  return [
    `SET temp_directory = ${quote(spill ?? '')}`,
    `SET disabled_optimizers = 'reorder_filter'`,
    `SET allowed_paths = [${paths.map(quote).join(', ')}]`,
    ...(output ? [`SET allowed_directories = [${quote(`${output}/`)}]`] : []),
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ];
}
