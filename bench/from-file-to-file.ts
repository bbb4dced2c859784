import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from './contenders';
import { median } from './median';
import { type Run, run } from './run';
import { shares } from './shares';
import { markdownTable } from './table';

/** The slow ones run in so many rounds. */
const SLOW_ROUNDS = 2;

/** Runs all in turn, in several rounds, and prints the medians. Throws if they do not keep the same rows. */
export function fromFileToFile(
  all: readonly Contender[],
  { input, folder, asOf, rounds, form }: { input: string; folder: string; asOf: string; rounds: number; form: string },
): void {
  const results = all.map(contender => ({ contender, runs: [] as Run[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { contender, runs } of results) {
      if (!contender.slow || round < SLOW_ROUNDS) runs.push(run(contender, [input, join(folder, 'filtered.csv'), asOf, form]));
    }
  }
  expectAgreement(results);

  const megabytes = statSync(input).size / 1e6;
  const timeOf = (runs: readonly Run[]) => median(runs.map(({ seconds }) => seconds));
  const [ours] = results;
  const ourTime = timeOf(ours?.runs ?? []);
  const rows = results.map(({ contender, runs }) => {
    const time = timeOf(runs);
    const peak = median(runs.map(({ peakBytes }) => peakBytes)) / 1e6;
    return [
      contender.name,
      time.toFixed(2),
      (megabytes / time).toFixed(0),
      `${(time / ourTime).toFixed(1)}×`,
      median(runs.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2),
      peak.toFixed(0),
    ];
  });
  console.log(markdownTable(['', 'seconds', 'MB/s', 'ours is faster', 'CPU s', 'peak MB'], rows));
  console.log(`\nAll kept the same ${ours?.runs[0]?.kept.toLocaleString('en')} orders. Ours spent ${shares(ours?.runs ?? [])}.`);
}

/** Speed counts only where the rows are the same. */
function expectAgreement(results: readonly { readonly contender: Contender; readonly runs: readonly Run[] }[]): void {
  const counts = results.flatMap(({ contender: { name }, runs }) => runs.map(({ kept }) => ({ name, kept })));
  const [first] = counts;
  const odd = counts.find(({ kept }) => kept !== first?.kept);
  if (odd) throw new Error(`expected all to keep ${first?.kept} orders as ${first?.name} does, but ${odd.name} kept ${odd.kept}`);
}
