import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { s3Status } from './s3-status';

/** One state of an object under raw/: the bytes that its ETag stands for. */
export interface Source {
  readonly bucket: string;
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: Date;
}

/** The key holds something else by now, or nothing. */
export class SourceGone extends Error {
  override readonly name = 'SourceGone';
}

/** What the key holds, if that is what `etag` stands for (without one: whatever it holds). Throws SourceGone. */
export async function findSource(
  s3: S3Client,
  { bucket, key, etag }: Pick<Source, 'bucket' | 'key'> & { etag: string | undefined },
): Promise<Source> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ...(etag && { IfMatch: `"${etag}"` }) }));
    return {
      bucket,
      key,
      etag: (head.ETag ?? '').replaceAll('"', ''),
      size: head.ContentLength ?? 0,
      lastModified: head.LastModified ?? new Date(0),
    };
  } catch (error) {
    throw goneOr(error, `s3://${bucket}/${key}`);
  }
}

/** One connection to S3 gives some 85 MB/s; two ranges on their way keep the filter fed while a third is filtered. */
const RANGE_BYTES = 8 * 1024 * 1024;
const RANGES_AHEAD = 2;

/**
 * The object's bytes in order, in ranges that are fetched ahead. A range that breaks off is fetched again by the SDK, and no connection idles
 * while S3 waits for us. Throws SourceGone when the object changes meanwhile.
 */
export async function* readSource(s3: S3Client, source: Source): AsyncGenerator<Uint8Array> {
  const ranges: Promise<Uint8Array>[] = [];
  for (let start = 0; start < source.size || ranges.length > 0; ) {
    while (start < source.size && ranges.length <= RANGES_AHEAD) {
      const range = readRange(s3, source, start, Math.min(start + RANGE_BYTES, source.size) - 1);
      // Whoever waits for it is told; until then, and when nobody does any more, a failure is no unhandled one.
      range.catch(() => undefined);
      ranges.push(range);
      start += RANGE_BYTES;
    }
    const next = ranges.shift();
    if (next) yield await next;
  }
}

async function readRange(s3: S3Client, { bucket, key, etag }: Source, first: number, last: number): Promise<Uint8Array> {
  try {
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"`, Range: `bytes=${first}-${last}` }),
    );
    if (!Body) throw new Error(`Expected bytes ${first} to ${last} of s3://${bucket}/${key}, got no body`);
    return await Body.transformToByteArray();
  } catch (error) {
    throw goneOr(error, `s3://${bucket}/${key}`);
  }
}

function goneOr(error: unknown, where: string): unknown {
  const status = s3Status(error);
  return status === 404 || status === 412 ? new SourceGone(`${where} holds something else by now, or nothing`, { cause: error }) : error;
}
