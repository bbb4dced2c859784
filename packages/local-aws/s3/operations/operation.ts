import type { Patience } from '../../endpoint/patience';
import type { ObjectCreated, ObjectDeleted } from '../object-store';
import type { S3Response } from '../protocol/response';
import { s3Error } from '../protocol/s3-error';
import type { S3Request } from '../protocol/s3-request';
import type { Bucket } from '../state/bucket';
import type { Storage } from '../state/storage';

/** One operation of S3's API: a request in, an answer out, or a `ServiceError` of S3. */
export type Operation = (context: Context, request: S3Request) => Promise<S3Response>;

export interface Context {
  readonly storage: Storage;
  readonly now: () => Date;
  /** How long a client may take to send a payload; otherwise as AWS. */
  readonly patience?: Patience | undefined;
  readonly onCreated: (event: ObjectCreated) => Promise<void>;
  readonly onDeleted: (event: ObjectDeleted) => Promise<void>;
}

export interface Target {
  readonly bucket: Bucket;
  readonly key: string;
}

/** The bucket that a request names. Throws NoSuchBucket. */
export function bucketOf({ storage }: Context, request: S3Request): Bucket {
  return storage.bucket(request.bucket ?? '');
}

export function targetOf(context: Context, request: S3Request): Target {
  const version = request.query.get('versionId');
  const key = request.key ?? '';
  if (version !== null && version !== 'null') throw s3Error('NoSuchVersion', { Key: key, VersionId: version });
  return { bucket: bucketOf(context, request), key };
}
