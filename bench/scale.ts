import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formNamed } from './forms';
import { duckdbSeconds } from './scale/duckdb';
import { uploadLarge, uploadOrders, uploadsAtOnce, uploadsInARow } from './scale/pipeline';
import { markdownTable } from './table';
import { writeOrders } from './write-orders';

/**
 * `npm run bench:scale [-- --orders 10000,1000000,20000000 --uploads 1000,3000 --at-once 100 --gigabytes 1,5]`: for each number of orders an
 * upload to a fresh local pipeline, state by state, beside DuckDB's own time for reading, filtering, writing and answering; then so many
 * uploads in a row, so many at once, and one of so many gigabytes. An empty list leaves its part out.
 */
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '10000,100000,1000000,5000000,20000000' },
    uploads: { type: 'string', default: '1000,3000' },
    'at-once': { type: 'string', default: '100' },
    gigabytes: { type: 'string', default: '1,5' },
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
    const local = join(folder, 'local');
    const tell = (title: string, table: [string, string][]) => console.log(`\n${title}\n\n${markdownTable(['', 'Figure'], table)}`);
    for (const count of numbers(values.uploads)) tell(`${count.toLocaleString('en')} uploads in a row`, await uploadsInARow(count, local));
    for (const count of numbers(values['at-once']))
      tell(`${count.toLocaleString('en')} uploads at once`, await uploadsAtOnce(count, local));
    for (const gigabytes of numbers(values.gigabytes)) tell(`One upload of ${gigabytes} GB`, await uploadLarge(gigabytes, local));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
