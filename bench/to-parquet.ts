import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { zstdCompressSync } from '../steps/filter-orders/writing/zstandard';
import type { Contender } from './contenders';
import { median } from './median';
import { run } from './run';
import { markdownTable } from './table';

/** What the filter compresses with on this Node. */
const COMPRESSION = zstdCompressSync ? 'zstd' : 'snappy';

/**
 * Runs the contenders that are fast in turn, from CSV to Parquet with the same compression, and prints the medians. Throws if their files do not hold
 * the same rows in columns of the same names and types.
 */
export async function toParquet(
  all: readonly Contender[],
  { input, folder, asOf, rounds }: { input: string; folder: string; asOf: string; rounds: number },
): Promise<void> {
  const results = all
    .filter(({ slow }) => !slow)
    .map((contender, index) => ({ contender, output: join(folder, `filtered-${index}.parquet`), runs: [] as ReturnType<typeof run>[] }));
  for (let round = 0; round < rounds; round++)
    for (const { contender, output, runs } of results) runs.push(run(contender, [input, output, asOf, 'standard', 'parquet', COMPRESSION]));
  const files = results.map(({ output }) => output);
  const rows = await expectSameRows(files);

  const megabytes = statSync(input).size / 1e6;
  const middle = (runs: readonly ReturnType<typeof run>[], pick: (one: ReturnType<typeof run>) => number) => median(runs.map(pick));
  const [ours] = results;
  const oursSeconds = middle(ours?.runs ?? [], ({ seconds }) => seconds);
  const oursCpu = middle(ours?.runs ?? [], ({ cpuSeconds }) => cpuSeconds);
  const cells = results.map(({ contender, output, runs }) => {
    const seconds = middle(runs, one => one.seconds);
    const cpu = middle(runs, ({ cpuSeconds }) => cpuSeconds);
    return [
      contender.name,
      seconds.toFixed(2),
      (megabytes / seconds).toFixed(0),
      `${(seconds / oursSeconds).toFixed(2)}×`,
      cpu.toFixed(2),
      `${(cpu / oursCpu).toFixed(2)}×`,
      (middle(runs, ({ peakBytes }) => peakBytes) / 1e6).toFixed(0),
      (statSync(output).size / 1e6).toFixed(1),
    ];
  });
  console.log(markdownTable(['', 'seconds', 'MB/s', 'beside ours', 'CPU s', 'beside ours', 'peak MB', 'file MB'], cells));
  console.log(`\nBoth files hold the same ${rows.toLocaleString('en')} rows in columns of the same types, compressed with ${COMPRESSION}.`);
}

/** Compares each file with the first, row by row, in any order. Returns how many rows they hold. */
async function expectSameRows([first = '', ...others]: readonly string[]): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '4GB' });
  const connection = await instance.connect();
  const rowsOf = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  try {
    const typesOf = async (file: string) => (await rowsOf(`DESCRIBE FROM '${file}'`)).map(([name, type]) => [name, type]);
    const countOf = async (from: string) => Number((await rowsOf(`SELECT count(*) FROM ${from}`))[0]?.[0]);
    const count = await countOf(`'${first}'`);
    for (const other of others) {
      if (!isDeepStrictEqual(await typesOf(other), await typesOf(first))) throw new Error(`expected the columns of ${first} in ${other}`);
      const missing = await countOf(`(FROM '${first}' EXCEPT ALL FROM '${other}')`);
      const more = (await countOf(`'${other}'`)) - count;
      if (missing > 0 || more !== 0)
        throw new Error(`expected the ${count} rows of ${first} in ${other}: ${missing} are missing, ${more} more`);
    }
    return count;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
