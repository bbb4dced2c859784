import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLock } from '../../data-folder/lock';
import { isFolder, type OnDamage, printDamage, readStateFile } from '../../data-folder/state-file';
import { writeAtomically } from '../../data-folder/write-atomically';
import type { ObjectDeleted } from '../object-store';
import { s3Error } from '../protocol/s3-error';
import { type Bucket, type BucketFolders, bucketRecordPath } from './bucket';
import { bucketFolderName, folderName, keyOf } from './file-name';
import { type Incoming, receive } from './incoming';
import { loadBucket } from './load-bucket';
import { type BucketRecord, DELETION, type ObjectRecord } from './records';

export interface Storage {
  buckets(): readonly Bucket[];
  /** Throws NoSuchBucket. */
  bucket(name: string): Bucket;
  has(name: string): boolean;
  create(record: BucketRecord): Promise<void>;
  remove(name: string): Promise<void>;
  receive(bytes: AsyncIterable<Uint8Array>, onBytes?: (chunk: Uint8Array) => void): Promise<Incoming>;
  /** Before the bytes become an object: after a crash the next start sends the event, until the mark is dropped. */
  markUnsent(incoming: Incoming): Promise<void>;
  /** Drops the mark of bytes that have become an object. */
  markSent(incoming: Incoming): Promise<void>;
  /** Drops bytes that became no object, and their mark. */
  drop(incoming: Incoming): Promise<void>;
  /** Before an object is removed: until `endDeletion`, a crash makes the next start send the event, if the object has gone. */
  noteDeletion(objectId: string, deletion: ObjectDeleted): Promise<void>;
  endDeletion(objectId: string): Promise<void>;
  /** The place and the time of a change: each is later than all before it, also after a restart and when the clock was set back. */
  nextChange(now: Date): Change;
}

export interface Change {
  /** Hex. */
  readonly sequencer: string;
  readonly time: Date;
}

/** Called at the start with changes of the last owner for which no event was sent. */
export interface Unsent {
  readonly created: (bucket: Bucket, object: ObjectRecord) => Promise<void>;
  readonly deleted: (deletion: ObjectDeleted) => Promise<void>;
}

/**
 * The data folder: `<bucket>/` holds the objects' bytes, and `.s3/` all that is known about them. Who opens it owns it alone.
 * Bytes that were on their way when the last owner died are removed, or moved to the object that they had become. `unsent` is given the changes
 * whose events were not sent.
 */
export async function openStorage(directory: string, unsent: Unsent, onDamage: OnDamage = printDamage): Promise<Storage> {
  const state = join(directory, '.s3', 'buckets');
  const incoming = join(directory, '.s3', 'incoming');
  const lastDeletion = join(directory, '.s3', 'last-deletion.json');
  const foldersOf = (name: string): BucketFolders => ({
    files: join(directory, folderName(name)),
    state: join(state, bucketFolderName(name)),
    incoming,
  });
  await mkdir(state, { recursive: true });
  await mkdir(incoming, { recursive: true });
  const buckets = new Map<string, Bucket>();
  const marked = new Set((await readdir(incoming)).filter(name => name.endsWith(UNSENT)));
  const folders = (await readdir(state)).filter(name => isFolder(join(state, name)));
  for (const name of folders.map(keyOf).sort()) {
    const bucket = await loadBucket(foldersOf(name), name, onDamage);
    if (!bucket) continue;
    buckets.set(name, bucket);
    for (const [, object] of bucket.objects.from('')) if (marked.has(object.id + UNSENT)) await unsent.created(bucket, object);
  }
  for (const name of await readdir(incoming)) {
    if (!name.endsWith(DELETED)) continue;
    const deletion = readStateFile(join(incoming, name), DELETION, onDamage);
    if (deletion && buckets.get(deletion.bucket)?.objects.get(deletion.key)?.id !== name.slice(0, -DELETED.length))
      await unsent.deleted(deletion);
  }
  for (const name of await readdir(incoming)) await rm(join(incoming, name), { recursive: true, force: true });

  let sequence = Math.max(latestSequence(buckets.values()), sequenceOf(readStateFile(lastDeletion, DELETION, onDamage)));
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
        const bucket = await loadBucket(folders, record.name, onDamage);
        if (bucket) buckets.set(record.name, bucket);
      }),
    remove: name =>
      lock(async () => {
        await find(name).destroy();
        buckets.delete(name);
      }),
    receive: (bytes, onBytes = () => {}) => receive(incoming, bytes, onBytes),
    markUnsent: ({ path }) => writeFile(path + UNSENT, ''),
    markSent: ({ path }) => rm(path + UNSENT, { force: true }),
    async drop({ path }) {
      await rm(path, { force: true });
      await rm(path + UNSENT, { force: true });
    },
    noteDeletion: (objectId, deletion) => writeAtomically(join(incoming, objectId + DELETED), JSON.stringify(deletion)),
    // Kept until the next one: no object bears its sequencer any more.
    endDeletion: objectId => rename(join(incoming, objectId + DELETED), lastDeletion),
    nextChange(now) {
      sequence = Math.max(now.getTime() * SEQUENCES_PER_MILLISECOND, sequence + 1);
      const sequencer = sequence.toString(16).toUpperCase().padStart(16, '0');
      return { sequencer, time: new Date(Math.floor(sequence / SEQUENCES_PER_MILLISECOND)) };
    },
  };
}

/** With a second to spare, since of several deletions at once any may have been noted last. */
function sequenceOf(deletion: ObjectDeleted | undefined): number {
  return deletion ? Number.parseInt(deletion.sequencer, 16) + 1000 * SEQUENCES_PER_MILLISECOND : 0;
}

const UNSENT = '.untold';
const DELETED = '.deleted';

/** Microseconds since 1970 stay below 2^53 until the year 2255. */
const SEQUENCES_PER_MILLISECOND = 1000;

function latestSequence(buckets: Iterable<Bucket>): number {
  let latest = 0;
  for (const bucket of buckets) {
    for (const [, { sequencer }] of bucket.objects.from('')) latest = Math.max(latest, Number.parseInt(sequencer, 16));
  }
  return latest;
}
