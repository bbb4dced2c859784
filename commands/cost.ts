import { parseArgs } from 'node:util';
import { z } from 'zod';
import { stageNamed } from '../infra/stages';
import { estimate, type Month, total } from './cost/estimate';
import { PRICES } from './cost/prices';
import { run } from './terminal/run';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run cost -- --uploads N --mb M [--keys K] [--stage STAGE]';

const count = z.coerce.number().int().min(0).max(1_000_000);
const options = z.strictObject({
  uploads: count,
  mb: z.coerce.number().positive().max(1_000_000),
  keys: count.optional(),
  stage: z.string().default('prod'),
});

const EXPECTED: Readonly<Record<string, string>> = {
  uploads: 'a whole number up to 1,000,000',
  mb: 'a number above 0 and up to 1,000,000',
  keys: 'a whole number up to 1,000,000',
};

run(USAGE, async args => {
  const { values } = parseArgs({
    args: [...args],
    options: { uploads: { type: 'string' }, mb: { type: 'string' }, keys: { type: 'string' }, stage: { type: 'string' } },
  });
  const given = new Map<string, unknown>(Object.entries(values));
  const { data, error } = options.safeParse({ ...values });
  if (!data) {
    const wrong = error.issues.map(({ path }) => path.join('.'));
    throw new UsageError(
      wrong.map(option => `--${option}: expected ${EXPECTED[option]}, got ${given.get(option) ?? 'nothing'}`).join('\n'),
    );
  }
  const { uploads, mb, keys, stage } = data;
  const month: Month = { uploads, megabytes: mb, ...(keys === undefined ? {} : { keys }) };
  const items = estimate(stageNamed(stage), month);
  console.log(`A month of stage ${stage}: ${uploads} uploads of ${mb} MB, at the prices of ${PRICES.date} in ${PRICES.region}\n`);
  const all = [...items, { what: 'Total', how: 'US dollars a month, without free tiers and taxes', usd: total(items) }];
  for (const { what, how, usd } of all) console.log(`${what.padEnd(16)} ${usd.toFixed(2).padStart(9)}  ${how}`);
  return 0;
});
