import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type FaultFile, faultSchema, KINDS, readFaults } from 'local-aws/faults';
import { clientSettings } from 'local-aws/identity';
import { readManifest } from '../../commands/results/manifest';
import { type LocalPipeline, startLocalPipeline } from '../../local/local-pipeline';
import { Started } from './started';

const ORDERS = 'OrderID,Customer,Amount,Status,OrderDate\nA1,Ann,10.00,shipped,2025-02-14\n';

interface Case {
  readonly what: string;
  /** As they stand in a file, all with their turns used up by one upload. */
  readonly faults: readonly Readonly<Record<string, unknown>>[];
  /** The name of the failure; by default the upload is answered. */
  readonly error?: string;
  readonly cause?: RegExp;
  /** What its tasks failed with, in any order. */
  readonly tasks?: readonly string[];
  /** Seconds for which a fault holds up a task, to be passed at once. */
  readonly held?: number;
  /** How often the upload's event was delivered, if not once. */
  readonly deliveries?: number;
}

const UNTIL_TRIED = { service: 'athena', fault: 'query', contains: 'total_sales', state: 'FAILED' };

const CASES: readonly Case[] = [
  {
    what: 'each service throttles',
    faults: [
      { service: 'states', operation: 'StartExecution', fault: 'throttle' },
      { service: 'lambda', operation: 'Invoke', fault: 'throttle' },
      { service: 'glue', operation: 'StartCrawler', fault: 'throttle', times: 3 },
      { service: 'athena', operation: 'StartQueryExecution', fault: 'throttle', after: 1 },
      { service: 's3', operation: 'PutObject', key: 'latest/*', fault: 'throttle' },
    ],
    tasks: [
      'Lambda.TooManyRequestsException',
      ...Array(3).fill('Glue.ThrottlingException'),
      'Athena.TooManyRequestsException',
      'S3.S3Exception',
    ],
  },
  {
    what: 'each service has an internal error',
    faults: [
      { service: 'lambda', operation: 'Invoke', fault: 'internalError' },
      { service: 'glue', operation: 'GetTable', fault: 'internalError' },
      { service: 'athena', operation: 'StartQueryExecution', fault: 'internalError' },
      { service: 's3', operation: 'PutObject', key: 'processed/*', fault: 'internalError' },
    ],
    // The filter's own client tries S3 again.
    tasks: ['Lambda.ServiceException', 'Glue.InternalServiceException', 'Athena.InternalServerException'],
  },
  {
    what: 'S3 is busy',
    faults: [{ service: 's3', operation: 'PutObject', key: 'runs/*', fault: 'slowDown', times: 2 }],
    tasks: ['S3.S3Exception', 'S3.S3Exception'],
  },
  { what: 'a call is slow', faults: [{ service: 'glue', operation: 'GetCrawler', fault: 'slow', seconds: 30 }], held: 30 },
  {
    what: 'a call takes for ever',
    faults: [{ service: 'glue', operation: 'GetCrawler', fault: 'slow', seconds: 86_400 }],
    held: 60,
    tasks: ['States.Timeout'],
  },
  {
    what: 'connections break in the middle of a body',
    faults: [
      { service: 's3', operation: 'GetObject', key: 'raw/*', fault: 'cut', bytes: 30 },
      { service: 'lambda', operation: 'Invoke', fault: 'cut', bytes: 10 },
      { service: 'glue', operation: 'GetTable', fault: 'cut' },
      { service: 'athena', operation: 'GetQueryExecution', fault: 'cut', bytes: 3 },
    ],
    tasks: ['Lambda.SdkClientException', 'Glue.SdkClientException', 'Athena.SdkClientException'],
  },
  { what: 'a crawl is RUNNING and STOPPING for long', faults: [{ service: 'glue', fault: 'crawl', running: 120, stopping: 60 }] },
  {
    what: 'a crawl fails',
    faults: [{ service: 'glue', fault: 'crawl', status: 'FAILED', message: 'Internal Service Exception' }],
    error: 'CrawlFailed',
    cause: /it ended as FAILED: Internal Service Exception$/,
    tasks: ['CrawlFailed'],
  },
  {
    what: 'a crawl is cancelled',
    faults: [{ service: 'glue', fault: 'crawl', status: 'CANCELLED' }],
    error: 'CrawlFailed',
    cause: /it ended as CANCELLED$/,
    tasks: ['CrawlFailed'],
  },
  {
    what: 'a query is QUEUED for minutes, and another one fails by the system',
    faults: [
      { service: 'athena', fault: 'query', contains: 'UNLOAD', queued: 120 },
      { ...UNTIL_TRIED, category: 1, type: 200, reason: 'Query exhausted resources' },
    ],
    held: 120,
    tasks: ['States.TaskFailed'],
  },
  {
    what: 'a query fails by its text',
    faults: [{ ...UNTIL_TRIED, category: 2, type: 1006, reason: 'a column is missing' }],
    error: 'QueryFailed',
    cause: /^total-sales-by-customer: a column is missing$/,
    tasks: ['States.TaskFailed', 'QueryFailed'],
  },
  {
    what: 'a query fails by another cause',
    faults: [{ ...UNTIL_TRIED, category: 3, reason: 'something else' }],
    error: 'QueryFailed',
    cause: /something else$/,
    tasks: ['States.TaskFailed', 'QueryFailed'],
  },
  {
    what: 'the snapshot is cancelled',
    faults: [{ service: 'athena', fault: 'query', contains: 'UNLOAD', state: 'CANCELLED', category: 2, reason: 'bytes scanned limit' }],
    error: 'SnapshotFailed',
    cause: /^bytes scanned limit$/,
    tasks: ['States.TaskFailed', 'SnapshotFailed'],
  },
  {
    what: 'a function crashes, and then starts cold',
    faults: [
      { service: 'lambda', function: 'Filter*', fault: 'crash', seconds: 0.5 },
      { service: 'lambda', function: 'Filter*', fault: 'coldStart', seconds: 0.5 },
    ],
    tasks: ['Runtime.ExitError'],
  },
  {
    what: 'a function crashes each time',
    faults: [{ service: 'lambda', function: 'Filter*', fault: 'crash', times: 3 }],
    error: 'Runtime.ExitError',
    // Raised under its own name, it is tried again too.
    tasks: Array(6).fill('Runtime.ExitError'),
  },
  {
    what: 'a function runs out of time',
    faults: [{ service: 'lambda', function: 'Filter*', fault: 'timeout', seconds: 60 }],
    held: 60,
    error: 'Sandbox.Timedout',
    cause: /Task timed out after 900\.00 seconds$/,
    tasks: ['Sandbox.Timedout', 'Sandbox.Timedout'],
  },
  { what: 'an event comes twice', faults: [{ service: 'events', key: 'raw/*', fault: 'twice' }], deliveries: 2 },
  { what: 'an event comes late', faults: [{ service: 'events', detailType: 'Object Created', fault: 'late', seconds: 60 }] },
  { what: 'an event is replayed', faults: [{ service: 'events', key: 'raw/*', fault: 'replayed', seconds: 60 }], deliveries: 2 },
];

