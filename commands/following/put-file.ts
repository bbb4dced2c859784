import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { UsageError } from '../terminal/usage-error';
import type { Uploaded } from './find-execution';

export interface PutOptions {
  readonly bucket: string;
  readonly key: string;
  readonly path: string;
  /** Receives the share that has arrived, 0 to 1. */
  readonly progress?: (share: number) => void;
  readonly metadata?: Record<string, string>;
}

/** Uploads a file in parts, several at once. Throws `UsageError` if there is no such file. */
export async function putFile(s3: S3Client, { bucket, key, path, progress = () => {}, metadata = {} }: PutOptions): Promise<Uploaded> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`expected a file to upload, got ${path}, which is ${found ? 'no file' : 'not there'}`);
  const upload = new Upload({
    client: s3,
    params: { Bucket: bucket, Key: key, Body: createReadStream(path), ContentType: 'text/csv', Metadata: metadata },
  });
  upload.on('httpUploadProgress', ({ loaded = 0 }) => progress(found.size === 0 ? 1 : loaded / found.size));
  const { ETag } = await upload.done();
  if (ETag === undefined) throw new Error(`expected an ETag for ${key}, got none`);
  return { key, etag: ETag };
}
