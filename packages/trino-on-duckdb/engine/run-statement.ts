import { closeSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Prepared } from '../analysis/analyze-statement';
import { quote } from '../expressions/typed';
import { fromDuckDB } from '../natives/duckdb-value';
import type { Value } from '../natives/value';
import { linkFiles } from '../tables/link-files';
import { createParquetView, type LinkedFile } from '../tables/parquet';
import type { Table } from '../tables/table';
import { registerTable } from '../tables/table-function';
import { trinoErrorOf } from './duckdb-error';

/** Of one statement: several at once leave the laptop usable. With more threads than one DuckDB would wait for our functions busily. */
const LIMITS = { threads: '1', memory_limit: '768MB' };

export interface Places {
  /** A folder of the statement's own, if it has one. */
  readonly scratch?: string | undefined;
  /** The only folder that DuckDB may write results to. */
  readonly output?: string | undefined;
}

/** Runs a statement in an instance of its own, batch by batch; `signal` interrupts it. Fails with a `TrinoError`. */
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
async function open({ natives, tables }: Prepared, signal: AbortSignal, places: Places) {
  const instance = await DuckDBInstance.create(':memory:', LIMITS);
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
    const used = [...new Set(tables)];
    const linked = new Map(used.map(table => [table, linkedFiles(table, places)]));
    const paths = [...linked.values()].flat().map(file => file.path);
    for (const setting of sandbox(places, paths)) await connection.run(setting);
    for (const table of used) await makeTable(connection, table, linked.get(table) ?? [], descriptors);
    natives.register(connection);
    signal.throwIfAborted();
    return { connection, close };
  } catch (error) {
    close();
    signal.throwIfAborted();
    throw trinoErrorOf(error);
  }
}

function linkedFiles({ scan, sqlName }: Table, { scratch }: Places): LinkedFile[] {
  return scan.kind === 'lines' ? [] : linkFiles(scan.files, scratch && join(scratch, sqlName));
}

async function makeTable(connection: DuckDBConnection, { scan, sqlName }: Table, files: LinkedFile[], descriptors: number[]) {
  if (scan.kind === 'lines') registerTable(connection, sqlName, scan, descriptors);
  else await createParquetView(connection, sqlName, scan, files);
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
