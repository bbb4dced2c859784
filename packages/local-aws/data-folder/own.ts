import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writingSync } from './disk-error';
import { errorCode } from './error-code';
import { removeUnfinished } from './write-atomically';

/** Another running process owns the data folder. */
export class FolderOwnedError extends Error {
  override readonly name = 'FolderOwnedError';
}

/**
 * Makes this process the owner of a data folder; the returned function gives it up. The owner is a process id in a file, so that a folder
 * whose owner was killed is free at once, and rid of what that one had half written; where the system tells when a process started, a process id that is in use again is not mistaken for the owner's.
 * Throws `FolderOwnedError` while the owner lives, and `DiskError`.
 */
export function ownFolder(directory: string): () => void {
  const path = resolve(directory);
  const file = join(path, 'owner.pid');
  writingSync(path, () => makeFolder(path));
  for (;;) {
    try {
      writingSync(file, () => writeFileSync(file, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' }));
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      const [pid = '', start = ''] = readFileSync(file, 'utf8').split(' ');
      const owner = Number(pid);
      if (owner !== process.pid && isRunning(owner) && startOf(owner) === start) {
        throw new FolderOwnedError(
          `The data folder ${path} belongs to the running process ${owner}; stop it, or choose another folder with LOCAL_AWS_DIR`,
        );
      }
      removeUnfinished(path);
      rmSync(file, { force: true });
    }
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    // On a read-only disk Node says ENOENT of a folder with its parents, and the true reason of one folder.
    if (errorCode(error) === 'ENOENT') mkdirSync(path);
    throw error;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** When a process started, in clock ticks since boot; nothing where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
