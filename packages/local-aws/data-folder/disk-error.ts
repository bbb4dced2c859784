import { errorCode } from './error-code';

/** The disk refused a file: it is full, read-only, or broken. The message has the path, which Node leaves out of some errors. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  readonly code: unknown;

  constructor(
    readonly path: string,
    override readonly cause: unknown,
  ) {
    super(`${path}${CANNOT_BE_WRITTEN}${reasonOf(cause)}`);
    this.code = errorCode(cause);
  }
}

const CANNOT_BE_WRITTEN = ' cannot be written: ';

/** Does a text hold the message of a `DiskError`, such as the cause of an execution that failed by one? */
export function isDiskRefusal(text: string): boolean {
  return Object.keys(REMEDIES).some(code => text.includes(`${CANNOT_BE_WRITTEN}${code}: `));
}

/** What to do about it, where there is something to do. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space, and the next attempt goes on by itself',
  EFBIG: 'this process may write no file of that size; raise its limit, and the next attempt goes on by itself',
  EDQUOT: 'the quota of the disk is used up; free some space, and the next attempt goes on by itself',
  EROFS: 'the disk is read-only; make it writable, and the next attempt goes on by itself',
  EACCES: 'this user may not write there; change the permissions, and the next attempt goes on by itself',
  EPERM: 'this user may not write there; change the permissions, and the next attempt goes on by itself',
};

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = REMEDIES[String(errorCode(error))];
  return remedy === undefined ? message : `${message} (${remedy})`;
}

/** Runs a task that writes `path`; an error of the system becomes a `DiskError`, any other goes on as it is. */
export async function writing<T>(path: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw isSystemError(error) ? new DiskError(path, error) : error;
  }
}

/** The same for a task that does not wait. */
export function writingSync<T>(path: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw isSystemError(error) ? new DiskError(path, error) : error;
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && !(error instanceof DiskError) && 'syscall' in error;
}
