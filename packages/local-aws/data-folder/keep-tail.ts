import { open } from 'node:fs/promises';
import { errorCode } from './error-code';

/**
 * Cuts the beginning of a file to which others append, so that at most `most` bytes are left, from the beginning of a line. A file that is
 * not there is short enough.
 */
export async function keepTail(path: string, most: number): Promise<void> {
  const file = await open(path, 'r+').catch(error => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return;
  try {
    const { size } = await file.stat();
    if (size <= most) return;
    const { buffer } = await file.read(Buffer.alloc(most), 0, most, size - most);
    const tail = buffer.subarray(buffer.indexOf('\n') + 1);
    await file.truncate(0);
    await file.write(tail, 0, tail.length, 0);
  } finally {
    await file.close();
  }
}
