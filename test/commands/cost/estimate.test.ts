import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimate, type Month, total } from '../../../commands/cost/estimate';
import { monthsReport, shapesReport } from '../../../commands/cost/report';
import { crawlsPerDay, dayOf, largestTableGb, mergesUsd, monthOfCutoff, SHAPES, setsPerDay } from '../../../commands/cost/shapes';
import { stageNamed } from '../../../infra/stages';
import { defineStage } from '../../../infra/stages/stage';
import { PRICES } from '../../../pipeline/prices';
import { synthesize } from '../../infra/support/synthesize';

const idle: Month = { uploads: 0, megabytes: 1 };
const usd = (what: string, month: Month, stage = 'prod') => {
  const item = estimate(stageNamed(stage), month).find(each => each.what === what);
  return item && Number(item.usd.toFixed(4));
};

describe('the cost of a month', () => {
  it.each<[string, Month, string, number]>([
    ['a crawl is billed for two DPUs and ten minutes', { uploads: 30, megabytes: 1 }, 'Glue crawls', 4.4],
    // 30 sets of 7 queries of 10 MB, and the requests for 3, 6 … 90 files.
    ['a query is billed for ten megabytes at least', { uploads: 30, megabytes: 0.1 }, 'Athena', 0.0111],
    // 1.68 times 0.1, 0.2 … 10 GB.
    ['each upload makes every later snapshot dearer', { uploads: 100, megabytes: 100 }, 'Athena', 4.2473],
    ['an upload that replaces another does not', { uploads: 100, megabytes: 100, keys: 1 }, 'Athena', 0.0841],
    ['a table that is there already is read, too', { uploads: 1, megabytes: 100, tableGb: 9.9, uploadsBefore: 0 }, 'Athena', 0.084],
    // 10 GiB are read and billed, then the query is cancelled, and the others are never asked.
    ['past the cutoff a query is billed and cancelled', { uploads: 10, megabytes: 1, tableGb: 1000 }, 'Athena', 0.5369],
    ['the host costs the same, busy or not', idle, 'Dashboard host', 6.132],
    ['endpoints cost by the hour', idle, 'Its network', 14.6],
  ])('%s', (_rule, month, what, expected) => {
    expect(usd(what, month)).toBe(expected);
  });

  it('is less with a public address', () => {
    expect(usd('Its network', idle, 'dev')).toBe(3.65);
  });

  it('stays within the budget that each stage sets for itself, with an upload a day', () => {
    for (const name of ['prod', 'dev', 'demo']) {
      const stage = stageNamed(name);
      expect(total(estimate(stage, { uploads: 30, megabytes: 10 }))).toBeLessThan(stage.operations.monthlyBudgetUsd ?? 0);
    }
  });

  it('names a machine that it has no price for', () => {
    const stage = defineStage({ name: 'big', dashboard: { instanceType: 'c8g.48xlarge' } });
    expect(() => estimate(stage, idle)).toThrow('expected a price for c8g.48xlarge in pipeline/prices.ts, got none');
  });

  it.each(['prod', 'dev', 'demo'].map(name => [name, synthesize(name)] as const))('counts what stage %s really has', (name, stack) => {
    const items = estimate(stageNamed(name), idle);
    const how = (what: string) => items.find(each => each.what === what)?.how;
    expect(how('CloudWatch')).toContain(`${stack.all('AWS::CloudWatch::Alarm').size} alarms`);
    const interfaces = [...stack.all('AWS::EC2::VPCEndpoint').values()].filter(
      ({ Properties }) => Properties.VpcEndpointType === 'Interface',
    );
    expect(how('Its network')).toContain(interfaces.length > 0 ? `${interfaces.length} interface endpoints` : 'a public address');
    expect(how('Load balancer') !== undefined).toBe(stack.all('AWS::ElasticLoadBalancingV2::LoadBalancer').size === 1);
  });
});

describe('sets of queries and crawls', () => {
  it.each([
    ['each upload has its own', { together: 0 }, 1000, 1000],
    ['uploads that wait for each other share them', { together: 600 }, 10_000, 144],
    ['few uploads have few', { together: 600 }, 10, 9.7],
  ])('%s', (_rule, shape, uploads, expected) => {
    expect(setsPerDay(shape, uploads)).toBeCloseTo(expected, 0);
  });

  it.each([
    ['a crawl for each upload that is alone', 'always', 100, 99.8],
    ['one a minute at most', 'always', 1_000_000, 1440],
    ['none while the table stands', 'when needed', 1000, 0],
    ['none without uploads', 'always', 0, 0],
  ] as const)('%s', (_rule, crawl, uploads, expected) => {
    expect(crawlsPerDay({ crawl }, uploads)).toBeCloseTo(expected, 0);
  });

  it.each([
    ['csv', 5],
    ['parquet', 16],
  ] as const)('of 100 uploads of 1 MB a day pass a cutoff of 10 GiB as %s in month %i', (format, month) => {
    const shape = { format, crawl: 'always', together: 0 } as const;
    expect(monthOfCutoff(shape, { uploadsPerDay: 100, megabytes: 1 }, 10 * 1024 ** 3)).toBe(month);
  });
});

