import * as z from 'zod';
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
  /** Answered as they came: `content-type`, `cache-control`, `x-amz-meta-…`. Names in lower case. */
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

/** A deletion whose event has not been sent, or was the last to be sent. */
export const deletionSchema: z.ZodType<ObjectDeleted> = z.object({
  bucket: z.string(),
  key: z.string(),
  etag: z.string(),
  sequencer: z.string().regex(/^[0-9A-F]{16}$/),
  reason: z.literal('DeleteObject'),
  deletionType: z.enum(['Permanently Deleted', 'Delete Marker Created']),
  time: z.coerce.date(),
});
