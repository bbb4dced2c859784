import type { Readable } from 'node:stream';

/** An object as the other local services see it. */
export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** With its quotes, as in the ETag header. */
  readonly etag: string;
  readonly lastModified: Date;
  /** A plain file with the object's bytes. It is replaced by rename, never changed in place. */
  readonly path: string;
}

/** What the other services use of S3 without going over the wire. Keys are raw, never URL-encoded. */
export interface ObjectStore {
  /** In the order of the keys' UTF-8 bytes. An unknown bucket has none. */
  list(bucket: string, prefix: string): Promise<readonly StoredObject[]>;
  head(bucket: string, key: string): Promise<StoredObject | undefined>;
  put(bucket: string, key: string, body: string | Uint8Array | Readable, contentType?: string): Promise<StoredObject>;
}

/** What S3 sends to EventBridge for a new object: the `detail` of an "Object Created" event is made of it. */
export interface ObjectCreated {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  /** Without quotes, as in the event. */
  readonly etag: string;
  /** Hex; later uploads of a key compare greater. */
  readonly sequencer: string;
  readonly reason: 'PutObject' | 'CopyObject' | 'CompleteMultipartUpload';
  readonly time: Date;
}

/** What S3 sends to EventBridge for an object that was deleted: the `detail` of an "Object Deleted" event is made of it. */
export interface ObjectDeleted {
  readonly bucket: string;
  readonly key: string;
  /** Of the object that was there, without quotes. */
  readonly etag: string;
  /** Compares with those of the key's uploads. */
  readonly sequencer: string;
  readonly reason: 'DeleteObject' | 'Lifecycle Expiration';
  /** A bucket without versions, such as every one here, deletes for good. */
  readonly deletionType: 'Permanently Deleted' | 'Delete Marker Created';
  readonly time: Date;
}
