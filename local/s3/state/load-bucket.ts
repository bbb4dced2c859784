import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bucket, type BucketFolders, bucketRecordPath, createBucket } from './bucket';
import { fileNameOf } from './file-name';
import { createKeyIndex } from './key-index';
import type { ObjectRecord } from './records';
import { openUploads } from './uploads';

/** Reads a bucket and finishes or undoes what was cut off. A bucket without a record is the rest of one that was just being made. */
export async function loadBucket(folders: BucketFolders): Promise<Bucket | undefined> {
  const record = await readJson(bucketRecordPath(folders));
  if (!record) {
    await rm(folders.state, { recursive: true, force: true });
    return undefined;
  }
  const uploads = await openUploads(join(folders.state, 'uploads'), folders.incoming);
  return createBucket(record, folders, createKeyIndex(await loadObjects(folders)), uploads);
}

async function loadObjects(folders: BucketFolders): Promise<[string, ObjectRecord][]> {
  const folder = join(folders.state, 'objects');
  await mkdir(folder, { recursive: true });
  const arrived = new Set(await readdir(folders.incoming));
  const objects: [string, ObjectRecord][] = [];
  for (const name of await readdir(folder)) {
    const object: ObjectRecord | undefined = name.endsWith('.json') ? await readJson(join(folder, name)) : undefined;
    if (object && (await settle(folders, object, arrived))) objects.push([object.key, object]);
    else await rm(join(folder, name), { force: true });
  }
  return objects;
}

/** Sees to it that the bytes of a record are in their place. False: there are none, since somebody deleted the file by hand. */
async function settle(folders: BucketFolders, object: ObjectRecord, arrived: ReadonlySet<string>): Promise<boolean> {
  const path = join(folders.files, fileNameOf(object.key));
  if (arrived.has(object.id)) {
    await mkdir(dirname(path), { recursive: true });
    await rename(join(folders.incoming, object.id), path);
    return true;
  }
  return access(path).then(
    () => true,
    () => false,
  );
}

async function readJson(path: string) {
  const text = await readFile(path, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not JSON; without this file the data folder opens, and the object that it describes is gone`, {
      cause: error,
    });
  }
}
