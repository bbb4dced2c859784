import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writing } from './disk-error';
import { errorCode } from './error-code';
import { replace } from './replace';

/**
 * Writes a file whole or not at all: a reader sees the previous bytes or the new ones, also after `kill -9` or a power cut. Throws
 * `DiskError`.
 */
export function writeAtomically(path: string, bytes: string | Uint8Array): Promise<void> {
  return writing(path, async () => {
    const temporary = `${path}~${randomUUID()}.tmp`;
    try {
      const file = await openNew(temporary);
      try {
        await file.writeFile(bytes);
        await file.datasync();
      } finally {
        await file.close();
      }
      await replace(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(path));
  });
}

/** Makes its folder where there is none yet. */
async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'wx');
  }
}

/** Makes the names in a folder survive a power cut. Not every system can open a folder; those that cannot need not. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  if (!folder) return;
  try {
    await folder.sync().catch(() => undefined);
  } finally {
    await folder.close();
  }
}

/** No object of a bucket is called so: its file has `%7E` for a `~`. */
const UNFINISHED = /~[0-9a-f-]{36}\.tmp$/;

/** Removes what a process that was killed had not finished writing, at every depth. */
export function removeUnfinished(directory: string): void {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && UNFINISHED.test(entry.name)) rmSync(join(entry.parentPath, entry.name), { force: true });
}
