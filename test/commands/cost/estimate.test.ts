import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimate, type Month, total } from '../../../commands/cost/estimate';
import { PRICES } from '../../../commands/cost/prices';
import { stageNamed } from '../../../infra/stages';
import { defineStage } from '../../../infra/stages/stage';
import { synthesize } from '../../infra/support/synthesize';

const idle: Month = { uploads: 0, megabytes: 1 };
const usd = (what: string, month: Month, stage = 'prod') => {
  const item = estimate(stageNamed(stage), month).find(each => each.what === what);
  return item && Number(item.usd.toFixed(4));
};

describe('the cost of a month', () => {
  it.each<[string, Month, string, number]>([
    ['a crawl is billed for two DPUs and ten minutes', { uploads: 30, megabytes: 1 }, 'Glue crawls', 4.4],
    ['a query is billed for ten megabytes at least', { uploads: 30, megabytes: 0.1 }, 'Athena', 0.0075],
    ['each upload makes every later query dearer', { uploads: 100, megabytes: 100 }, 'Athena', 12.625],
    ['an upload that replaces another does not', { uploads: 100, megabytes: 100, keys: 1 }, 'Athena', 0.25],
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
    expect(() => estimate(stage, idle)).toThrow('expected a price for c8g.48xlarge in commands/cost/prices.ts, got none');
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
});
