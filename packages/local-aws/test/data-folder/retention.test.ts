import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { keepTail } from '../../data-folder/keep-tail';
import { createEventBus } from '../../eventbridge/event-bus';
import { s3ObjectCreated } from '../../eventbridge/s3-event';
import { startS3 } from '../s3/start-s3';
import { INVOKE, inOrder, startStepFunctions } from '../stepfunctions/local-step-functions';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 30, 12);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'retention-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('executions', () => {
  it.each([
    ['by days', { days: 1.5 }, ['running', 'day 2', 'day 1']],
    ['by number', { most: 2 }, ['running', 'day 2']],
    ['not at all', {}, ['running', 'day 2', 'day 1', 'day 0']],
  ])('are forgotten %s when they have ended', async (_, retention, left) => {
    const local = await startStepFunctions({ directory });
    const stateMachineArn = await local.create(inOrder(['T', { Type: 'Task', Resource: INVOKE, Arguments: '{% $states.input %}' }]));
    const start = async (name: string, input: string) =>
      (await local.client.send(new StartExecutionCommand({ stateMachineArn, name, input }))).executionArn ?? '';
    for (const day of [0, 1, 2]) {
      await local.finish(await start(`day ${day}`.replace(' ', '-'), '{}'));
      local.clock.move(day === 2 ? DAY / 4 : DAY);
    }
    await start('running', '{"hang":true}');
    local.clock.move(1);
    const removed = await local.service.retain(retention);
    const { executions = [] } = await local.client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions.map(({ name }) => name?.replace('-', ' '))).toEqual(left);
    expect(removed).toBe(4 - left.length);
    expect(await readdir(join(directory, 'executions', 'machine-1'))).toHaveLength(left.length);
    await local.close();
  });
});

it('dead letters are forgotten by days', async () => {
  let now = NOON;
  const deliver = () => Promise.reject(new Error('never'));
  const rules = [{ name: 'uploads', pattern: { source: ['aws.s3'] }, deliver }];
  const retry = { attempts: 1, firstWait: 1, longestWait: 1 };
  const bus = await createEventBus({ directory, rules, retry, now: () => new Date(now) });
  for (const sequencer of ['01', '02']) {
    await bus.put(s3ObjectCreated({ bucket: 'b', key: 'k', size: 1, etag: 'e', sequencer, reason: 'PutObject', time: new Date(0) }));
    await bus.idle();
    now += DAY;
  }
  expect(await bus.retain({ deadLetterDays: 1.5 })).toBe(1);
  expect(await bus.deadLetters()).toHaveLength(1);
  await bus.close();
});

it('objects expire under a prefix, but for those that are kept, and their events say so', async () => {
  let now = NOON;
  const s3 = await startS3({ directory, now: () => new Date(now) });
  await s3.s3.createBucket('orders');
  for (const key of ['orders/old/1', 'orders/kept/1', 'raw/old']) await s3.s3.put('orders', key, 'x');
  await s3.client.send(new CreateMultipartUploadCommand({ Bucket: 'orders', Key: 'parts' }));
  now += 4 * DAY;
  await s3.s3.put('orders', 'orders/new/1', 'x');
  const rules = [{ bucket: 'orders', prefix: 'orders/', days: 3 }];
  expect(await s3.s3.retain({ rules, keep: key => key.startsWith('orders/kept/'), uploadDays: 3 })).toBe(1);
  expect((await s3.s3.list('orders', '')).map(({ key }) => key)).toEqual(['orders/kept/1', 'orders/new/1', 'raw/old']);
  expect(s3.deletions).toMatchObject([{ key: 'orders/old/1', reason: 'Lifecycle Expiration' }]);
  expect((await s3.client.send(new ListMultipartUploadsCommand({ Bucket: 'orders' }))).Uploads ?? []).toEqual([]);
  await s3.stop();
});

describe('a log', () => {
  it.each([
    ['that is short enough', 'one\ntwo\n', 8, 'one\ntwo\n'],
    ['that is too long', 'one\ntwo\nthree\n', 10, 'three\n'],
    ['of one line', 'x'.repeat(100), 10, 'x'.repeat(10)],
  ])('%s keeps whole lines at its end', async (_, text, most, left) => {
    const path = join(directory, 'a.log');
    await writeFile(path, text);
    await keepTail(path, most);
    expect(await readFile(path, 'utf8')).toBe(left);
  });

  it('that is not there is short enough', async () => {
    await expect(keepTail(join(directory, 'none.log'), 1)).resolves.toBeUndefined();
  });
});
