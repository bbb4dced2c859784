import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

export interface Target {
  readonly bucket: string;
  readonly key: string;
  /** The ETag, without quotes, of the object that may be replaced; null if there may be none. */
  readonly replaces: string | null;
  readonly contentType: string;
  /** The object's user metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Parts of 5 MiB, the smallest that S3 takes, hold 52 GB in the 10,000 that it takes: more than the filter can read before its time is up. */
const PART_BYTES = 5 * 1024 * 1024;
/** On their way at once. More would only hold more memory. */
const PARTS = 2;
/** How much may wait for the next part. */
const WAITING_BYTES = 1024 * 1024;

/** An object that is written piece by piece, and visible whole when it is finished, or never. One that is small is sent in one request. */
export class ConditionalUpload {
  private readonly body = new PassThrough({ highWaterMark: WAITING_BYTES });
  private readonly done: Promise<{ readonly ETag?: string | undefined }>;

  constructor(s3: S3Client, { bucket, key, replaces, contentType, metadata = {} }: Target) {
    const upload = new Upload({
      client: s3,
      partSize: PART_BYTES,
      queueSize: PARTS,
      params: {
        Bucket: bucket,
        Key: key,
        Body: this.body,
        ContentType: contentType,
        Metadata: { ...metadata },
        ...(replaces === null ? { IfNoneMatch: '*' } : { IfMatch: `"${replaces}"` }),
      },
    });
    this.done = upload.done();
    // The next caller that waits receives the failure; until then it must not be an unhandled rejection.
    this.body.on('error', () => undefined);
    this.done.catch(() => undefined);
  }

  write(block: Uint8Array): void {
    this.body.write(block);
  }

  /** Waits until more may be written. Throws what made the upload fail. */
  async ready(): Promise<void> {
    if (this.body.writableNeedDrain) await Promise.race([once(this.body, 'drain'), this.done]);
  }

  /** Makes the object visible, and gives its ETag without quotes. Throws S3's error, with status 412, 409 or 404 where the condition fails. */
  async finish(): Promise<string> {
    this.body.end();
    const { ETag } = await this.done;
    return (ETag ?? '').replaceAll('"', '');
  }

  /** Leaves nothing behind. An object that is finished stays. */
  async abort(): Promise<void> {
    // A body that fails makes the upload clean up before it is done; `Upload.abort` would not wait for that.
    this.body.destroy(new Error('The upload was given up'));
    await this.done.catch(() => undefined);
  }
}
