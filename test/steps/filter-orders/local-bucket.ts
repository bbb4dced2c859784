import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { openEndpoint } from 'local-aws/endpoint';
import { clientSettings } from 'local-aws/identity';
import { createS3 } from 'local-aws/s3';

export const BUCKET = 'orders';

export interface LocalBucket {
  /** A client of its own: what a test adds to its middleware stays there. */
  client(): S3Client;
  /** Returns the ETag without quotes. */
  put(key: string, body: string | Uint8Array, metadata?: Record<string, string>): Promise<string>;
  /** The object's text, or undefined. */
  text(key: string): Promise<string | undefined>;
  head(key: string): Promise<{ readonly etag: string; readonly metadata: Record<string, string>; readonly lastModified: Date }>;
  delete(key: string): Promise<void>;
  keys(prefix: string): Promise<readonly string[]>;
  unfinishedUploads(): Promise<number>;
  close(): Promise<void>;
}

/** A bucket on the local S3, over its real protocol. */
export async function openLocalBucket(): Promise<LocalBucket> {
  const directory = await mkdtemp(join(tmpdir(), 'filter-orders-'));
  const service = await createS3({ directory, onCreated: async () => {} });
  await service.createBucket(BUCKET);
  const endpoint = await openEndpoint(0);
  endpoint.serve([service]);
  const clients: S3Client[] = [];
  const client = () => {
    const s3 = new S3Client(clientSettings(endpoint.url));
    clients.push(s3);
    return s3;
  };
  const s3 = client();
  return {
    client,
    async put(key, body, metadata = {}) {
      const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: Buffer.from(body), Metadata: metadata }));
      return ETag.replaceAll('"', '');
    },
    async text(key) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    async head(key) {
      const {
        ETag = '',
        Metadata: metadata = {},
        LastModified: lastModified = new Date(0),
      } = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }));
      return { etag: ETag, metadata, lastModified };
    },
    async delete(key) {
      await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
    },
    async keys(prefix) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }));
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
    async unfinishedUploads() {
      const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
      return Uploads.length;
    },
    async close() {
      for (const each of clients) each.destroy();
      await endpoint.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
