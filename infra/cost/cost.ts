import { parseArgs } from 'node:util';
import { z } from 'zod';
import { run } from '../../cli/run';
import { UsageError } from '../../cli/usage-error';
import { stageNamed } from '../stages';
import { estimate, type Month, total } from './estimate';
import { PRICES } from './prices';

const USAGE = 'npm run cost -- --uploads N --mb M [--keys K] [--stage STAGE]';

const count = z.coerce.number().int().min(0).max(1_000_000);
const options = z.strictObject({
  uploads: count,
  mb: z.coerce.number().positive().max(1_000_000),
  keys: count.optional(),
  stage: z.string().default('prod'),
});

run(USAGE, async args => {
  const { values } = parseArgs({
    args: [...args],
    options: { uploads: { type: 'string' }, mb: { type: 'string' }, keys: { type: 'string' }, stage: { type: 'string' } },
  });
  const { data, error } = options.safeParse({ ...values });
  if (!data) throw new UsageError(error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('; '));
  const { uploads, mb, keys, stage } = data;
  const month: Month = { uploads, megabytes: mb, ...(keys === undefined ? {} : { keys }) };
  const items = estimate(stageNamed(stage), month);
  console.log(`A month of stage ${stage}: ${uploads} uploads of ${mb} MB, at the prices of ${PRICES.date} in ${PRICES.region}\n`);
  const all = [...items, { what: 'Total', how: 'US dollars a month, without free tiers and taxes', usd: total(items) }];
  for (const { what, how, usd } of all) console.log(`${what.padEnd(16)} ${usd.toFixed(2).padStart(9)}  ${how}`);
  return 0;
});
