import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { createClock, type MovableClock } from '../../clock/clock';
import { jsonService } from '../../endpoint/json-protocol';
import { type Endpoint, openEndpoint } from '../../endpoint/server';
import type { BusEvent } from '../../eventbridge/event';
import { s3ObjectCreated } from '../../eventbridge/s3-event';
import { faultFileSchema } from '../../faults/fault';
import { type Faults, injectFaults } from '../../faults/injector';
import { readFaults } from '../../faults/read-faults';
import { clientSettings } from '../../identity';
import { createS3 } from '../../s3/s3';

let directory: string;
let clock: MovableClock;
let endpoint: Endpoint;
let s3: S3Client;
let sfn: SFNClient;
let said: string[];

async function serve(...faults: object[]): Promise<Faults> {
  const injected = injectFaults(faultFileSchema.parse({ faults }), { clock, onFault: message => said.push(message) });
  const service = await createS3({ directory, onCreated: async () => {} });
  await service.createBucket('orders');
  await service.put('orders', 'raw/a.csv', 'x'.repeat(100_000));
  const states = jsonService({
    name: 'states',
    target: 'AWSStepFunctions',
    version: '1.0',
    operations: { ListStateMachines: () => ({ stateMachines: [] }) },
  });
  endpoint.serve([service, states].map(injected.service));
  return injected;
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'faults-'));
  clock = createClock({ awake: () => 0 });
  said = [];
  endpoint = await openEndpoint(0);
  s3 = new S3Client({ ...clientSettings(endpoint.url), maxAttempts: 1 });
  sfn = new SFNClient({ ...clientSettings(endpoint.url), maxAttempts: 1 });
});
afterEach(async () => {
  s3.destroy();
  sfn.destroy();
  await endpoint.close();
  await rm(directory, { recursive: true, force: true });
});

const put = (Key = 'raw/b.csv') => s3.send(new PutObjectCommand({ Bucket: 'orders', Key, Body: 'x' }));
const list = () => sfn.send(new ListStateMachinesCommand());