describe('how far a shape goes', () => {
  const shape = { format: 'parquet', crawl: 'when needed', together: 900 } as const;

  it.each([
    // 0.85 of the table, 5 dollars a terabyte: 4.25 for one of 1 TB, so a dollar is for some 235 GB.
    ['an upload alone', { uploadsPerDay: 1, megabytes: 1000 }, 1, 236],
    // 96 sets of 4.25 dollars a terabyte, and 3,000 requests a gigabyte.
    ['10,000 uploads', { uploadsPerDay: 10_000, megabytes: 1 }, 10, 19],
  ])('is where a day of %s costs more', (_what, load, usd, expected) => {
    const tableGb = largestTableGb(shape, load, usd);
    expect(Math.round(tableGb)).toBe(expected);
    const { queriesUsd } = dayOf(shape, { ...load, tableGb: tableGb + 0.1, files: (3 * (tableGb + 0.1) * 1000) / load.megabytes });
    expect(queriesUsd).toBeGreaterThan(usd);
  });

  it('is nowhere where the crawls alone cost more', () => {
    expect(largestTableGb({ ...shape, crawl: 'always' }, { uploadsPerDay: 10_000, megabytes: 1 }, 10)).toBe(0);
  });
});

describe('the months', () => {
  const rows = (month: Month, stage = stageNamed('prod')) => monthsReport(stage, month).slice(2);

  it('are 36, of a table that grows', () => {
    const months = rows({ uploads: 30, megabytes: 10 });
    expect(months).toHaveLength(36);
    expect(months[35]).toMatch(/^36 +10\.8 +\d+\.\d\d {2}cancelled: a query reads more than the 10 GiB of bytesCutoff$/);
    expect(months[34]).toMatch(/^35 +10\.5 +\d+\.\d\d$/);
  });

  it('begin with the table that is there', () => {
    expect(rows({ uploads: 30, megabytes: 10, tableGb: 5 })[0]).toMatch(/^1 +5\.3 /);
  });

  it('do not grow where uploads replace each other', () => {
    const months = rows({ uploads: 30, megabytes: 10, keys: 1 });
    expect(months[35]).toMatch(/^36 +0\.0 /);
  });
});

describe('merges, which are not built', () => {
  const load = { uploadsPerDay: 10_000, megabytes: 1, tableGb: 1000 };

  it('cost what the uploads, the recent months and the sums have, for a table of any size', () => {
    // 10 GB uploaded; 96 merges of 1 GB and five queries over 20 MB; 96 GB compacted.
    expect(mergesUsd(load, 'recent')).toBeCloseTo((10 + 96 * 1.1 + 96) * 0.005, 3);
    expect(mergesUsd({ ...load, tableGb: 11_000 }, 'recent')).toBe(mergesUsd(load, 'recent'));
  });

  it('read all ids where an upload has orders of all months', () => {
    expect(mergesUsd({ ...load, uploadsPerDay: 1 }, 'all')).toBeCloseTo((0.06 * 1000 + 0.1) * 0.005, 1);
  });
});

describe('npm run cost', () => {
  const cost = (...args: string[]) =>
    spawnSync(process.execPath, ['--require', './register.cjs', 'commands/cost.ts', ...args], {
      cwd: join(__dirname, '../../..'),
      encoding: 'utf8',
    });

  it('without a month prints every shape, alone and together, for three rates', () => {
    const { status, stdout } = cost();
    expect(status).toBe(0);
    for (const line of ['100 uploads a day', '1,000 uploads a day', '10,000 uploads a day', 'One upload alone'])
      expect(stdout).toContain(line);
    for (const { name } of SHAPES) expect(stdout.split(`\n${name} `)).toHaveLength(6);
  });

  it.each([
    [['--uploads', '5'], '--mb: expected a number above 0'],
    [['--uploads', '5', '--mb', '1', '--table-gb=-1'], '--table-gb: expected a number up to 1,000,000, got -1'],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = cost(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('docs/cost.md', () => {
  const page = readFileSync(join(__dirname, '../../../docs/cost.md'), 'utf8');
  const month: Month = { uploads: 30, megabytes: 10 };

  it.each(['prod', 'dev', 'demo'])('has the total of stage %s', name => {
    expect(page).toContain(total(estimate(stageNamed(name), month)).toFixed(2));
  });

  it('has each item of the example, and the date of the prices', () => {
    expect(page).toContain(`at the prices of ${PRICES.date} in ${PRICES.region}`);
    for (const { what, usd } of estimate(stageNamed('prod'), month))
      expect(page).toContain(`${what.padEnd(16)} ${usd.toFixed(2).padStart(9)}`);
  });

  it('has the shapes as they are computed', () => {
    for (const line of shapesReport(stageNamed('prod')).slice(1)) expect(page).toContain(line);
  });
});
