import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { goneOr, type Source } from './source';

/** One connection to S3 gives some 85 MB/s: with two ranges on their way the filter, not the line, is what one waits for. */
const RANGE_BYTES = 2 * 1024 * 1024;
const RANGES_AHEAD = 2;
const MAX_ATTEMPTS = 3;

/**
 * The object's bytes in order, in ranges that are fetched ahead, so that no connection idles while S3 waits for us. A range is good until the next one
 * is asked for: its memory is used again. Throws SourceGone when the object changes meanwhile.
 */
export async function* readObject(s3: S3Client, source: Source): AsyncGenerator<Uint8Array> {
  const ahead: Promise<Buffer>[] = [];
  const spare: Buffer[] = [];
  let next = 0;
  for (;;) {
    for (; next < source.size && ahead.length <= RANGES_AHEAD; next += RANGE_BYTES) {
      const range = readRange(s3, source, next, spare.pop() ?? Buffer.allocUnsafeSlow(Math.min(RANGE_BYTES, source.size)));
      // A caller that waits receives the failure; without one it must not be an unhandled rejection.
      range.catch(() => undefined);
      ahead.push(range);
    }
    const range = await ahead.shift();
    if (!range) return;
    yield range;
    spare.push(Buffer.from(range.buffer));
  }
}

/** Fills `memory` from the position `start` on. The SDK repeats a request that fails, but not one whose answer breaks off. */
async function readRange(s3: S3Client, source: Source, start: number, memory: Buffer): Promise<Buffer> {
  const { bucket, key, etag, size } = source;
  const range = memory.subarray(0, size - start);
  for (let attempt = 1; ; attempt++) {
    try {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"`, Range: `bytes=${start}-${start + range.length - 1}` }),
      );
      let filled = 0;
      if (Body instanceof Readable) for await (const chunk of Body) filled += chunk.copy(range, filled);
      if (filled === range.length) return range;
      throw new Error(`Expected ${range.length} bytes of s3://${bucket}/${key} from ${start} on, got ${filled}`);
    } catch (error) {
      if (error instanceof S3ServiceException || attempt === MAX_ATTEMPTS) throw goneOr(error, `s3://${bucket}/${key}`);
    }
  }
}
