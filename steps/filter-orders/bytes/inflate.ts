import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BadGzip, TooLarge } from '../file-errors';

const INFLATED_BYTES = 256 * 1024;

export interface Inflated {
  readonly compression: 'gzip' | null;
  /** The text's bytes in order. Throws BadGzip and TooLarge. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Inflates what begins with gzip's first bytes, as it streams, for any name; several members too. A chunk of `source` is read before the next is asked for. */
export async function inflate(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Inflated> {
  const chunks = source[Symbol.asyncIterator]();
  const { head, isDone } = await firstBytes(chunks);
  const rest = followedBy(head, isDone, chunks);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  return { compression: isGzip ? 'gzip' : null, bytes: limited(isGzip ? gunzip(rest) : rest, maxBytes) };
}

async function firstBytes(chunks: AsyncIterator<Uint8Array>): Promise<{ head: Buffer; isDone: boolean }> {
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const { value, done } = await chunks.next();
    if (done) return { head, isDone: true };
    head = Buffer.concat([head, value]);
  }
  return { head, isDone: false };
}

async function* followedBy(head: Buffer, isDone: boolean, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    while (!isDone) {
      const { value, done } = await chunks.next();
      if (done) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflating = createGunzip({ chunkSize: INFLATED_BYTES });
  const reading = Readable.from(copies(source), { objectMode: false, highWaterMark: INFLATED_BYTES });
  reading.on('error', error => inflating.destroy(error));
  try {
    for await (const chunk of reading.pipe(inflating)) yield chunk;
  } catch (error) {
    throw isOfZlib(error) ? new BadGzip({ cause: error }) : error;
  } finally {
    reading.destroy();
    inflating.destroy();
  }
}

/** The stream reads ahead, and a chunk's memory may be used again by then. */
async function* copies(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield Buffer.from(chunk);
}

function isOfZlib(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

async function* limited(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) throw new TooLarge(maxBytes);
    yield chunk;
  }
}
