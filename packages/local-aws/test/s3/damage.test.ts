import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateMultipartUploadCommand, DeleteObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { createS3 } from '../../s3/s3';
import { recordPath } from '../../s3/state/bucket';
import { type DamageToDo, damages } from '../data-folder/damages';
import { startS3 } from './start-s3';

const KEYS = ['raw/Größe 1.csv', 'raw/a', 'raw/a/b', 'raw/.x', 'con', `long/${'x'.repeat(300)}`];

describe('S3 in a damaged folder', () => {
  let directory: string;
  let messages: string[];
  const open = () => createS3({ directory, onCreated: async () => {}, onDamage: ({ message }) => messages.push(message) });
  const state = () => join(directory, '.s3', 'buckets', 'orders');
  const folders = () => ({ files: join(directory, 'orders'), state: state(), incoming: join(directory, '.s3', 'incoming') });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 's3-'));
    messages = [];
    const s3 = await open();
    await s3.createBucket('orders');
    for (const key of KEYS) await s3.put('orders', key, key);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  it.each<DamageToDo>(damages)('makes objects again from their bytes where a record is $name', async ({ damage }) => {
    const before = await (await open()).list('orders', '');
    const keys = KEYS.filter(key => !key.startsWith('long/'));
    for (const key of keys) await damage(recordPath(folders(), key));
    const about = (objects: typeof before) => objects.map(({ key, etag, size }) => ({ key, etag, size }));
    expect(about(await (await open()).list('orders', ''))).toEqual(about(before));
    expect(messages).toHaveLength(keys.length);
    expect(messages[0]).toMatch(/^The record of an object .* cannot be read: .* It is now .*\.damaged-/s);
    await open();
    expect(messages).toHaveLength(keys.length);
  });

  it.each<DamageToDo>(damages)('goes on with the objects of a bucket whose record is $name', async ({ damage }) => {
    await damage(join(state(), 'bucket.json'));
    expect(await (await open()).list('orders', '')).toHaveLength(KEYS.length);
    expect(messages).toEqual([expect.stringContaining('The record of a bucket')]);
  });

  it.each<DamageToDo>(damages)('drops a multipart upload or a part whose record is $name, and says so', async ({ damage }) => {
    const s3 = await startS3({ directory });
    const target = { Bucket: 'orders', Key: 'parts' };
    const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand(target));
    const { UploadId: other } = await s3.client.send(new CreateMultipartUploadCommand(target));
    await s3.client.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'x' }));
    await s3.stop();
    await damage(join(state(), 'uploads', String(UploadId), '1.json'));
    await damage(join(state(), 'uploads', String(other), 'upload.json'));
    await open();
    expect(messages.map(message => message.slice(0, 29)).sort()).toEqual([
      'The record of a multipart upl',
      `The record of a part ${directory.slice(0, 8)}`,
    ]);
  });

  it.each<DamageToDo>(damages)('goes on where the note of a deletion is $name', async ({ damage }) => {
    const s3 = await startS3({ directory });
    await s3.client.send(new DeleteObjectCommand({ Bucket: 'orders', Key: 'raw/a' }));
    await s3.stop();
    await damage(join(directory, '.s3', 'last-deletion.json'));
    expect(await (await open()).list('orders', '')).toHaveLength(KEYS.length - 1);
    expect(messages).toEqual([expect.stringContaining('The note of a deletion')]);
  });

  it('ignores what file managers leave', async () => {
    const places = [
      directory,
      join(directory, '.s3', 'buckets'),
      state(),
      join(state(), 'objects'),
      join(state(), 'uploads'),
      folders().files,
    ];
    for (const place of places) {
      await writeFile(join(place, '.DS_Store'), 'x');
      await mkdir(join(place, '__MACOSX'));
    }
    const s3 = await open();
    expect(await s3.list('orders', '')).toHaveLength(KEYS.length);
    expect(messages).toEqual([]);
  });
});
