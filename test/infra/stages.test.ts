import { STAGES, stageNamed } from '../../infra/stages';
import { inRegion, warnings } from '../../infra/stages/in-region';
import { defineStage, type StageSettings } from '../../infra/stages/stage';

describe('a stage', () => {
  it('needs no more than a name', () => {
    expect(defineStage({ name: 'mine' })).toMatchObject({ data: 'keep', dashboard: { access: 'private', network: 'endpoints' } });
  });

  it.each<[string, StageSettings, string]>([
    ['a name that Glue would refuse', { name: 'My Stage' }, 'stage My Stage: name: expected up to 20 lower-case letters'],
    ['days that no log can be kept for', { name: 'a', logDays: 31 }, 'logDays: expected one of 1, 3, 5'],
    ['a tag that AWS refuses', { name: 'a', tags: { owner: 'me & you' } }, 'tags.owner: expected letters, digits, spaces and'],
    ['a tag that is AWS’s own', { name: 'a', tags: { 'aws:owner': 'me' } }, 'tags.aws:owner: expected no tag that begins with aws:'],
    ['a tag by which the stage is known', { name: 'a', tags: { Pipeline: 'mine' } }, 'tags.Pipeline: expected none of the tags Pipeline'],
    [
      'a format that no table has',
      { name: 'a', format: 'orc' as never },
      'format: Invalid option: expected one of "csv"|"parquet", got "orc"',
    ],
    ['a share above one', { name: 'a', filter: { maxBadShare: 1.5 } }, 'filter.maxBadShare: Too big: expected number to be <=1, got 1.5'],
    [
      'a status that no row can have',
      { name: 'a', filter: { dropStatuses: ['Pending'] } },
      'filter.dropStatuses.0: expected a status in lower case, got "Pending"',
    ],
    [
      'a cutoff that Athena refuses',
      { name: 'a', bytesCutoff: 1000 },
      'bytesCutoff: Too small: expected number to be >=10000000, got 1000',
    ],
    [
      'a machine of another architecture',
      { name: 'a', dashboard: { instanceType: 't3.micro' } },
      'dashboard.instanceType: expected an arm64',
    ],
    [
      'no mail address',
      { name: 'a', operations: { monthlyBudgetUsd: 5, emails: ['nobody'] } },
      'operations.emails.0: Invalid email address, got "nobody"',
    ],
    [
      'a longer silence than CloudWatch sees',
      { name: 'a', operations: { monthlyBudgetUsd: 5, noSuccessHours: 200 } },
      'operations.noSuccessHours',
    ],
    [
      'a webhook that anybody on the way could read',
      { name: 'a', operations: { webhook: 'http://example.com/hook' } },
      'operations.webhook: expected an address that begins with https://',
    ],
    ['half a pin', { name: 'a', account: '123456789012' }, 'the stage: expected account and region together, or neither'],
    [
      'an account that is none',
      { name: 'a', account: '123', region: 'eu-west-1' },
      'account: expected the twelve digits of an account, got "123"',
    ],
    [
      'a budget where there are none',
      { name: 'a', account: '123456789012', region: 'eu-north-1', operations: { monthlyBudgetUsd: 5 } },
      'operations.monthlyBudgetUsd: expected no budget in eu-north-1, where CloudFormation has no AWS::Budgets::Budget, got 5',
    ],
    [
      'a dashboard on the internet where there are no HTTP APIs',
      { name: 'a', account: '123456789012', region: 'ap-east-2', dashboard: { access: 'internet' } },
      'dashboard.access: expected a private dashboard in ap-east-2, where CloudFormation has no AWS::ApiGatewayV2::Api',
    ],
    [
      'zones without their region',
      { name: 'a', dashboard: { availabilityZones: ['eu-west-1a', 'eu-west-1b'] } },
      'dashboard.availabilityZones: expected a region to be named too',
    ],
    [
      'zones of another region',
      { name: 'a', account: '123456789012', region: 'us-east-1', dashboard: { availabilityZones: ['us-east-1a', 'us-east-2a'] } },
      'dashboard.availabilityZones: expected zones of us-east-1, got ["us-east-1a","us-east-2a"]',
    ],
  ])('refuses %s', (_case, settings, message) => {
    expect(() => defineStage(settings)).toThrow(message);
  });

  it('refuses a setting that it does not know', () => {
    const settings: StageSettings & { colour: string } = { name: 'a', colour: 'red' };
    expect(() => defineStage(settings)).toThrow('Unrecognized key: "colour"');
  });

  it('tells which stages there are when it is asked for another', () => {
    expect(() => stageNamed('live')).toThrow('expected a stage of infra/stages (prod, dev, demo), got "live"');
  });

  it('has a name of its own', () => {
    expect(new Set(STAGES.map(({ name }) => name)).size).toBe(STAGES.length);
  });
});

it('refuses a region that it does not know', () => {
  const settings: object = { name: 'a', account: '123456789012', region: 'eu-nowhere-1' };
  expect(() => defineStage({ name: 'a', ...settings })).toThrow('region: expected a region of the commercial partition');
});

describe('a stage without a pin', () => {
  const stage = stageNamed('prod');
  const said = (settings: StageSettings, region?: string) => {
    const asked = defineStage(settings);
    return warnings(asked, inRegion(asked, region), region).map(({ id }) => id);
  };

  it('has no budget in a region without budgets, and the one it asks for elsewhere', () => {
    expect(inRegion(stage, 'eu-north-1').operations).not.toHaveProperty('monthlyBudgetUsd');
    expect(inRegion(stage, 'us-east-1')).toBe(stage);
    expect(inRegion(stage, undefined)).toBe(stage);
  });

  it('is refused in a region that lacks what it cannot do without', () => {
    expect(() => inRegion(stageNamed('demo'), 'ap-southeast-6')).toThrow('stage demo: dashboard.access: expected a region other than');
  });

  it.each<[string, StageSettings, string | undefined, string[]]>([
    ['that its data goes wherever the credentials point', { name: 'a' }, undefined, ['not-pinned', 'no-address']],
    ['nothing of that where its data can go', { name: 'a', data: 'removable' }, undefined, ['no-address']],
    ['nothing where all is set', { name: 'a', data: 'removable', operations: { emails: ['a@example.com'] } }, 'us-east-1', []],
    ['that its alarms have no recipient', { name: 'a', account: '123456789012', region: 'us-east-1' }, undefined, ['no-address']],
    [
      'that it has no budget',
      { name: 'a', data: 'removable', operations: { emails: ['a@example.com'], monthlyBudgetUsd: 5 } },
      'eu-north-1',
      ['no-budget'],
    ],
  ])('says %s', (_what, settings, region, expected) => {
    expect(said(settings, region)).toEqual(expected);
  });
});
