import { parseArgs } from 'node:util';
import { z } from 'zod';
import { stageNamed } from '../infra/stages';
import { PRICES } from '../pipeline/prices';
import { estimate, type Month, total } from './cost/estimate';
import { monthsReport, shapesReport } from './cost/report';
import { run } from './terminal/run';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run cost -- [--uploads N --mb M [--keys K] [--table-gb G]] [--stage STAGE]';

const count = z.coerce.number().int().min(0).max(1_000_000);
const options = z.strictObject({
  uploads: count,
  mb: z.coerce.number().positive().max(1_000_000),
  keys: count.optional(),
  'table-gb': z.coerce.number().min(0).max(1_000_000).default(0),
  stage: z.string().default('prod'),
});

const EXPECTED: Readonly<Record<string, string>> = {
  uploads: 'a whole number up to 1,000,000',
  mb: 'a number above 0 and up to 1,000,000',
  keys: 'a whole number up to 1,000,000',
  'table-gb': 'a number up to 1,000,000',
};

run(USAGE, async args => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      uploads: { type: 'string' },
      mb: { type: 'string' },
      keys: { type: 'string' },
      'table-gb': { type: 'string' },
      stage: { type: 'string' },
    },
  });
  if (values.uploads === undefined && values.mb === undefined) {
    for (const line of shapesReport(stageNamed(values.stage ?? 'prod'))) console.log(line);
    return 0;
  }
  const given = new Map<string, unknown>(Object.entries(values));
  const { data, error } = options.safeParse({ ...values });
  if (!data) {
    const wrong = error.issues.map(({ path }) => path.join('.'));
    throw new UsageError(
      wrong.map(option => `--${option}: expected ${EXPECTED[option]}, got ${given.get(option) ?? 'nothing'}`).join('\n'),
    );
  }
  const { uploads, mb, keys, 'table-gb': tableGb, stage: name } = data;
  const stage = stageNamed(name);
  const month: Month = { uploads, megabytes: mb, tableGb, ...(keys === undefined ? {} : { keys }) };
  const items = estimate(stage, month);
  const table = tableGb === 0 ? '' : `, to a table of ${tableGb} GB`;
  console.log(`A month of stage ${name}: ${uploads} uploads of ${mb} MB${table}, at the prices of ${PRICES.date} in ${PRICES.region}\n`);
  const all = [...items, { what: 'Total', how: 'US dollars a month, without free tiers and taxes', usd: total(items) }];
  for (const { what, how, usd } of all) console.log(`${what.padEnd(16)} ${usd.toFixed(2).padStart(9)}  ${how}`);
  for (const line of monthsReport(stage, month)) console.log(line);
  return 0;
});
