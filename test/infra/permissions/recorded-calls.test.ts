import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { clientEnvironment, clientSettings } from 'local-aws/identity';
import { findExecution, newestExecutions } from '../../../commands/following/find-execution';
import { follow } from '../../../commands/following/follow';
import { bundleDashboard } from '../../../infra/dashboard-bundle';
import { type LocalPipeline, startLocalPipeline } from '../../../local/local-pipeline';
import { pairs, sorted, statementsOf } from '../support/policy';
import { serveDashboard } from '../support/serve-dashboard';
import { synthesize } from '../support/synthesize';
import { createRecorder } from './calls';

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';
const GOOD = '1,Ann,10.00,shipped,2025-02-03\n';
const BAD = '2,Bob,much,shipped,2025-02-03\n';
const OLD = '3,Cy,1.00,cancelled,2025-02-03\n';

const UPLOAD_PAGES = ['/uploads/upload?key=raw/orders.csv'];

const directory = mkdtempSync(join(tmpdir(), 'recorded-'));
const recorder = createRecorder();
let local: LocalPipeline;
let pages: readonly number[];

beforeAll(async () => {
  local = await startLocalPipeline({ directory: join(directory, 'data'), port: 0, wrap: recorder.wrap });
  const [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
  const upload = async (key: string, body: string): Promise<string> => {
    const { stateMachineArn, bucket } = local;
    const before = new Set(await newestExecutions(sfn, stateMachineArn));
    const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) }));
    const arn = await findExecution({ key, etag: ETag }, { sfn, stateMachineArn, before });
    await follow(sfn, arn, () => {});
    return arn.split(':').at(-1) ?? '';
  };
  const lookAgain = async (key: string): Promise<void> => {
    const { stateMachineArn, bucket } = local;
    const input = JSON.stringify({ detail: { bucket: { name: bucket }, object: { key } } });
    const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
    await follow(sfn, executionArn, () => {});
  };
  // Rows that are dropped and in quarantine, then none, so that both files go; the same key again, so that a manifest is read; a withdrawal; a
  // file of many parts.
  const first = await upload('raw/orders.csv', HEADER + GOOD + GOOD + OLD + BAD);
  await upload('raw/orders.csv', HEADER + GOOD);
  await lookAgain('raw/orders.csv');
  await upload('raw/gone.csv', HEADER + GOOD);
  await s3.send(new DeleteObjectCommand({ Bucket: local.bucket, Key: 'raw/gone.csv' }));
  await lookAgain('raw/gone.csv');
  await upload('raw/large.csv', HEADER + GOOD.replace('Ann', 'A'.repeat(900)).repeat(13_000));
  await upload('raw/nothing.csv', '');

  const folder = join(directory, 'dashboard');
  bundleDashboard(folder);
  const dashboard = await serveDashboard(folder, {
    ...clientEnvironment(local.url),
    AWS_ACCESS_KEY_ID: 'dashboard',
    BUCKET: local.bucket,
    STATE_MACHINE_ARN: local.stateMachineArn,
  });
  const statuses: number[] = [];
  for (const path of [
    '/',
    '/executions',
    `/executions/${first}`,
    '/executions/no-such-execution',
    '/healthz',
    '/uploads',
    ...UPLOAD_PAGES,
  ]) {
    statuses.push((await fetch(dashboard.url + path)).status);
  }
  pages = statuses;
  await dashboard.stop();
  s3.destroy();
  sfn.destroy();
}, 120_000);
afterAll(async () => {
  await local?.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('the role of the filter', () => {
  const allowed = pairs(statementsOf(synthesize('prod'), 'FilterRole'));

  /** What the role allows and a run in local AWS does not show, each with why it is needed all the same. */
  const UNSEEN = new Map([
    ['s3:AbortMultipartUpload arn:aws:s3:::orders-pipeline-local/processed/*', 'an upload in parts that fails half-way is given up'],
    ['s3:AbortMultipartUpload arn:aws:s3:::orders-pipeline-local/dropped/*', 'the same for the dropped rows'],
    ['s3:AbortMultipartUpload arn:aws:s3:::orders-pipeline-local/quarantine/*', 'the same for the quarantine file'],
    [
      'logs:CreateLogStream arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/FilterAndProcessOrders:*',
      'the runtime writes the log',
    ],
    ['logs:PutLogEvents arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/FilterAndProcessOrders:*', 'the runtime writes the log'],
    ['xray:PutTraceSegments *', 'the runtime sends traces'],
    ['xray:PutTelemetryRecords *', 'the runtime sends traces'],
  ]);

  it('allows every call that it made', () => {
    expect(sorted([...recorder.byFunction]).filter(pair => !allowed.includes(pair))).toEqual([]);
  });

  it('allows no call that it did not make, but those that have a reason', () => {
    expect(allowed.filter(pair => !recorder.byFunction.has(pair))).toEqual(sorted([...UNSEEN.keys()]));
  });
});

describe('the role of the dashboard host', () => {
  const calls = () => recorder.byKey('dashboard');
  const allowed = pairs(statementsOf(synthesize('prod'), 'DashboardHostRole'));
  /** Without the resource for what is no object of S3: those name the one state machine, which local AWS has too. */
  const comparable = (pair: string) => (pair.startsWith('states:') ? (pair.split(' ')[0] ?? '') : pair);

  const UNSEEN = new Map([
    ['s3:ListBucket', 'never called: it makes S3 answer 404, not 403, for a missing object'],
    ['s3:GetObject', 'fetches the dashboard itself from the bootstrap bucket'],
    ['logs:', 'the CloudWatch agent'],
    ['ssm', 'the agent of Session Manager'],
  ]);

  it('was put to work', () => {
    expect(pages).toEqual([200, 200, 200, 404, 200, 200, 200]);
  });

  it('allows every call that the dashboard made', () => {
    expect(sorted([...calls()]).filter(pair => !allowed.map(comparable).includes(pair))).toEqual([]);
  });

  it('allows no call that it did not make, but those that have a reason', () => {
    const unseen = allowed.filter(pair => !calls().has(comparable(pair)));
    expect(unseen.filter(pair => ![...UNSEEN.keys()].some(known => pair.startsWith(known)))).toEqual([]);
    const objects = unseen.filter(pair => pair.startsWith('s3:GetObject'));
    expect(objects).toEqual([expect.stringMatching(/:cdk-[\w-]+-assets-.*\.zip$/)]);
  });
});
