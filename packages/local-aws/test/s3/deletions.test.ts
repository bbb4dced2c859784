import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CopyObjectCommand, DeleteObjectCommand, DeleteObjectsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { compilePattern } from '../../eventbridge/pattern';
import { s3ObjectCreated, s3ObjectDeleted } from '../../eventbridge/s3-event';
import type { ObjectCreated, ObjectDeleted } from '../../s3/object-store';
import { createS3, type S3Service } from '../../s3/s3';
import { type StartedS3, startS3 } from './start-s3';

const Bucket = 'orders';
const KEYS = ['a b.csv', 'a+b.csv', '100%.csv', 'é.csv', '日本.csv', 'a%20b.csv'].map(name => `raw/${name}`);

describe('a deletion', () => {
  let s3: StartedS3;

  beforeEach(async () => {
    s3 = await startS3();
    await s3.s3.createBucket(Bucket);
  });
  afterEach(() => s3.close());

  it.each(KEYS)('of %s has an event with the key as it is', async key => {
    const { etag } = await s3.s3.put(Bucket, key, 'x');
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: key }));
    expect(s3.deletions).toEqual([
      {
        bucket: Bucket,
        key,
        etag: JSON.parse(etag),
        sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
        reason: 'DeleteObject',
        deletionType: 'Permanently Deleted',
        time: expect.any(Date),
      },
    ]);
  });

  it('of many has an event for each object that was there, and none for the rest', async () => {
    for (const key of KEYS) await s3.s3.put(Bucket, key, 'x');
    const Objects = [...KEYS, 'raw/never', 'raw/a b.csv'].map(Key => ({ Key }));
    const { Deleted } = await s3.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(Deleted).toHaveLength(KEYS.length + 2);
    expect(s3.deletions.map(({ key }) => key)).toEqual(KEYS);
  });

  it.each([
    ['of a key that is not there', { Key: 'raw/never' }, undefined],
    ['that a condition refuses', { Key: 'raw/kept', IfMatch: '"other"' }, 'PreconditionFailed'],
  ])('%s has no event', async (_, request, error) => {
    await s3.s3.put(Bucket, 'raw/kept', 'x');
    const deleted = s3.client.send(new DeleteObjectCommand({ Bucket, ...request }));
    await (error === undefined ? deleted : expect(deleted).rejects.toMatchObject({ name: error }));
    expect(s3.deletions).toEqual([]);
  });

  it('stands in one order with the uploads of its key', async () => {
    const put = () => s3.client.send(new PutObjectCommand({ Bucket, Key: 'raw/a', Body: 'x' }));
    const remove = () => s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'raw/a' }));
    for (const step of [put, remove, put, put, remove]) await step();
    const [first, second, third] = s3.events.map(({ sequencer }) => sequencer);
    const [deleted, deletedAgain] = s3.deletions.map(({ sequencer }) => sequencer);
    const order = [first, deleted, second, third, deletedAgain];
    expect(order).toEqual([...order].sort());
    expect(new Set(order).size).toBe(5);
  });

  it('of 60,000 keys in one document is refused before it is parsed', async () => {
    const body = `<Delete>${Array.from({ length: 60_000 }, (_, index) => `<Object><Key>raw/${index}.csv</Key></Object>`).join('')}</Delete>`;
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
    const answer = await fetch(`${s3.url}/orders?delete`, { method: 'POST', body, headers });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/<Code>MalformedXML<.*<Reason>more than \d+ tags</s);
  });
});

