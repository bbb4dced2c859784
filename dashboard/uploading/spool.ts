import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file that was sent for a check, and is not yet uploaded or discarded. */
export interface SpooledFile {
  readonly token: string;
  readonly key: string;
  readonly bytes: number;
  open(): Readable;
}

export interface Spool {
  /** Writes a stream to disk. Throws what the stream throws, and then removes the file. */
  take(key: string, file: Readable): Promise<SpooledFile>;
  find(token: string): SpooledFile | undefined;
  drop(token: string): Promise<void>;
  close(): Promise<void>;
}

export interface SpoolOptions {
  /** Files kept at once; the oldest goes first. */
  readonly most?: number;
  /** Milliseconds that a file waits for a decision. */
  readonly keep?: number;
  readonly now?: () => number;
}

/** Files on this machine's disk, between their check and their upload. Their names are generated. */
export function createSpool({ most = 4, keep = 15 * 60_000, now = Date.now }: SpoolOptions = {}): Spool {
  const files = new Map<string, SpooledFile & { readonly path: string; readonly at: number }>();
  let folder: Promise<string> | undefined;

  async function drop(token: string): Promise<void> {
    const file = files.get(token);
    files.delete(token);
    if (file) await rm(file.path, { force: true });
  }

  async function makeRoom(): Promise<void> {
    const kept = [...files.values()];
    const tooOld = kept.filter(({ at }) => now() - at > keep);
    const tooMany = kept.slice(0, Math.max(0, kept.length - most));
    for (const { token } of [...tooOld, ...tooMany]) await drop(token);
  }

  return {
    async take(key, file) {
      folder ??= mkdtemp(join(tmpdir(), 'orders-uploads-'));
      const token = randomBytes(16).toString('hex');
      const path = join(await folder, token);
      const target = createWriteStream(path, { mode: 0o600 });
      try {
        await pipeline(file, target);
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      const spooled = { token, key, bytes: target.bytesWritten, path, at: now(), open: () => createReadStream(path) };
      files.set(token, spooled);
      await makeRoom();
      return spooled;
    },
    find: token => files.get(token),
    drop,
    async close() {
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}
