import * as z from 'zod';
import { recordOf, type StateFile } from '../../data-folder/state-file';
import type { Checksum, ChecksumAlgorithm } from '../integrity/checksum';
import type { ObjectCreated, ObjectDeleted } from '../object-store';

/** What S3 knows of an object beside its bytes; kept as JSON. Times are ISO 8601 and whole seconds, as S3's are. */
export interface ObjectRecord {
  readonly key: string;
  /** Names this very version of the object. Its bytes had this name in the incoming folder. */
  readonly id: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly lastModified: string;
  readonly sequencer: string;
  /** What made it. */
  readonly reason: ObjectCreated['reason'];
  /** Answered as they were received: `content-type`, `cache-control`, `x-amz-meta-…`. Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  /** Of an object that was uploaded in parts: their sizes, and the upload, by which a second completion is known. */
  readonly partSizes?: readonly number[];
  readonly uploadId?: string;
}

export interface BucketRecord {
  readonly name: string;
  readonly createdAt: string;
}

export interface UploadRecord {
  readonly uploadId: string;
  readonly key: string;
  readonly initiated: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: Checksum['type'] };
}

export interface PartRecord {
  readonly number: number;
  /** The name of the file with its bytes. */
  readonly id: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: string;
  readonly checksum?: Checksum;
}

const headers = z.record(z.string(), z.string());
const instant = z.iso.datetime();
const sequencer = z.string().regex(/^[0-9A-F]{16}$/);

export const OBJECT: StateFile<ObjectRecord> = {
  kind: 'record of an object',
  schema: recordOf(
    z.object({
      key: z.string(),
      id: z.string(),
      size: z.number(),
      etag: z.string(),
      lastModified: instant,
      sequencer,
      reason: z.string(),
      headers,
    }),
  ),
  remedy: 'the object is made again from its bytes where they are there, without its metadata; upload it again to have that too',
};

export const BUCKET: StateFile<BucketRecord> = {
  kind: 'record of a bucket',
  schema: z.object({ name: z.string(), createdAt: instant }),
  remedy: 'the bucket goes on with its objects, as if it had been created now',
};

export const UPLOAD: StateFile<UploadRecord> = {
  kind: 'record of a multipart upload',
  schema: recordOf(z.object({ uploadId: z.string(), key: z.string(), initiated: instant, headers })),
  remedy: 'the upload is gone; begin it again',
};

export const PART: StateFile<PartRecord> = {
  kind: 'record of a part',
  schema: recordOf(z.object({ number: z.number(), id: z.string(), size: z.number(), etag: z.string(), lastModified: instant })),
  remedy: 'the part is gone; upload it again',
};

/** A deletion whose event has not been sent, or was the last to be sent. */
export const DELETION: StateFile<ObjectDeleted> = {
  kind: 'note of a deletion',
  schema: z.object({
    bucket: z.string(),
    key: z.string(),
    etag: z.string(),
    sequencer,
    reason: z.enum(['DeleteObject', 'Lifecycle Expiration']),
    deletionType: z.enum(['Permanently Deleted', 'Delete Marker Created']),
    time: z.coerce.date(),
  }),
  remedy: 'an event of that deletion may be missing; what listens to it has to look at the bucket again',
};
