import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generateOrders, type OrdersOptions } from '../sample/generate';
import { type Contender, contenders } from './contenders';
import { type Run, run } from './run';
import { markdownTable } from './table';

/** `npm run bench`: filters the same orders with ours and others, in turn and in several rounds, and prints the medians. */
const { values: asked } = parseArgs({
  options: {
    rows: { type: 'string', default: '2000000' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const ROWS = Number(asked.rows);
const ROUNDS = Number(asked.rounds);
/** The slow ones are measured in so many rounds. */
const SLOW_ROUNDS = 2;
const AS_OF = '2025-04-21';

const folder = mkdtempSync(join(tmpdir(), 'orders-bench-'));
try {
  const all = contenders();
  const seed = Number(asked.seed);
  bench('clean', { seed, rows: ROWS }, all);
  bench('1% quoted names, 0.1% bad rows', { seed, rows: ROWS, quotedShare: 0.01, badShare: 0.001, brokenQuotes: false }, all);
} finally {
  rmSync(folder, { recursive: true });
}

function bench(title: string, orders: OrdersOptions, all: readonly Contender[]): void {
  const input = join(folder, 'orders.csv');
  const output = join(folder, 'filtered.csv');
  write(input, orders);
  const megabytes = statSync(input).size / 1e6;
  const runs = new Map<Contender, Run[]>(all.map(contender => [contender, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of all) {
      if (!contender.slow || round < SLOW_ROUNDS) runs.get(contender)?.push(run(contender, input, output, AS_OF));
    }
  }
  expectAgreement(runs);
  console.log(
    `\n${title}: ${ROWS.toLocaleString('en')} orders, ${megabytes.toFixed(0)} MB, ${[...runs.values()][0]?.[0]?.kept.toLocaleString('en')} kept\n`,
  );
  console.log(tableOf(runs, megabytes));
  const spent = [...runs.values()][0]?.[0]?.spent ?? {};
  const total = Object.values(spent).reduce((sum, milliseconds) => sum + milliseconds, 0);
  console.log(
    `\nours: ${Object.entries(spent)
      .map(([kind, milliseconds]) => `${kind} ${Math.round((100 * milliseconds) / total)}%`)
      .join(', ')}`,
  );
}

function write(path: string, orders: OrdersOptions): void {
  const file = openSync(path, 'w');
  let block = '';
  for (const line of generateOrders(orders)) {
    block += line;
    if (block.length < 1_000_000) continue;
    writeSync(file, block);
    block = '';
  }
  writeSync(file, block);
  closeSync(file);
}

/** Speed counts only where the rows are the same. */
function expectAgreement(runs: ReadonlyMap<Contender, readonly Run[]>): void {
  const kept = [...runs].flatMap(([{ name }, all]) => all.map(({ kept }) => ({ name, kept })));
  const odd = kept.find(one => one.kept !== kept[0]?.kept);
  if (odd) throw new Error(`expected all to keep ${kept[0]?.kept} rows as ${kept[0]?.name} does, but ${odd.name} kept ${odd.kept}`);
}

function tableOf(runs: ReadonlyMap<Contender, readonly Run[]>, megabytes: number): string {
  const seconds = new Map([...runs].map(([contender, all]) => [contender, median(all.map(one => one.seconds))]));
  const ours = [...seconds.values()][0] ?? 0;
  return markdownTable(
    ['', 'seconds', 'MB/s', 'ours is faster by', 'peak memory'],
    [...runs].map(([contender, all]) => {
      const time = seconds.get(contender) ?? 0;
      const peak = median(all.map(one => one.peakBytes)) / 1e6;
      return [contender.name, time.toFixed(2), (megabytes / time).toFixed(0), `${(time / ours).toFixed(1)}×`, `${peak.toFixed(0)} MB`];
    }),
  );
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
