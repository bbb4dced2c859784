import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { examine } from '../../../commands/doctor/check';
import { localChecks, nodeCheck } from '../../../commands/doctor/local';
import { stageChecks } from '../../../commands/doctor/stage';
import { defineStage, type StageSettings } from '../../../infra/stages/stage';
import { latestKey } from '../../../pipeline/latest';

async function said(checks: Parameters<typeof examine>[0]) {
  const lines: string[] = [];
  const faults = await examine(checks, line => lines.push(line));
  return { faults, text: lines.join('\n') };
}

describe('npm run doctor, on a laptop,', () => {
  const directory = mkdtempSync(join(tmpdir(), 'doctor-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const local = (environment: Readonly<Record<string, string>>) =>
    said(localChecks({ environment: { PORT: '0', LOCAL_AWS_PORT: '0', ...environment }, nodeVersion: 'v20.20.2', directory }));

  it('finds nothing where all is well', async () => {
    const { faults, text } = await local({});
    expect(faults).toBe(0);
    expect(text).toMatch(/✓ Node +v20\.20\.2/);
    expect(text).toContain(`${join(directory, '.local')}, will be made at the first start`);
  });

  it('names a port that another program has, and the variable that sets another', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const { faults, text } = await local({ PORT: port, LOCAL_AWS_PORT: port });
    server.close();
    expect(faults).toBe(2);
    expect(text).toContain(`✗ dashboard     port ${port} is taken by another program\n`);
    expect(text).toContain('→ stop it, or set LOCAL_AWS_PORT to another port');
  });

  it.each(['x', '70000', '-1'])('refuses %s for a port', async port => {
    expect((await local({ PORT: port })).text).toContain('expected PORT to be a port from 0 to 65535');
  });

  it('says where a data folder cannot be', async () => {
    const { faults, text } = await local({ LOCAL_AWS_DIR: join(directory, 'no/such/folder') });
    expect(faults).toBe(1);
    expect(text).toContain('set LOCAL_AWS_DIR to another folder');
  });

  it.each([
    ['v20.19.0', 0],
    ['v24.1.0', 0],
    ['v20.18.9', 1],
    ['v18.20.0', 1],
  ])('of Node %s finds %i faults', async (version, faults) => {
    expect((await said([nodeCheck(version)])).faults).toBe(faults);
  });
});

const NOW = new Date('2026-11-30T12:00:00Z');
const QUOTAS: Readonly<Record<string, { readonly QuotaName: string; readonly Value: number }>> = {
  lambda: { QuotaName: 'Concurrent executions', Value: 1000 },
  athena: { QuotaName: 'Active DML queries', Value: 200 },
  vpc: { QuotaName: 'VPCs per Region', Value: 5 },
  ec2: { QuotaName: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances', Value: 32 },
};
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders-pipeline-a';

/** What an account would answer, call by call. */
const HEALTHY: Readonly<Record<string, (input: { readonly ServiceCode?: string }) => object>> = {
  GetParameterCommand: () => ({ Parameter: { Value: '30' } }),
  ListServiceQuotasCommand: ({ ServiceCode = '' }) => ({ Quotas: [{ QuotaName: 'another', Value: 0 }, QUOTAS[ServiceCode]] }),
  ListSubscriptionsByTopicCommand: () => ({ Subscriptions: [{ Endpoint: 'ann@example.com', SubscriptionArn: 'arn:aws:sns:x' }] }),
  ListStateMachinesCommand: () => ({ stateMachines: [{ name: 'orders-pipeline-a', stateMachineArn: MACHINE }] }),
  DescribeStateMachineCommand: () => ({ definition: JSON.stringify({ States: { PublishRun: { Arguments: { Bucket: 'lake' } } } }) }),
  ListObjectsV2Command: () => ({ Contents: [{ Key: latestKey(new Date('2026-11-30T06:00:00Z'), 'e1') }] }),
};

const SETTINGS: StageSettings = {
  name: 'a',
  account: '123456789012',
  region: 'us-east-1',
  operations: { emails: ['ann@example.com'] },
};

function stage(answers: typeof HEALTHY = {}, settings: StageSettings = SETTINGS, region = 'us-east-1') {
  const call = { ...HEALTHY, ...answers };
  const options = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const clients = {
    ssm: new SSMClient(options),
    quotas: new ServiceQuotasClient(options),
    sns: new SNSClient(options),
    sfn: new SFNClient(options),
    s3: new S3Client(options),
  };
  const respond =
    (_next: unknown, { commandName = '' }: { readonly commandName?: string }) =>
    async ({ input }: { readonly input: object }) => ({ response: {}, output: { $metadata: {}, ...call[commandName]?.(input) } });
  clients.ssm.middlewareStack.add(respond, { step: 'initialize' });
  clients.quotas.middlewareStack.add(respond, { step: 'initialize' });
  clients.sns.middlewareStack.add(respond, { step: 'initialize' });
  clients.sfn.middlewareStack.add(respond, { step: 'initialize' });
  clients.s3.middlewareStack.add(respond, { step: 'initialize' });
  const identify = async () => ({ account: '123456789012', region, arn: 'arn:aws:iam::123456789012:user/ann' });
  return said(stageChecks({ stage: defineStage(settings), identify, clients, now: NOW }));
}

const failing = (name: string) => () => {
  throw Object.assign(new Error(`${name} of AWS`), { name });
};

describe('npm run doctor, of a stage,', () => {
  it('finds nothing where all is well', async () => {
    const { faults, text } = await stage();
    expect({ faults, text }).toEqual({ faults: 0, text: expect.stringContaining('✓ last answers') });
    expect(text).not.toContain('→');
  });

  it.each<[string, typeof HEALTHY, string]>([
    ['an account without bootstrap', { GetParameterCommand: failing('ParameterNotFound') }, '→ npx cdk bootstrap'],
    ['an old bootstrap', { GetParameterCommand: () => ({ Parameter: { Value: '5' } }) }, 'version 5, expected 6 or later'],
    [
      'the quota of a new account',
      {
        ListServiceQuotasCommand: ({ ServiceCode = '' }) => ({
          Quotas: [{ ...QUOTAS[ServiceCode], Value: ServiceCode === 'lambda' ? 10 : 99 }],
        }),
      },
      '✗ quota: functions at once  10, expected 50: a new account has 10',
    ],
    [
      'an address that nobody has confirmed',
      {
        ListSubscriptionsByTopicCommand: () => ({
          Subscriptions: [{ Endpoint: 'ann@example.com', SubscriptionArn: 'PendingConfirmation' }],
        }),
      },
      '✗ addresses                 not confirmed: ann@example.com',
    ],
    [
      'answers that have become old',
      { ListObjectsV2Command: () => ({ Contents: [{ Key: latestKey(new Date('2026-11-28T12:00:00Z'), 'e1') }] }) },
      '48 hours old',
    ],
  ])('finds %s, and says what to do', async (_what, answers, expected) => {
    const { faults, text } = await stage(answers);
    expect(faults).toBe(1);
    expect(text).toContain(expected);
    expect(text).toContain('→ ');
  });

  it.each<[string, StageSettings, string, string]>([
    ['another region than the stage pins', SETTINGS, 'eu-west-1', 'but the stage pins 123456789012 in us-east-1'],
    [
      'a region of another partition',
      { ...SETTINGS, account: undefined, region: undefined },
      'cn-north-1',
      'a region that no stage may name',
    ],
    ['a stage whose alarms have no recipient', { ...SETTINGS, operations: {} }, 'us-east-1', 'THE ALARMS HAVE NO RECIPIENT'],
  ])('finds %s', async (_what, settings, region, expected) => {
    const { faults, text } = await stage({}, settings, region);
    expect(faults).toBe(1);
    expect(text).toContain(expected);
  });

  it('notes what it may not look up, and what is not deployed', async () => {
    const { faults, text } = await stage({
      ListServiceQuotasCommand: failing('AccessDeniedException'),
      ListSubscriptionsByTopicCommand: failing('NotFoundException'),
      ListStateMachinesCommand: () => ({ stateMachines: [] }),
    });
    expect(faults).toBe(0);
    expect(text).toContain('· quota: networks           could not be looked up');
    expect(text.match(/the stage is not deployed/g)).toHaveLength(2);
  });
});
