import { rename } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './error-code';

/** What Windows answers while someone reads the file that is to be replaced, a scanner for viruses for instance. */
const BUSY = new Set<unknown>(['EPERM', 'EACCES', 'EBUSY']);
const TRIES = 10;
/** Before the second try, in milliseconds; each wait is twice the one before: five seconds in all. */
const FIRST_WAIT = 5;

/** Renames a file over another one. On Windows, where that can fail while the other one is open, it is tried again. */
export async function replace(from: string, to: string, platform: NodeJS.Platform = process.platform): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (platform !== 'win32' || tries === TRIES || !BUSY.has(errorCode(error))) throw error;
      await delay(FIRST_WAIT * 2 ** (tries - 1));
    }
  }
}
