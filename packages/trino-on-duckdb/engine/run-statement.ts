import { closeSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Prepared } from '../analysis/analyze-statement';
import { fromDuckDB } from '../natives/duckdb-value';
import type { Value } from '../natives/value';
import { registerTable } from '../tables/table-function';
import { trinoErrorOf } from './duckdb-error';

/** Of one statement: several at once leave the laptop usable. With more threads than one DuckDB would wait for our functions busily. */
const LIMITS = { threads: '1', memory_limit: '768MB' };

/** DuckDB gets no files, no network, no extensions, and nothing can turn them on again. Its own guesses about order are turned off too. */
const SANDBOX = [
  `SET temp_directory = ''`,
  `SET disabled_optimizers = 'reorder_filter'`,
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

/** Runs a statement in an instance of its own, batch by batch; `signal` interrupts it. Fails with a `TrinoError`. */
export async function* runStatement(
  { sql, natives, tables }: Prepared,
  signal: AbortSignal,
): AsyncGenerator<readonly (readonly Value[])[]> {
  const instance = await DuckDBInstance.create(':memory:', LIMITS);
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt);
  const open: number[] = [];
  try {
    for (const setting of SANDBOX) await connection.run(setting);
    for (const table of new Set(tables)) registerTable(connection, table, open);
    natives.register(connection);
    signal.throwIfAborted();
    const result = await connection.stream(sql);
    for await (const chunk of result) {
      signal.throwIfAborted();
      yield chunk.getRows().map(row => row.map(fromDuckDB));
    }
  } catch (error) {
    signal.throwIfAborted();
    throw trinoErrorOf(error);
  } finally {
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
    instance.closeSync();
    for (const descriptor of open) closeSync(descriptor);
  }
}
