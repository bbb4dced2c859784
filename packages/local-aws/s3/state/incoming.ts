import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writing } from '../../data-folder/disk-error';

/** Bytes that have arrived, but are no object yet. */
export interface Incoming {
  readonly id: string;
  readonly path: string;
  readonly size: number;
}

/** While the disk takes this much, more may arrive. */
const WRITE_BUFFER = 1024 * 1024;

/** Writes a stream into a file of the incoming folder, which is emptied at every start. `onBytes` sees every chunk. */
export async function receive(folder: string, bytes: AsyncIterable<Uint8Array>, onBytes: (chunk: Uint8Array) => void): Promise<Incoming> {
  const id = randomUUID();
  const path = join(folder, id);
  let size = 0;
  async function* seen() {
    for await (const chunk of bytes) {
      onBytes(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  try {
    const file: FileHandle = await writing(path, () => open(path, 'wx'));
    // Flushed to the disk before it becomes an object, which has to survive a power cut.
    const disk = file.createWriteStream({ highWaterMark: WRITE_BUFFER, flush: true });
    await writing(path, () => pipeline(seen(), disk));
    return { id, path, size };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
