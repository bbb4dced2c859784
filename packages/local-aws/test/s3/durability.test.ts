import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CompleteMultipartUploadCommand, CreateMultipartUploadCommand, GetObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import type { ObjectCreated } from '../../s3/object-store';
import { createS3 } from '../../s3/s3';
import { recordPath } from '../../s3/state/bucket';
import { startS3 } from './start-s3';

describe('the folder of S3', () => {
  let directory: string;
  let events: ObjectCreated[];
  const start = () => createS3({ directory, onCreated: async event => void events.push(event) });
  const folders = () => ({
    files: join(directory, 'orders'),
    state: join(directory, '.s3', 'buckets', 'orders'),
    incoming: join(directory, '.s3', 'incoming'),
  });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 's3-'));
    events = [];
    await (await start()).createBucket('orders');
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('holds plain files', async () => {
    await (await start()).put('orders', 'raw/orders.csv', 'a,b\n');
    expect(await readFile(join(directory, 'orders', 'raw', 'orders.csv'), 'utf8')).toBe('a,b\n');
  });

  it.each(['con', 'nul', 'com1.data'])('has no folder by the name of a device of Windows, for a bucket %s', async bucket => {
    await (await start()).createBucket(bucket);
    const written = await (await start()).put(bucket, 'a.csv', 'a,b\n');
    expect(await (await start()).list(bucket, '')).toEqual([written]);
    const names = [...(await readdir(directory)), ...(await readdir(join(directory, '.s3', 'buckets')))];
    expect(names.filter(name => name.startsWith(bucket.slice(0, 3)))).toEqual([]);
  });

  it('loses nothing in a restart', async () => {
    const written = await (await start()).put('orders', 'raw/Größe 1.csv', 'a,b\n', 'text/csv');
    const again = await start();
    expect(await again.head('orders', 'raw/Größe 1.csv')).toEqual(written);
    expect(await again.list('orders', 'raw/')).toEqual([written]);
  });

  it('numbers the versions of a key upwards, also after a restart and when the clock is set back', async () => {
    const clocks = ['2026-11-22T19:00:00Z', '2026-11-22T19:00:00Z', '2020-01-01T00:00:00Z'];
    for (const clock of clocks) {
      const s3 = await createS3({ directory, now: () => new Date(clock), onCreated: async event => void events.push(event) });
      await s3.put('orders', 'a.csv', clock);
      await s3.put('orders', 'a.csv', clock);
    }
    const sequencers = events.map(event => event.sequencer);
    expect(sequencers).toEqual([...new Set(sequencers)].sort());
    expect(sequencers).toEqual(sequencers.map(() => expect.stringMatching(/^[0-9A-F]{16}$/)));
  });

  it('tells of an object when it can be read, and before its writer is answered', async () => {
    const seen: unknown[] = [];
    const s3 = await createS3({
      directory,
      onCreated: async event => void seen.push([event.key, event.etag, event.reason, (await s3.head('orders', event.key))?.size]),
    });
    await s3.put('orders', 'raw/a b+c%20é.csv', 'x');
    expect(seen).toEqual([['raw/a b+c%20é.csv', '9dd4e461268c8034f5c8564e155c67a6', 'PutObject', 1]]);
  });

  it('tells at the next start of an object that was cut off from its event', async () => {
    const deaf = await createS3({ directory, onCreated: () => new Promise(() => {}) });
    void deaf.put('orders', 'raw/a.csv', 'x');
    while (!(await deaf.head('orders', 'raw/a.csv'))) await nextTurn();
    await start();
    await start();
    expect(events).toEqual([expect.objectContaining({ bucket: 'orders', key: 'raw/a.csv', size: 1, reason: 'PutObject' })]);
    expect(await readdir(folders().incoming)).toEqual([]);
  });

  it('finishes a write that was cut off between its record and its bytes', async () => {
    await (await start()).put('orders', 'a.csv', 'previous');
    const previous = await readFile(recordPath(folders(), 'a.csv'), 'utf8');
    const { id, etag, size, ...rest } = JSON.parse(previous);
    const latter = { ...rest, id: 'latter', etag: createHash('md5').update('latest').digest('hex'), size: 6 };
    await writeFile(join(folders().incoming, 'latter'), 'latest');
    await writeFile(recordPath(folders(), 'a.csv'), JSON.stringify(latter));
    const object = await (await start()).head('orders', 'a.csv');
    expect(object?.etag).toBe(`"${latter.etag}"`);
    expect(await readFile(object?.path ?? '', 'utf8')).toBe('latest');
  });

  it('undoes a delete that was cut off before it was decided', async () => {
    const written = await (await start()).put('orders', 'deep/er/a.csv', 'kept');
    const { id } = JSON.parse(await readFile(recordPath(folders(), 'deep/er/a.csv'), 'utf8'));
    await rename(written.path, join(folders().incoming, id));
    await rm(join(folders().files, 'deep'), { recursive: true });
    const object = await (await start()).head('orders', 'deep/er/a.csv');
    expect(await readFile(object?.path ?? '', 'utf8')).toBe('kept');
  });

  it('is swept of what never became an object', async () => {
    await writeFile(join(folders().incoming, 'half'), 'ha');
    await writeFile(`${recordPath(folders(), 'a.csv')}.1.tmp`, '{"ke');
    const s3 = await start();
    expect(await readdir(folders().incoming)).toEqual([]);
    expect(await readdir(join(folders().state, 'objects'))).toEqual([]);
    expect(await s3.list('orders', '')).toEqual([]);
  });

  it('forgets an object whose file somebody deleted', async () => {
    const s3 = await start();
    await rm((await s3.put('orders', 'a.csv', 'x')).path);
    expect(await (await start()).list('orders', '')).toEqual([]);
  });

  it('goes on with a multipart upload after a restart', async () => {
    const target = { Bucket: 'orders', Key: 'parts.csv' };
    const before = await startS3({ directory });
    const { UploadId } = await before.client.send(new CreateMultipartUploadCommand({ ...target, Metadata: { kept: 'yes' } }));
    const { ETag } = await before.client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'a,b\n' }));
    await before.stop();
    await writeFile(join(folders().state, 'uploads', String(UploadId), 'part-without-record'), 'half');
    const after = await startS3({ directory });
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await after.client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }));
    const object = await after.client.send(new GetObjectCommand(target));
    expect(object.Metadata).toEqual({ kept: 'yes' });
    expect(await object.Body?.transformToString()).toBe('a,b\n');
    expect(await readdir(join(folders().state, 'uploads'))).toEqual([]);
    await after.stop();
  });

  it('is swept of the parts of an upload that was completed just before', async () => {
    const target = { Bucket: 'orders', Key: 'parts.csv' };
    const before = await startS3({ directory });
    const { UploadId } = await before.client.send(new CreateMultipartUploadCommand(target));
    const { ETag } = await before.client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'a,b\n' }));
    const uploads = join(folders().state, 'uploads');
    await cp(uploads, join(directory, 'kept'), { recursive: true });
    const complete = { ...target, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } };
    await before.client.send(new CompleteMultipartUploadCommand(complete));
    await before.stop();
    await cp(join(directory, 'kept'), uploads, { recursive: true });
    const after = await startS3({ directory });
    expect(await readdir(uploads)).toEqual([]);
    expect((await after.client.send(new CompleteMultipartUploadCommand(complete))).Key).toBe('parts.csv');
    await after.stop();
  });

  it('keeps the parts of an upload whose object the disk refuses', async () => {
    const target = { Bucket: 'orders', Key: 'parts.csv' };
    const { client, stop } = await startS3({ directory });
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
    const { ETag } = await client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'a,b\n' }));
    const complete = () =>
      client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }));
    const inTheWay = join(directory, 'orders', 'parts.csv');
    await mkdir(join(inTheWay, 'something'), { recursive: true });
    await expect(complete()).rejects.toMatchObject({ name: 'InternalError' });
    await rm(inTheWay, { recursive: true });
    await complete();
    expect(await readFile(inTheWay, 'utf8')).toBe('a,b\n');
    await stop();
  });

  it('keeps nothing of a client that goes away in the middle of an upload', async () => {
    const running = await startS3();
    await running.s3.createBucket('orders');
    const arrived = () => readdir(join(running.directory, '.s3', 'incoming'));
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
    socket.write('PUT /orders/half.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nhalf of it');
    while ((await arrived()).length === 0) await nextTurn();
    socket.destroy();
    while ((await arrived()).length > 0) await nextTurn();
    expect(await running.s3.list('orders', '')).toEqual([]);
    await running.close();
  });
});
