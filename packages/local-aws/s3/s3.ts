import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { OnDamage } from '../data-folder/state-file';
import type { Patience } from '../endpoint/patience';
import type { Service } from '../endpoint/service';
import { ServiceError } from '../endpoint/service-error';
import type { ObjectCreated, ObjectDeleted, ObjectStore, StoredObject } from './object-store';
import { makeBucket } from './operations/buckets';
import { createdEvent, createObject } from './operations/create-object';
import { expireObjects, type ObjectRetention } from './operations/expire-objects';
import type { Context } from './operations/operation';
import { receiveTrusted } from './operations/payload';
import { operationFor } from './operations/route';
import { drain } from './protocol/drain';
import { refuseExpired } from './protocol/presigned';
import { parseRequest, type S3Request } from './protocol/s3-request';
import { errorResponse, sendResponse } from './protocol/send';
import type { Bucket } from './state/bucket';
import type { ObjectRecord } from './state/records';
import { openStorage } from './state/storage';

export interface S3Options {
  /** S3's own folder: each bucket is a folder in it. One process at a time may own it. */
  readonly directory: string;
  /** Awaited after an object has become visible, and before its writer is answered. */
  readonly onCreated: (event: ObjectCreated) => Promise<void>;
  /** Awaited after an object has gone, and before the client that deleted it is answered. */
  readonly onDeleted?: (event: ObjectDeleted) => Promise<void>;
  readonly now?: () => Date;
  /** How long a client may take to send a payload. By default as long as in AWS. */
  readonly patience?: Patience;
  /** Called with files that could not be read. */
  readonly onDamage?: OnDamage;
}

export interface S3Service extends Service, ObjectStore {
  /** Leaves a bucket that exists as it is. Throws InvalidBucketName. */
  createBucket(name: string): Promise<void>;
  /** Removes what is older than the retention says. Gives the number of objects. */
  retain(retention: ObjectRetention): Promise<number>;
}

/** Amazon S3 over plain files, on its real wire protocol (REST with XML, path-style). What differs from AWS stands in packages/local-aws/README.md. */
export async function createS3({
  directory,
  onCreated,
  onDeleted = async () => {},
  now = () => new Date(),
  patience,
  onDamage,
}: S3Options): Promise<S3Service> {
  const unsent = { created: (bucket: Bucket, object: ObjectRecord) => onCreated(createdEvent(bucket, object, now())), deleted: onDeleted };
  const storage = await openStorage(directory, unsent, onDamage);
  const context: Context = { storage, now, onCreated, onDeleted, patience };
  const running = new Set<Promise<void>>();
  return {
    name: 's3',
    handle(message, response) {
      const done = respond(context, message, response).finally(() => running.delete(done));
      running.add(done);
      return done;
    },
    async close() {
      await Promise.allSettled(running);
    },
    createBucket: name => makeBucket(context, name),
    retain: retention => expireObjects(context, retention),
    async list(bucket, prefix) {
      if (!storage.has(bucket)) return [];
      const owner = storage.bucket(bucket);
      const found: StoredObject[] = [];
      for (const [key, object] of owner.objects.from(prefix)) {
        if (!key.startsWith(prefix)) break;
        found.push(stored(owner, object));
      }
      return found;
    },
    async head(bucket, key) {
      if (!storage.has(bucket)) return undefined;
      const owner = storage.bucket(bucket);
      const object = owner.objects.get(key);
      return object && stored(owner, object);
    },
    async put(bucket, key, body, contentType = 'binary/octet-stream') {
      const owner = storage.bucket(bucket);
      const bytes = body instanceof Readable ? body : [Buffer.from(body)];
      const { incoming, md5 } = await receiveTrusted(context, asChunks(bytes));
      const headers = { 'content-type': contentType };
      return stored(owner, await createObject(context, { bucket: owner, key }, incoming, 'PutObject', () => ({ headers, etag: md5 })));
    },
  };
}

async function respond(context: Context, message: IncomingMessage, response: ServerResponse): Promise<void> {
  let request: S3Request | undefined;
  try {
    request = parseRequest(message);
    refuseExpired(request, context.now());
    await sendResponse(response, await operationFor(request)(context, request));
  } catch (error) {
    if (!response.headersSent && !hasStalled(error)) await drain(message);
    if (response.headersSent || response.destroyed) response.destroy();
    else await sendResponse(response, errorResponse(error, request));
  }
}

function hasStalled(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'RequestTimeout';
}

async function* asChunks(bytes: Iterable<Uint8Array> | AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) yield chunk instanceof Uint8Array ? chunk : Buffer.from(String(chunk));
}

function stored(bucket: Bucket, { key, size, etag, lastModified }: ObjectRecord): StoredObject {
  return { key, size, etag: `"${etag}"`, lastModified: new Date(lastModified), path: bucket.pathOf(key) };
}
