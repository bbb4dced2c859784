import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';

export interface TestBucket {
  readonly client: S3Client;
  readonly bucket: string;
  put(key: string, body: string): Promise<void>;
  close(): Promise<void>;
}

/** A bucket for one suite, in the region and with the credentials that the SDK finds; it is emptied and removed at the end. */
export async function testBucket(): Promise<TestBucket> {
  // An endpoint of one's own has no host name for each bucket.
  const client = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
  const bucket = `orders-contract-${randomUUID().slice(0, 18)}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    client,
    bucket,
    async put(Key, Body) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    },
    async close() {
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
        const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
        if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      }
      await client.send(new DeleteBucketCommand({ Bucket: bucket }));
      client.destroy();
    },
  };
}

/** The ARN of a role that the suite passes on: any will do where `AWS_ENDPOINT_URL` names another endpoint than AWS. Throws if `variable` has to name one, and does not. */
export function roleFrom(variable: string): string {
  const role = process.env[variable] ?? (process.env.AWS_ENDPOINT_URL && 'arn:aws:iam::000000000000:role/orders-test');
  if (!role?.startsWith('arn:aws:iam::')) throw new Error(`${variable}: expected the ARN of a role, got ${role ?? 'nothing'}`);
  return role;
}