const TASK_ENDS = new Set(['TaskSucceeded', 'TaskFailed', 'TaskTimedOut']);

/** Told apart by nothing but where in the file they are; each is used by some case. */
const COMMON = ['service', 'fault', 'times', 'after', 'operation', 'key'];

describe('an upload', () => {
  const directory = mkdtempSync(join(tmpdir(), 'faults-'));
  let local: LocalPipeline;
  let s3: S3Client;
  let sfn: SFNClient;
  const delivered: string[] = [];

  beforeAll(async () => {
    local = await startLocalPipeline({ directory, port: 0, movableClock: true, onExecution: arn => delivered.push(arn) });
    [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
    // No new day begins between two cases, with its refresh.
    const left = 86_400 - ((Date.now() / 1000) % 86_400);
    if (left < 4 * 3_600) await move(left);
  });
  beforeEach(() => delivered.splice(0));
  afterEach(() => local.faults.clear());
  afterAll(async () => {
    s3.destroy();
    sfn.destroy();
    await local.close();
    rmSync(directory, { recursive: true });
  });

  const move = (seconds: number) => fetch(`${local.url}/_clock`, { method: 'POST', body: JSON.stringify({ seconds }) });
  const historyOf = async (executionArn: string) =>
    (await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }))).events ?? [];
  /** Time passes while no task works, and once for what a fault holds up: a busy machine times out nothing. */
  const pass = async (isOver: () => Promise<boolean>, held = 0, faults = 0) => {
    let left = held;
    while (!(await isOver())) {
      await new Promise(resolve => setTimeout(resolve, 100));
      const types = delivered[0] === undefined ? [] : (await historyOf(delivered[0])).map(({ type }) => type);
      const isWorking = types.filter(type => type === 'TaskScheduled').length > types.filter(type => TASK_ENDS.has(type ?? '')).length;
      if (!isWorking) await move(10);
      else if (local.faults.left().length < faults) {
        await move(left);
        left = 0;
      }
    }
  };
  const ended = async () => {
    if (delivered[0] === undefined) return undefined;
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn: delivered[0] }));
    return execution.status === 'RUNNING' ? undefined : execution;
  };
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: local.bucket, Key, Body: ORDERS }));

  it.each(CASES)('ends as documented where $what', async ({ what, faults, held, error, cause = /^/, tasks = [], deliveries = 1 }) => {
    local.faults.add(fileOf(faults));
    await put(`raw/${what}.csv`);
    await pass(
      async () => (await ended()) !== undefined && local.faults.left().length === 0 && delivered.length >= deliveries,
      held,
      faults.length,
    );
    const { status, name = '', executionArn = '' } = (await ended()) ?? {};
    const failures = (await historyOf(executionArn)).flatMap(({ taskFailedEventDetails, taskTimedOutEventDetails }) => [
      ...(taskFailedEventDetails ? [taskFailedEventDetails.error] : []),
      ...(taskTimedOutEventDetails ? [taskTimedOutEventDetails.error] : []),
    ]);
    expect({ status, tasks: failures.sort() }).toEqual({ status: error === undefined ? 'SUCCEEDED' : 'FAILED', tasks: tasks.toSorted() });
    expect(delivered).toEqual(Array(deliveries).fill(executionArn));
    const manifest = await readManifest(s3, local.bucket, name);
    expect(manifest?.error?.name).toBe(error);
    expect(manifest?.error?.cause ?? '').toMatch(cause);
    expect(manifest?.queries.length).toBe(error === undefined || error === 'QueryFailed' ? 5 : 0);
  });

  it('is answered by the next refresh where its event was lost', async () => {
    local.faults.add(fileOf([{ service: 'events', key: 'raw/lost.csv', fault: 'lost' }]));
    await put('raw/lost.csv');
    expect(local.faults.left()).toEqual([]);
    await move(20 * 60);
    const input = JSON.stringify({ refresh: true });
    const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn: local.stateMachineArn, input }));
    delivered.push(executionArn);
    const answered = async () => {
      const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: local.stateMachineArn, maxResults: 5 }));
      const manifests = await Promise.all(executions.map(({ name = '' }) => readManifest(s3, local.bucket, name)));
      return manifests.some(manifest => manifest?.upload?.key === 'raw/lost.csv' && manifest.outcome === 'Succeeded');
    };
    await pass(answered);
    expect(await ended()).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('has a case for each fault of the format, each of its fields and each of their values', () => {
    const faults = [...CASES.flatMap(each => each.faults), { service: 'events', fault: 'lost' }];
    const used = new Set(
      faults.flatMap(fault =>
        Object.entries(fault).flatMap(([field, value]) => [`${fault.fault}.${field}`, `${fault.fault}.${field}=${value}`]),
      ),
    );
    expect(KINDS.filter(kind => !used.has(`${kind}.fault`))).toEqual([]);
    const fields = faultSchema.options.flatMap(({ shape }) =>
      Object.entries(shape)
        .filter(([field]) => !COMMON.includes(field))
        .map(([field, schema]) => ({ kinds: 'options' in shape.fault ? shape.fault.options : [...shape.fault.values], field, schema })),
    );
    expect(fields.filter(({ kinds, field }) => !kinds.some(kind => used.has(`${kind}.${field}`)))).toEqual([]);
    for (const status of ['FAILED', 'CANCELLED']) expect(used).toContain(`crawl.status=${status}`);
    for (const state of ['FAILED', 'CANCELLED']) expect(used).toContain(`query.state=${state}`);
    for (const category of [1, 2, 3]) expect(used).toContain(`query.category=${category}`);
  });
});

