import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLock } from '../../data-folder/lock';
import { writeAtomically } from '../../data-folder/write-atomically';
import { s3Error } from '../protocol/s3-error';
import { type Bucket, type BucketFolders, bucketRecordPath } from './bucket';
import { folderName } from './file-name';
import { type Incoming, receive } from './incoming';
import { loadBucket } from './load-bucket';
import type { BucketRecord, ObjectRecord } from './records';

export interface Storage {
  buckets(): readonly Bucket[];
  /** Throws NoSuchBucket. */
  bucket(name: string): Bucket;
  has(name: string): boolean;
  create(record: BucketRecord): Promise<void>;
  remove(name: string): Promise<void>;
  receive(bytes: AsyncIterable<Uint8Array>, onBytes?: (chunk: Uint8Array) => void): Promise<Incoming>;
  /** Before the bytes become an object: until they are dropped, a crash makes the next start tell of it. */
  markUntold(incoming: Incoming): Promise<void>;
  /** Drops bytes that became no object; those that did have moved, and are not affected. */
  drop(incoming: Incoming): Promise<void>;
  /** Hex, and greater than all before, also after a restart. */
  nextSequencer(time: Date): string;
}

/**
 * The data folder: `<bucket>/` holds the objects' bytes, and `.s3/` all that is known about them. Who opens it owns it alone.
 * Bytes that were on their way when the last owner died are removed, or moved to the object that they had become. `tell` is given the objects
 * that he had told nobody about.
 */
export async function openStorage(directory: string, tell: (bucket: Bucket, object: ObjectRecord) => Promise<void>): Promise<Storage> {
  const state = join(directory, '.s3', 'buckets');
  const incoming = join(directory, '.s3', 'incoming');
  const foldersOf = (name: string): BucketFolders => ({
    files: join(directory, folderName(name)),
    state: join(state, name),
    incoming,
  });
  await mkdir(state, { recursive: true });
  await mkdir(incoming, { recursive: true });
  const buckets = new Map<string, Bucket>();
  const untold = new Set((await readdir(incoming)).filter(name => name.endsWith(UNTOLD)));
  for (const name of (await readdir(state)).sort()) {
    const bucket = await loadBucket(foldersOf(name));
    if (!bucket) continue;
    buckets.set(name, bucket);
    for (const [, object] of bucket.objects.from('')) if (untold.has(object.id + UNTOLD)) await tell(bucket, object);
  }
  for (const name of await readdir(incoming)) await rm(join(incoming, name), { recursive: true, force: true });

  let sequence = latestSequence(buckets.values());
  const lock = createLock();
  const find = (name: string) => {
    const bucket = buckets.get(name);
    if (!bucket) throw s3Error('NoSuchBucket', { BucketName: name });
    return bucket;
  };
  return {
    buckets: () => [...buckets.values()].sort((a, b) => (a.record.name < b.record.name ? -1 : 1)),
    bucket: find,
    has: name => buckets.has(name),
    create: record =>
      lock(async () => {
        if (buckets.has(record.name)) return;
        const folders = foldersOf(record.name);
        await mkdir(folders.files, { recursive: true });
        await writeAtomically(bucketRecordPath(folders), JSON.stringify(record));
        const bucket = await loadBucket(folders);
        if (bucket) buckets.set(record.name, bucket);
      }),
    remove: name =>
      lock(async () => {
        await find(name).destroy();
        buckets.delete(name);
      }),
    receive: (bytes, onBytes = () => {}) => receive(incoming, bytes, onBytes),
    markUntold: ({ path }) => writeFile(path + UNTOLD, ''),
    async drop({ path }) {
      await rm(path, { force: true });
      await rm(path + UNTOLD, { force: true });
    },
    nextSequencer(time) {
      sequence = Math.max(time.getTime() * SEQUENCES_PER_MILLISECOND, sequence + 1);
      return sequence.toString(16).toUpperCase().padStart(16, '0');
    },
  };
}

const UNTOLD = '.untold';

/** Microseconds since 1970 stay below 2^53 until the year 2255. */
const SEQUENCES_PER_MILLISECOND = 1000;

function latestSequence(buckets: Iterable<Bucket>): number {
  let latest = 0;
  for (const bucket of buckets) {
    for (const [, { sequencer }] of bucket.objects.from('')) latest = Math.max(latest, Number.parseInt(sequencer, 16));
  }
  return latest;
}
