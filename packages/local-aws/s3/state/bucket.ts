import { createHash } from 'node:crypto';
import { constants, type FileHandle, mkdir, open, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { writing } from '../../data-folder/disk-error';
import { createLock } from '../../data-folder/lock';
import { replace } from '../../data-folder/replace';
import { syncFolder, writeAtomically } from '../../data-folder/write-atomically';
import { s3Error } from '../protocol/s3-error';
import { fileNameOf } from './file-name';
import type { Incoming } from './incoming';
import type { KeyIndex } from './key-index';
import type { BucketRecord, ObjectRecord } from './records';
import type { Uploads } from './uploads';

export interface Bucket {
  readonly record: BucketRecord;
  /** The objects as they are at this moment. */
  readonly objects: KeyIndex<ObjectRecord>;
  readonly uploads: Uploads;
  pathOf(key: string): string;
  /** The record and an open file that belong together, even if the key changes afterwards. */
  open(key: string): Promise<OpenObject | undefined>;
  /** Makes the bytes an object. `decide` sees what the key holds, and either throws or says what it shall hold: no other write comes between. */
  put(key: string, incoming: Incoming, decide: (current: ObjectRecord | undefined) => ObjectRecord): Promise<ObjectRecord>;
  /** Removes the object after `decide` has let it go; `about` is awaited before that is final. Gives the object, if there was one. */
  remove(
    key: string,
    decide: (current: ObjectRecord | undefined) => void,
    about: (object: ObjectRecord) => Promise<void>,
  ): Promise<ObjectRecord | undefined>;
  /** Only an empty bucket can go; later writes find it gone. */
  destroy(): Promise<void>;
}

export interface OpenObject {
  readonly record: ObjectRecord;
  readonly file: FileHandle;
}

export interface BucketFolders {
  /** The objects' bytes, in files under the names of their keys. */
  readonly files: string;
  /** The bucket's own record, its objects' and its uploads'. */
  readonly state: string;
  readonly incoming: string;
}

/**
 * A bucket on disk, safe against `kill -9` at any point, since each change has one rename or unlink that decides:
 *
 * - put: the record names the incoming file, and writing it decides. The bytes are then moved to their place; if that is cut off, the next
 *   start finds record and incoming file and moves them (`load-bucket.ts`).
 * - remove: the bytes are moved back to the incoming folder, then unlinking the record decides. Cut off before, the next start undoes the move.
 *
 * Readers open the file under the same lock, and replaced files live on as long as they are open.
 */
export function createBucket(record: BucketRecord, folders: BucketFolders, objects: KeyIndex<ObjectRecord>, uploads: Uploads): Bucket {
  const lock = createLock();
  let gone = false;
  const pathOf = (key: string) => join(folders.files, fileNameOf(key));
  const save = (object: ObjectRecord) => writeAtomically(recordPath(folders, object.key), JSON.stringify(object));
  const forget = (key: string) => rm(recordPath(folders, key), { force: true });
  const mustExist = () => {
    if (gone) throw s3Error('NoSuchBucket', { BucketName: record.name });
  };
  return {
    record,
    objects,
    uploads,
    pathOf,
    open: key =>
      lock(async () => {
        const object = objects.get(key);
        if (!object) return undefined;
        const file = await open(pathOf(key), READ).catch(error => damaged(key, pathOf(key), error));
        if ((await file.stat()).size === object.size) return { record: object, file };
        await file.close();
        return damaged(key, pathOf(key));
      }),
    put: (key, incoming, decide) =>
      lock(async () => {
        mustExist();
        const previous = objects.get(key);
        const object = decide(previous);
        await writing(pathOf(key), () => mkdir(dirname(pathOf(key)), { recursive: true }));
        await mustBeInside(folders.files, dirname(pathOf(key)));
        await save(object);
        try {
          await writing(pathOf(key), () => replace(incoming.path, pathOf(key)));
          await syncFolder(dirname(pathOf(key)));
        } catch (error) {
          await (previous ? save(previous) : forget(key));
          throw error;
        }
        objects.set(key, object);
        return object;
      }),
    remove: (key, decide, about) =>
      lock(async () => {
        const object = objects.get(key);
        decide(object);
        if (!object) return undefined;
        await about(object);
        const discarded = join(folders.incoming, object.id);
        await replace(pathOf(key), discarded).catch(ignore('ENOENT'));
        await forget(key);
        objects.delete(key);
        await rm(discarded, { force: true });
        await prune(dirname(pathOf(key)), folders.files);
        return object;
      }),
    destroy: () =>
      lock(async () => {
        mustExist();
        if (objects.size > 0) throw s3Error('BucketNotEmpty', { BucketName: record.name });
        gone = true;
        const discarded = join(folders.incoming, `bucket-${record.name}`);
        await rename(folders.state, discarded);
        await rm(discarded, { recursive: true, force: true });
        await rmdir(folders.files).catch(ignore('ENOTEMPTY', 'EEXIST', 'ENOENT'));
      }),
  };
}

export function bucketRecordPath({ state }: BucketFolders): string {
  return join(state, 'bucket.json');
}

export function recordPath({ state }: BucketFolders, key: string): string {
  return join(state, 'objects', `${createHash('sha256').update(key).digest('hex')}.json`);
}

function damaged(key: string, path: string, cause?: unknown): never {
  throw new Error(`The bytes of ${key} are not as they were written: ${path} was changed or removed by another program`, { cause });
}

/** Bytes that another program has replaced by a link are not followed out of the folder. */
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0);

/** Throws where a link in the bucket's folder leads out of it. */
async function mustBeInside(top: string, folder: string): Promise<void> {
  if (folder === top) return;
  const [outer, inner] = await Promise.all([realpath(top), realpath(folder)]);
  if (!inner.startsWith(outer + sep)) throw new Error(`${folder} is a link that leads out of the bucket's folder; remove it`);
}

/** Removes folders that have become empty, up to the bucket's own. */
async function prune(folder: string, top: string): Promise<void> {
  for (let at = folder; at !== top; at = dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      return;
    }
  }
}

function ignore(...codes: string[]) {
  return (error: NodeJS.ErrnoException) => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
}
