import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Bucket, type BucketFolders, bucketRecordPath, createBucket } from './bucket';
import { fileNameOf } from './file-name';
import { createKeyIndex } from './key-index';
import type { ObjectRecord } from './records';
import { openUploads } from './uploads';

/** Reads a bucket and finishes or undoes what was cut off. A bucket without a record is the rest of one that was just being made. */
export async function loadBucket(folders: BucketFolders): Promise<Bucket | undefined> {
  if (!existsSync(bucketRecordPath(folders))) {
    rmSync(folders.state, { recursive: true, force: true });
    return undefined;
  }
  const uploads = await openUploads(join(folders.state, 'uploads'), folders.incoming);
  const objects = createKeyIndex(loadObjects(folders));
  for (const { record } of uploads.all())
    if (objects.get(record.key)?.uploadId === record.uploadId) await uploads.remove(record.uploadId, record.key);
  return createBucket(readJson(bucketRecordPath(folders)), folders, objects, uploads);
}

/** Synchronous, since thousands of small files are read several times faster so, and nothing else runs at the start. */
function loadObjects(folders: BucketFolders): [string, ObjectRecord][] {
  const folder = join(folders.state, 'objects');
  mkdirSync(folder, { recursive: true });
  const arrived = new Set(readdirSync(folders.incoming));
  const objects: [string, ObjectRecord][] = [];
  for (const name of readdirSync(folder)) {
    const object: ObjectRecord | undefined = name.endsWith('.json') ? readJson(join(folder, name)) : undefined;
    if (object && settle(folders, object, arrived)) objects.push([object.key, object]);
    else rmSync(join(folder, name), { force: true });
  }
  return objects;
}

/** Sees to it that the bytes of a record are in their place. False: there are none, since somebody deleted the file by hand. */
function settle(folders: BucketFolders, object: ObjectRecord, arrived: ReadonlySet<string>): boolean {
  const path = join(folders.files, fileNameOf(object.key));
  if (!arrived.has(object.id)) return existsSync(path);
  mkdirSync(dirname(path), { recursive: true });
  renameSync(join(folders.incoming, object.id), path);
  return true;
}

function readJson(path: string) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} cannot be read; without this file the data folder opens, and what it describes is gone`, { cause: error });
  }
}
