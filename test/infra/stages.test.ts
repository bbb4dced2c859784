import { STAGES, stageNamed } from '../../infra/stages';
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