function fileOf(faults: Case['faults']): FaultFile {
  return { faults: faults.map(fault => faultSchema.parse(fault)) };
}

describe('npm start -- --faults', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'faults-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const start = (text: string, ...args: string[]) => {
    const file = join(folder, 'faults.json');
    writeFileSync(file, text);
    return new Started(join(folder, 'data'), { SAMPLE: 'none' }, ['--faults', file, ...args]);
  };
  const exampleIn = (page: string) =>
    /```json\n(\{\s*"faults": [\s\S]*?)```/.exec(readFileSync(join(__dirname, '../..', page), 'utf8'))?.[1] ?? '';

  it('takes the example of docs/local.md: an upload is answered, each fault that acts is a line, and what is left is told', async () => {
    const { faults } = JSON.parse(exampleIn('docs/local.md'));
    const server = start(
      JSON.stringify({ faults: [...faults, { service: 'sts', operation: 'GetCallerIdentity', fault: 'throttle' }] }),
      '--clock',
    );
    const endpoint = await server.says(/AWS endpoint +(\S+)/);
    const s3 = new S3Client(clientSettings(endpoint));
    await s3.send(new PutObjectCommand({ Bucket: 'orders-pipeline-local', Key: 'raw/orders.csv', Body: ORDERS }));
    while (!server.output.includes('Succeeded after')) {
      await new Promise(resolve => setTimeout(resolve, 500));
      await fetch(`${endpoint}/_clock`, { method: 'POST', body: '{"seconds":5}' });
    }
    s3.destroy();
    expect(await server.kill('SIGTERM')).toBe(0);
    expect(server.output.match(/^✗ fault .*$/gm)?.toSorted()).toEqual([
      '✗ fault 1: lambda crash',
      '✗ fault 2: glue throttle',
      '✗ fault 2: glue throttle',
      '✗ fault 2: glue throttle',
      '✗ fault 3: events twice',
    ]);
    expect(server.output).toMatch(/stopping; the data stays\nfaults that did not act as often as they were to: 4\n$/);
  });

  it('could read the example of the package’s page', () => {
    const file = join(folder, 'faults.json');
    writeFileSync(file, exampleIn('packages/local-aws/README.md'));
    expect(readFaults(file).faults).toHaveLength(8);
  });

  it.each([
    ['{', /faults\.json cannot be used: .*JSON/],
    [
      '{"faults":[{"service":"s3","fault":"slow","seconds":"long"}]}',
      /faults\.json cannot be used: fault 1\.seconds: expected number, got "long"$/,
    ],
    [
      '{"faults":[{"service":"lambda","fault":"crash"},{"service":"glue","operation":"StartCrawlr","fault":"throttle"}]}',
      /faults\.json cannot be used: fault 2\.operation: expected one of .*StartCrawler.*; got "StartCrawlr"$/,
    ],
    [
      '{"faults":[{"service":"lambda","function":"Fliter*","fault":"crash"}]}',
      /faults\.json cannot be used: fault 1\.function: expected one of FilterAndProcessOrders, SweepUploads; got "Fliter\*"$/,
    ],
  ])('refuses the file %s in one line', async (text, message) => {
    const server = start(text);
    expect(await server.ended).toBe(1);
    expect(server.output.trimEnd()).toMatch(message);
    expect(server.output.trimEnd().split('\n')).toHaveLength(1);
  });
});
