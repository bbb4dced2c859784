import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { writeAtomically } from '../../data-folder/write-atomically';
import { type BucketFolders, recordPath } from './bucket';
import { keyOf } from './file-name';
import type { ObjectRecord } from './records';

/**
 * Objects whose records are damaged, from their bytes: a record is named by the hash of its key, and a file by the key itself, so a file
 * whose key has that hash is the object's. What it was uploaded with beside its bytes is lost.
 */
export async function rescueObjects(folders: BucketFolders, lost: ReadonlySet<string>): Promise<[string, ObjectRecord][]> {
  if (lost.size === 0 || !existsSync(folders.files)) return [];
  const rescued: [string, ObjectRecord][] = [];
  for (const entry of readdirSync(folders.files, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const key = keyOf(relative(folders.files, path));
    const record = recordPath(folders, key);
    if (!lost.has(basename(record))) continue;
    const object = await objectOf(path, key);
    await writeAtomically(record, JSON.stringify(object));
    rescued.push([key, object]);
  }
  return rescued;
}

async function objectOf(path: string, key: string): Promise<ObjectRecord> {
  const { size, mtime } = statSync(path);
  const md5 = createHash('md5');
  for await (const chunk of createReadStream(path)) md5.update(chunk);
  const seconds = Math.floor(mtime.getTime() / 1000);
  return {
    key,
    id: randomUUID(),
    size,
    etag: md5.digest('hex'),
    lastModified: new Date(seconds * 1000).toISOString(),
    sequencer: (seconds * 1_000_000).toString(16).toUpperCase().padStart(16, '0'),
    reason: 'PutObject',
    headers: { 'content-type': 'binary/octet-stream' },
  };
}