describe('a deletion that was cut off', () => {
  let directory: string;
  let created: ObjectCreated[];
  let deleted: ObjectDeleted[];
  const start = (options: { now?: () => Date; onDeleted?: (event: ObjectDeleted) => Promise<void> } = {}): Promise<S3Service> =>
    createS3({
      directory,
      onCreated: async event => void created.push(event),
      onDeleted: async event => void deleted.push(event),
      ...options,
    });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 's3-'));
    created = [];
    deleted = [];
    await (await start()).createBucket(Bucket);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('before its event is sent sends it at the next start, once', async () => {
    let fail = (_reason: Error) => {};
    const never = new Promise<void>((_, reject) => {
      fail = reject;
    });
    // On a slow machine the service may ask for it only after it has failed.
    never.catch(() => undefined);
    const s3 = await startS3({ directory, onDeleted: () => never });
    await s3.s3.put(Bucket, 'raw/a.csv', 'x');
    s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'raw/a.csv' })).catch(() => undefined);
    while (await s3.s3.head(Bucket, 'raw/a.csv')) await nextTurn();
    await start();
    await start();
    expect(deleted).toEqual([expect.objectContaining({ bucket: Bucket, key: 'raw/a.csv', reason: 'DeleteObject' })]);
    expect(await readdir(join(directory, '.s3', 'incoming'))).toEqual([]);
    fail(new Error('cut off'));
    await s3.stop();
  });

  it('is older than what comes after a restart, also when the clock was set back', async () => {
    const s3 = await startS3({ directory, onDeleted: async event => void deleted.push(event) });
    await s3.s3.put(Bucket, 'raw/a.csv', 'x');
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'raw/a.csv' }));
    await s3.stop();
    await (await start({ now: () => new Date('2020-01-01T00:00:00Z') })).put(Bucket, 'raw/a.csv', 'x');
    const [sequencer = ''] = created.slice(-1).map(event => event.sequencer);
    expect(sequencer > (deleted[0]?.sequencer ?? '')).toBe(true);
  });
});

describe('the time of an object', () => {
  const listed = async ({ url }: StartedS3) =>
    [...(await (await fetch(`${url}/orders`)).text()).matchAll(/<LastModified>([^<]*)</g)].map(([, time]) => time);

  it('is in whole seconds and never goes back, though the clock does', async () => {
    let now = new Date('2026-11-22T19:00:00.987Z');
    const s3 = await startS3({ now: () => now });
    await s3.s3.createBucket(Bucket);
    await s3.s3.put(Bucket, 'raw/a', '1');
    now = new Date('2026-11-22T18:00:00.123Z');
    await s3.s3.put(Bucket, 'raw/a', '2');
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'raw/b', CopySource: 'orders/raw/a' }));
    expect(await listed(s3)).toEqual(['2026-11-22T19:00:00.000Z', '2026-11-22T19:00:00.000Z']);
    now = new Date('2026-11-22T19:00:01.001Z');
    await s3.s3.put(Bucket, 'raw/a', '3');
    expect(await listed(s3)).toEqual(['2026-11-22T19:00:01.000Z', '2026-11-22T19:00:00.000Z']);
    expect((await s3.s3.head(Bucket, 'raw/a'))?.lastModified.getMilliseconds()).toBe(0);
    await s3.close();
  });
});

describe('the events of S3', () => {
  const about = { bucket: Bucket, key: 'raw/a b.csv', etag: 'abc', sequencer: '0063', time: new Date('2026-11-22T19:00:00.987Z') };
  const created = s3ObjectCreated({ ...about, size: 3, reason: 'PutObject' });
  const deleted = s3ObjectDeleted({ ...about, reason: 'DeleteObject', deletionType: 'Permanently Deleted' });

  it('tell of a deletion in the words of AWS', () => {
    expect(deleted).toMatchObject({
      'detail-type': 'Object Deleted',
      source: 'aws.s3',
      time: '2026-11-22T19:00:00Z',
      resources: ['arn:aws:s3:::orders'],
      detail: {
        version: '0',
        bucket: { name: 'orders' },
        object: { key: 'raw/a b.csv', etag: 'abc', sequencer: '0063' },
        'request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
        requester: '000000000000',
        'source-ip-address': '127.0.0.1',
        reason: 'DeleteObject',
        'deletion-type': 'Permanently Deleted',
      },
    });
  });

  const matches = compilePattern({
    source: ['aws.s3'],
    'detail-type': ['Object Created', 'Object Deleted'],
    detail: {
      bucket: { name: [Bucket] },
      object: { key: [{ prefix: 'raw/' }] },
      reason: [{ 'anything-but': 'Lifecycle Expiration' }, { exists: false }],
    },
  });
  const withDetail = (detail: object) => ({ ...deleted, detail: { ...deleted.detail, ...detail } });

  it.each([
    ['an upload', created, true],
    ['a deletion', deleted, true],
    ['a deletion without a reason', withDetail({ reason: undefined }), true],
    ['an expiration', withDetail({ reason: 'Lifecycle Expiration' }), false],
    ['another prefix', withDetail({ object: { key: 'processed/raw/a' } }), false],
    ['another bucket', withDetail({ bucket: { name: 'other' } }), false],
    ['another event', { ...deleted, 'detail-type': 'Object Tags Added' }, false],
  ])('match a rule on people’s changes under a prefix: %s', (_, event, expected) => {
    expect(matches(event)).toBe(expected);
  });
});
