import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
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

export interface Wanted {
  readonly bucket: string;
  readonly key: string;
  /** Without quotes; undefined for whatever the key holds. */
  readonly etag: string | undefined;
}

/** What the key holds, if that is what is wanted. Throws SourceGone. */
export async function findSource(s3: S3Client, { bucket, key, etag }: Wanted): Promise<Source> {
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

/** SourceGone where S3 says that `where` holds nothing, or not what `If-Match` names; else the error itself. */
export function goneOr(error: unknown, where: string): unknown {
  const status = s3Status(error);
  return status === 404 || status === 412 ? new SourceGone(`${where} holds something else by now, or nothing`, { cause: error }) : error;
}
