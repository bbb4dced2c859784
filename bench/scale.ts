import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formNamed } from './forms';
import { duckdbSeconds } from './scale/duckdb';
import { uploadOrders, uploadsInARow } from './scale/pipeline';
import { markdownTable } from './table';
import { writeOrders } from './write-orders';

/**
 * `npm run bench:scale [-- --orders 10000,1000000,20000000 --uploads 1000,3000]`: for each number of orders an upload to a fresh local pipeline, state by
 * state, beside DuckDB's own time for reading, filtering, writing and answering; then so many uploads in a row.
 */
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '10000,100000,1000000,5000000,20000000' },
    uploads: { type: 'string', default: '1000,3000' },
  },
});
const numbers = (text: string) => text.split(',').filter(Boolean).map(Number);

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'orders-scale-'));
  try {
    for (const rows of numbers(values.orders)) {
      const input = join(folder, 'orders.csv');
      writeOrders(input, { seed: 1, rows }, formNamed('standard'));
      const { seconds, peakMegabytes } = await uploadOrders(input, join(folder, 'local'));
      const duckdb = await duckdbSeconds(input, join(folder, 'duckdb'));
      console.log(`\n${rows.toLocaleString('en')} orders; memory of all processes at most ${peakMegabytes.toFixed(0)} MB\n`);
      const states = [...seconds].map(([state, taken]) => [state, taken.toFixed(2)]);
      const total = [...seconds.values()].reduce((sum, taken) => sum + taken, 0);
      console.log(
        markdownTable(
          ['State', 'Seconds'],
          [
            ...states,
            ['All states', total.toFixed(2)],
            ...Object.entries(duckdb).map(([part, taken]) => [`DuckDB: ${part}`, taken.toFixed(2)]),
          ],
        ),
      );
    }
    for (const count of numbers(values.uploads)) {
      const table = await uploadsInARow(count, join(folder, 'local'));
      console.log(`\n${count.toLocaleString('en')} uploads in a row\n`);
      console.log(markdownTable(['', 'Figure'], table));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