it.each([
  ['slowDown', 'SlowDown', 503],
  ['throttle', 'SlowDown', 503],
  ['internalError', 'InternalError', 500],
])('fails S3 by %s', async (fault, name, status) => {
  await serve({ service: 's3', operation: 'PutObject', fault });
  await expect(put()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
  await put();
  expect(said).toEqual([`fault 1: s3 ${fault}`]);
});

it.each([
  ['throttle', 'ThrottlingException'],
  ['internalError', 'InternalServerError'],
])('fails a JSON service by %s', async (fault, name) => {
  await serve({ service: 'states', operation: 'ListStateMachines', fault, times: 2 });
  await expect(list()).rejects.toMatchObject({ name });
  await expect(list()).rejects.toMatchObject({ name });
  expect((await list()).stateMachines).toEqual([]);
});

it('lets calls pass before its turn, and acts on its key alone', async () => {
  const faults = await serve({ service: 's3', key: 'raw/*.csv', fault: 'internalError', after: 1 });
  await put('other/b.csv');
  await put();
  expect(faults.left()).toEqual([1]);
  await expect(put()).rejects.toMatchObject({ name: 'InternalError' });
  expect(faults.left()).toEqual([]);
});

it('acts on every call where it says so', async () => {
  await serve({ service: 'states', fault: 'throttle', times: 'always' });
  for (const _ of Array(5)) await expect(list()).rejects.toMatchObject({ name: 'ThrottlingException' });
});

it('is slow by the clock', async () => {
  await serve({ service: 'states', fault: 'slow', seconds: 3600 });
  const listed = list();
  while (said.length === 0) await new Promise(setImmediate);
  clock.move(3_600_000);
  expect((await listed).stateMachines).toEqual([]);
});

it.each([[0], [1], [50_000]])('breaks the connection behind %i bytes of a body', async bytes => {
  await serve({ service: 's3', operation: 'GetObject', fault: 'cut', bytes });
  const read = async () => {
    const answer = await fetch(`${endpoint.url}/orders/raw/a.csv`);
    return answer.text();
  };
  await expect(read()).rejects.toThrow();
  expect(await read()).toHaveLength(100_000);
});

it('changes a crawl, a query and an invocation', async () => {
  const faults = await serve(
    { service: 'glue', fault: 'crawl', running: 60, status: 'FAILED', message: 'from the file' },
    { service: 'athena', fault: 'query', contains: 'UNLOAD', state: 'CANCELLED' },
    { service: 'lambda', fault: 'crash', function: 'Filter*' },
  );
  expect(faults.nextCrawl()).toMatchObject({ running: 60, status: 'FAILED', message: 'from the file' });
  expect(faults.nextCrawl()).toBeUndefined();
  expect(faults.nextQuery('SELECT 1')).toBeUndefined();
  expect(faults.nextQuery('UNLOAD (SELECT 1)')).toMatchObject({ state: 'CANCELLED' });
  expect(faults.nextInvocation('SweepUploads')).toBeUndefined();
  expect(faults.nextInvocation('FilterAndProcessOrders')).toEqual({ fault: 'crash', milliseconds: 0 });
});

describe('events', () => {
  const event = (key: string) =>
    s3ObjectCreated({ bucket: 'b', key, size: 1, etag: 'e', sequencer: key, reason: 'PutObject', time: new Date(0) });
  const settle = () => new Promise(setImmediate);

  it.each([
    ['twice', ['raw/a', 'raw/a', 'raw/b'], ['raw/a', 'raw/a', 'raw/b']],
    ['lost', ['raw/b'], ['raw/b']],
    ['late', ['raw/b'], ['raw/b', 'raw/a']],
    ['replayed', ['raw/a', 'raw/b'], ['raw/a', 'raw/b', 'raw/a']],
  ])('come %s', async (fault, atFirst, later) => {
    const put: string[] = [];
    const faults = await serve({ service: 'events', fault, key: 'raw/*', seconds: 60 });
    const send = faults.delivery(async ({ detail }: BusEvent) => void put.push(String(Object(detail.object).key)));
    for (const key of ['raw/a', 'raw/b']) await send(event(key));
    expect(put).toEqual(atFirst);
    clock.move(60_000);
    for (const _ of Array(5)) await settle();
    expect(put).toEqual(later);
  });
});

describe('faults that are added later', () => {
  it('act from then on, behind those of the file, until all are cleared', async () => {
    const faults = await serve({ service: 's3', operation: 'PutObject', fault: 'slowDown' });
    faults.add(faultFileSchema.parse({ faults: [{ service: 's3', operation: 'PutObject', fault: 'internalError', times: 'always' }] }));
    await expect(put()).rejects.toMatchObject({ name: 'SlowDown' });
    await expect(put()).rejects.toMatchObject({ name: 'InternalError' });
    expect(said).toEqual(['fault 1: s3 slowDown', 'fault 2: s3 internalError']);
    faults.clear();
    await put();
  });
});

describe('a file of faults', () => {
  it.each([
    ['that is no JSON', '{"faults":', /faults\.json cannot be used: .*JSON/],
    ['without faults', '{"faults":[]}', /faults\.json cannot be used: /],
    ['with a fault that is not known', '{"faults":[{"service":"s3","fault":"explode"}]}', /fault 1\.fault: /],
    ['with a field that is not known', '{"faults":[{"service":"s3","fault":"cut","byte":1}]}', /fault 1: Unrecognized key: "byte"/],
    ['with a service that has no such fault', '{"faults":[{"service":"glue","fault":"slowDown"}]}', /fault 1\.service: /],
    ['with a query that nothing happens to', '{"faults":[{"service":"athena","fault":"query"}]}', /fault 1: expected queued or state/],
  ])('%s is refused by name', async (_, text, message) => {
    const file = join(directory, 'faults.json');
    await writeFile(file, text);
    expect(() => readFaults(file)).toThrow(message);
  });

  it('that is not there is refused by name', () => {
    expect(() => readFaults(join(directory, 'none.json'))).toThrow(/none\.json cannot be used: ENOENT/);
  });
});
