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
  /** The user metadata, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The key holds another object than the one that was read, or none. */
export class SourceGone extends Error {
  override readonly name = 'SourceGone';
}

/** What the key holds; undefined for nothing. */
export async function findSource(s3: S3Client, bucket: string, key: string): Promise<Source | undefined> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return {
      bucket,
      key,
      etag: withoutQuotes(head.ETag),
      size: head.ContentLength ?? 0,
      lastModified: head.LastModified ?? new Date(0),
      metadata: head.Metadata ?? {},
    };
  } catch (error) {
    if (s3Status(error) === 404) return undefined;
    throw error;
  }
}

/** Whether both are the same object: the same bytes can be uploaded again, which is a later word. */
export function isSameObject(one: Source | undefined, other: Source | undefined): boolean {
  return one?.etag === other?.etag && one?.lastModified.getTime() === other?.lastModified.getTime();
}

/** SourceGone where S3 says that `where` holds nothing, or not what `If-Match` names; else the error itself. */
export function goneOr(error: unknown, where: string): unknown {
  const status = s3Status(error);
  return status === 404 || status === 412 ? new SourceGone(`${where} holds another object by now, or none`, { cause: error }) : error;
}

export function withoutQuotes(etag: string | undefined): string {
  return (etag ?? '').replaceAll('"', '');
}
