import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { OrdersOptions } from '../sample/generate';
import { contenders } from './contenders';
import { FORMS, formNamed } from './forms';
import { fromFileToFile } from './from-file-to-file';
import { fromS3ToS3 } from './from-s3-to-s3';
import { throughMachine } from './through-machine';
import { toParquet } from './to-parquet';
import { writeOrders } from './write-orders';

/**
 * `npm run bench [-- --rows N --rounds N --seed N]`: filters the same orders with ours and others, to CSV and to Parquet, then ours from S3 to S3, and
 * prints the tables that stand in docs/performance.md.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const [rows, rounds, seed] = [Number(values.rows), Number(values.rounds), Number(values.seed)];
/** In the middle of the generated dates, so that orders are dropped and kept. */
const AS_OF = '2025-04-21';

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'orders-bench-'));
  const input = join(folder, 'orders.csv');
  const all = contenders();
  const write = (title: string, orders: OrdersOptions, path = input, form = formNamed('standard')) => {
    writeOrders(path, orders, form);
    console.log(`\n${title}: ${rows.toLocaleString('en')} orders, ${(statSync(path).size / 1e6).toFixed(0)} MB\n`);
  };
  const standard = { input, folder, asOf: AS_OF, rounds, form: 'standard' };
  try {
    write('Orders with 1% quoted names and 0.1% bad rows', {
      seed,
      rows,
      quotedShare: 0.01,
      badShare: 0.001,
      brokenQuotes: false,
      otherForms: false,
    });
    fromFileToFile(all, standard);
    write('Clean orders', { seed, rows });
    fromFileToFile(all, standard);
    console.log('\nThe same, from CSV to Parquet\n');
    await toParquet(all, { input, folder, asOf: AS_OF, rounds });
    for (const form of FORMS.filter(({ name }) => name !== 'standard')) {
      const path = join(folder, `${form.name}${form.ending}`);
      write(form.title, { seed, rows }, path, form);
      const fast = all.filter(({ slow }) => !slow);
      fromFileToFile(fast, { ...standard, input: path, form: form.name });
      rmSync(path);
    }
    console.log('\nThe clean orders of the standard form, by the Lambda’s handler from S3 to S3 on this machine\n');
    await fromS3ToS3(input, folder, AS_OF, rounds);
    console.log('\nThe same once more, uploaded to local AWS, through the state machine\n');
    await throughMachine(input, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main();
