import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type OnDamage, readStateFile } from '../../data-folder/state-file';
import { writeAtomically } from '../../data-folder/write-atomically';
import { type Bucket, type BucketFolders, bucketRecordPath, createBucket, recordPath } from './bucket';
import { fileNameOf } from './file-name';
import { createKeyIndex } from './key-index';
import { BUCKET, type BucketRecord, OBJECT, type ObjectRecord } from './records';
import { rescueObjects } from './rescue-objects';
import { openUploads } from './uploads';

/** Reads a bucket and finishes or undoes what was cut off. A bucket without a record is the rest of one that was just being made. */
export async function loadBucket(folders: BucketFolders, name: string, onDamage: OnDamage): Promise<Bucket | undefined> {
  const record = readStateFile(bucketRecordPath(folders), BUCKET, onDamage) ?? (await recordAgain(folders, name));
  if (!record) {
    rmSync(folders.state, { recursive: true, force: true });
    return undefined;
  }
  const uploads = await openUploads(join(folders.state, 'uploads'), folders.incoming, onDamage);
  const { found, lost } = loadObjects(folders, onDamage);
  const objects = createKeyIndex([...found, ...(await rescueObjects(folders, lost))]);
  for (const { record } of uploads.all())
    if (objects.get(record.key)?.uploadId === record.uploadId) await uploads.remove(record.uploadId, record.key);
  return createBucket(record, folders, objects, uploads);
}

/** A bucket that has objects was there, though its record is not. */
async function recordAgain(folders: BucketFolders, name: string): Promise<BucketRecord | undefined> {
  const objects = join(folders.state, 'objects');
  if (!existsSync(objects) || readdirSync(objects).length === 0) return undefined;
  const record = { name, createdAt: new Date().toISOString() };
  await writeAtomically(bucketRecordPath(folders), JSON.stringify(record));
  return record;
}

interface Loaded {
  readonly found: readonly [string, ObjectRecord][];
  /** The names of records that could not be read. */
  readonly lost: ReadonlySet<string>;
}

/** Synchronous, since thousands of small files are read several times faster so, and nothing else runs at the start. */
function loadObjects(folders: BucketFolders, onDamage: OnDamage): Loaded {
  const folder = dirname(recordPath(folders, ''));
  mkdirSync(folder, { recursive: true });
  const arrived = new Set(readdirSync(folders.incoming));
  const found: [string, ObjectRecord][] = [];
  const lost = new Set<string>();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.endsWith('.tmp')) rmSync(path, { force: true });
    if (!name.endsWith('.json')) continue;
    const object = readStateFile(path, OBJECT, onDamage);
    if (!object) lost.add(name);
    else if (settle(folders, object, arrived)) found.push([object.key, object]);
    else rmSync(path, { force: true });
  }
  return { found, lost };
}

/** Moves the bytes of a record to their place if they are not there. False if there are none, since the file was deleted. */
function settle(folders: BucketFolders, object: ObjectRecord, arrived: ReadonlySet<string>): boolean {
  const path = join(folders.files, fileNameOf(object.key));
  if (!arrived.has(object.id)) return existsSync(path);
  mkdirSync(dirname(path), { recursive: true });
  renameSync(join(folders.incoming, object.id), path);
  return true;
}
