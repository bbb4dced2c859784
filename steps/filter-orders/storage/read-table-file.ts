import { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { changing } from './outputs';

export interface TableFileOptions {
  readonly bucket: string;
  /** Ends in the file's format. */
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
}

/** The lines of a file of the tables, header included, in either format. Throws OutputChanged where it is another by now. */
export async function* readTableFile(s3: S3Client, options: TableFileOptions): AsyncGenerator<Uint8Array> {
  if (!options.key.endsWith('.parquet')) return yield* csvLines(s3, options);
  // Loaded where it is needed, and by a file of its own, so that a bundle has no more of the library than is used.
  const { parquetLines } = await import('./parquet-lines');
  yield* parquetLines(s3, options);
}

async function* csvLines(s3: S3Client, { bucket, key, etag }: TableFileOptions): AsyncGenerator<Uint8Array> {
  const { Body } = await changing(key, () => s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"` })));
  // A chunk may be a part of memory that is used again.
  if (Body instanceof Readable) for await (const chunk of Body) yield Buffer.from(chunk);
}
