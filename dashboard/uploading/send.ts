import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { SETTINGS_METADATA } from '../../pipeline/reading';

/** Puts an upload into the bucket, as it streams. `settings` is the metadata `reading`; empty for none. */
export type Send = (key: string, body: Readable, settings: string) => Promise<void>;

/** Through the official client. Needs `s3:PutObject` and `s3:AbortMultipartUpload` on `raw/`. */
export function createSend(s3: S3Client, bucket: string): Send {
  return async (key, body, settings) => {
    // Loaded only where people upload: it costs memory.
    const { Upload } = await import('@aws-sdk/lib-storage');
    const Metadata = settings === '' ? undefined : { [SETTINGS_METADATA]: settings };
    await new Upload({
      client: s3,
      params: { Bucket: bucket, Key: key, Body: body, ContentType: 'text/csv', ...(Metadata && { Metadata }) },
    }).done();
  };
}
