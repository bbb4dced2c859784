import { once } from 'node:events';
import { createServer } from 'node:http';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { parseManifest } from '../../../pipeline/manifest';
import { createHandler } from '../../../steps/report-end/handler';

const REFUSED = {
  version: 1,
  execution: 'e1',
  outcome: 'Failed',
  trigger: 'upload',
  upload: { bucket: 'lake', key: 'raw/März.csv' },
  error: { name: 'MissingColumns', state: 'FilterOrders', cause: 'expected a column for Amount, got none\n  at stack (file.js:1)' },
};
const ANSWERED = {
  version: 1,
  execution: 'e1',
  outcome: 'Succeeded',
  trigger: 'upload',
  asOf: '2026-11-30',
  upload: { bucket: 'lake', key: 'raw/orders.csv' },
  queries: [{ id: 'q', title: 'Total sales', state: 'SUCCEEDED', location: 's3://lake/enriched/q.csv' }],
};

/** What a reporter did with one end of an execution, in a bucket that holds these objects. */
async function report(status: string, objects: Readonly<Record<string, unknown>>, more: Readonly<Record<string, string>> = {}, event = {}) {
  const bucket = new Map(Object.entries(objects).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]));
  const sent: { Subject?: string; Message?: string }[] = [];
  const posted: string[] = [];
  const printed: unknown[] = [];
  const [s3, sns] = [inMemoryS3(bucket), recordingSns(sent)];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    posted.push(JSON.parse(body).text);
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const environment = {
    BUCKET: 'lake',
    PIPELINE: 'orders-pipeline',
    DASHBOARD_URL: 'https://orders.example.com/',
    TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:orders-pipeline-alarms',
    WEBHOOK: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`,
    ...more,
  };
  const handler = createHandler({ s3, sns, environment, print: line => printed.push(JSON.parse(line)), now: () => new Date(0) });
  await handler({ detail: { name: 'e1', status, startDate: 0, input: null, error: null, cause: null, ...event } });
  server.close();
  return { bucket, sent, posted, metrics: Object(printed[0]) };
}

describe('the end of an execution', () => {
  it('that refused a file is one message: the upload, the sentence of the error, its page', async () => {
    const { sent, posted } = await report('FAILED', { 'runs/e1.json': REFUSED });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.Subject).toBe('orders-pipeline: raw/M?rz.csv refused');
    expect(sent[0]?.Message).toContain('raw/März.csv was refused: MissingColumns.');
    expect(sent[0]?.Message).toContain('expected a column for Amount, got none');
    expect(sent[0]?.Message).not.toContain('file.js');
    expect(sent[0]?.Message).toContain('https://orders.example.com/executions/e1');
    expect(posted).toEqual([`${sent[0]?.Subject}\n\n${sent[0]?.Message}`]);
  });

  it.each([
    ['refused a file', 'FAILED', REFUSED, { ExecutionsRefused: 1, ExecutionsBroken: 0, ExecutionsAnswered: 0 }],
    [
      'broke',
      'FAILED',
      { ...REFUSED, error: { name: 'CrawlFailed', state: null, cause: '' } },
      { ExecutionsRefused: 0, ExecutionsBroken: 1, ExecutionsAnswered: 0 },
    ],
    ['answered', 'SUCCEEDED', ANSWERED, { ExecutionsRefused: 0, ExecutionsBroken: 0, ExecutionsAnswered: 1 }],
    ['found nothing new', 'SUCCEEDED', { ...ANSWERED, outcome: 'NothingNew' }, { ExecutionsAnswered: 0, ExecutionsBroken: 0 }],
  ])('that %s is counted as such', async (_what, status, manifest, expected) => {
    const { metrics } = await report(status, { 'runs/e1.json': manifest });
    expect(metrics).toMatchObject({ Pipeline: 'orders-pipeline', ...expected });
    const { Namespace, Dimensions, Metrics } = metrics._aws.CloudWatchMetrics[0];
    expect([Namespace, Dimensions]).toEqual(['OrdersPipeline', [['Pipeline']]]);
    for (const { Name } of Metrics) expect(typeof metrics[Name]).toBe('number');
  });

  it('that answered is a message with the first rows, where a stage wants one', async () => {
    const objects = { 'runs/e1.json': ANSWERED, 'enriched/q.csv': '"customer","total"\n"Ann","3.00"\n"Bob","2.00"\n"cut' };
    expect((await report('SUCCEEDED', objects)).sent).toEqual([]);
    const { sent } = await report('SUCCEEDED', objects, { ANSWERS: 'true' });
    expect(sent[0]?.Subject).toBe('orders-pipeline: new answers as of 2026-11-30');
    expect(sent[0]?.Message).toContain('Total sales\n  customer | total\n  Ann | 3.00\n  Bob | 2.00\n\n');
  });

  it.each([
    ['NothingNew', { ...ANSWERED, outcome: 'NothingNew' }],
    ['another execution answered', { ...ANSWERED, answeredBy: 'e0' }],
    ['answers of a past day', { ...ANSWERED, isAsOfGiven: true }],
  ])('that has nothing new to tell (%s) is no message', async (_what, manifest) => {
    expect((await report('SUCCEEDED', { 'runs/e1.json': manifest }, { ANSWERS: 'true' })).sent).toEqual([]);
  });
});

describe('an execution that ended without a manifest', () => {
  const input = JSON.stringify({
    time: '2026-11-30T10:00:00Z',
    detail: { bucket: { name: 'lake' }, object: { key: 'raw/a.csv', etag: 'abc', size: 3, sequencer: '1' } },
  });

  it.each([
    ['ABORTED', {}, 'Aborted', 'The execution was stopped'],
    ['TIMED_OUT', {}, 'States.Timeout', 'The execution ran longer than the state machine may'],
    ['FAILED', { error: 'States.DataLimitExceeded', cause: 'too large' }, 'States.DataLimitExceeded', 'too large'],
    ['FAILED', {}, 'States.Runtime', 'The execution failed before it could publish a manifest'],
  ])('as %s with %j gets one', async (status, event, name, cause) => {
    const { bucket, sent } = await report(status, {}, {}, { input, ...event });
    const manifest = parseManifest(bucket.get('runs/e1.json') ?? '');
    expect(manifest).toMatchObject({
      execution: 'e1',
      outcome: 'Failed',
      trigger: 'upload',
      startedAt: '1970-01-01T00:00:00.000Z',
      upload: { bucket: 'lake', key: 'raw/a.csv', etag: 'abc', size: 3 },
      error: { name, cause },
    });
    expect(sent[0]?.Subject).toBe('orders-pipeline: raw/a.csv failed');
  });

  it.each(['not JSON', '[]', '{"detail":7}', '{"detail":{"object":[]}}', null])('gets one whatever its input was: %j', async given => {
    const { bucket } = await report('ABORTED', {}, {}, { input: given });
    expect(parseManifest(bucket.get('runs/e1.json') ?? '')?.outcome).toBe('Failed');
  });

  it('keeps the one that a redrive published in between', async () => {
    const { bucket } = await report('ABORTED', { 'runs/e1.json': ANSWERED });
    expect(parseManifest(bucket.get('runs/e1.json') ?? '')?.outcome).toBe('Succeeded');
  });

  it('is not made up for one that succeeded', async () => {
    const { bucket, sent } = await report('SUCCEEDED', {});
    expect([bucket.size, sent]).toEqual([0, []]);
  });
});

it.each(['BUCKET', 'PIPELINE', 'DASHBOARD_URL', 'TOPIC_ARN'])('does not start without %s', variable => {
  const environment = {
    BUCKET: 'b',
    PIPELINE: 'p',
    DASHBOARD_URL: 'http://127.0.0.1:3000',
    TOPIC_ARN: 'arn:aws:sns:::t',
    [variable]: undefined,
  };
  expect(() => createHandler({ s3: inMemoryS3(new Map()), sns: recordingSns([]), environment })).toThrow(variable);
});

/** As much of S3 as the reporter asks for, in place of the wire: a client whose middleware answers. */
function inMemoryS3(objects: Map<string, string>): S3Client {
  const s3 = new S3Client({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  s3.middlewareStack.add(
    (_next, { commandName }) =>
      async ({ input }) => {
        const { Key = '', Body } = Object(input);
        if (commandName === PutObjectCommand.name) {
          if (objects.has(Key)) throw Object.assign(new Error('exists'), { name: 'PreconditionFailed' });
          objects.set(Key, String(Body));
          return { response: {}, output: { $metadata: {} } };
        }
        const found = objects.get(Key);
        if (commandName !== GetObjectCommand.name || found === undefined) throw new NoSuchKey({ message: Key, $metadata: {} });
        return { response: {}, output: { $metadata: {}, Body: { transformToString: async () => found } } };
      },
    { step: 'initialize' },
  );
  return s3;
}

function recordingSns(sent: { Subject?: string; Message?: string }[]): SNSClient {
  const sns = new SNSClient({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  sns.middlewareStack.add(
    () =>
      async ({ input }) => {
        sent.push(Object(input));
        return { response: {}, output: { $metadata: {} } };
      },
    { step: 'initialize' },
  );
  return sns;
}
