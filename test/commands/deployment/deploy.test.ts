import { deploy } from '../../../commands/deployment/deploy';
import { stageNamed } from '../../../infra/stages';
import type { Stage } from '../../../infra/stages/stage';
import { PINNED } from '../../infra/support/pinned-stage';

const HERE = { account: '123456789012', region: 'eu-north-1', arn: 'arn:aws:iam::123456789012:user/ann' };

async function tried(stage: Stage, answer: string | undefined, { identity = HERE, diff = 0 } = {}) {
  const done: string[] = [];
  const status = await deploy({
    stage,
    identity,
    isAsked: answer !== undefined,
    options: ['--verbose'],
    cdk: async (verb, options) => {
      done.push(`cdk ${verb} ${options.join(' ')}`);
      return verb === 'diff' ? diff : 0;
    },
    ask: async question => {
      done.push(question);
      return answer ?? '';
    },
    print: line => done.push(line),
  }).catch(error => String(error));
  return { done, status };
}

describe('npm run deploy', () => {
  it('names the account and the region, shows what changes, asks, and deploys', async () => {
    const { done, status } = await tried(PINNED, 'pinned');
    expect(status).toBe(0);
    expect(done).toEqual([
      'stage    pinned',
      'account  123456789012',
      'region   eu-north-1',
      'as       arn:aws:iam::123456789012:user/ann',
      'WARNING  THE ALARMS OF STAGE pinned HAVE NO RECIPIENT. Set operations.emails in infra/stages/pinned.ts',
      'cdk diff --verbose',
      'This deploys stage pinned to account 123456789012 in eu-north-1. Type its name to go on: ',
      'cdk deploy --require-approval never --verbose',
    ]);
  });

  it.each(['', 'no', 'yes', 'prod'])('deploys nothing when the answer is %j', async answer => {
    const { done, status } = await tried(PINNED, answer);
    expect(status).toBe('Error: nothing was deployed');
    expect(done.filter(line => line.startsWith('cdk deploy'))).toEqual([]);
  });

  it('asks no machine that says --yes', async () => {
    const { done, status } = await tried(PINNED, undefined);
    expect(status).toBe(0);
    expect(done.filter(line => line.startsWith('This deploys'))).toEqual([]);
    expect(done.at(-1)).toBe('cdk deploy --require-approval never --verbose');
  });

  it.each([
    ['another account', { ...HERE, account: '999999999999' }, 'got 999999999999 in eu-north-1'],
    ['another region', { ...HERE, region: 'us-east-1' }, 'got 123456789012 in us-east-1'],
  ])('refuses %s than the stage pins', async (_what, identity, got) => {
    const { done, status } = await tried(PINNED, 'pinned', { identity });
    expect(status).toBe(`Error: expected account 123456789012 in eu-north-1, which infra/stages/pinned.ts pins, ${got}`);
    expect(done).toEqual([]);
  });

  it('says so where what changes cannot be found out, and asks', async () => {
    const { done } = await tried(PINNED, 'no', { diff: 1 });
    expect(done.join('\n')).toContain('What changes could not be found out');
  });

  it('deploys nothing for a machine where what changes cannot be found out', async () => {
    expect(await tried(PINNED, undefined, { diff: 1 })).toMatchObject({
      status: 1,
      done: expect.not.arrayContaining([expect.stringContaining('cdk deploy')]),
    });
  });

  it('says of prod that nothing pins it', async () => {
    const { done } = await tried(stageNamed('prod'), 'no');
    expect(done.join('\n')).toContain('WARNING  Stage prod pins no account and region');
  });
});
