import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { type Manifest, parseManifest } from '../../pipeline/manifest';
import { PREFIXES } from '../../pipeline/prefixes';

/** The latest manifest: the first key under `latest/`. Undefined before the first. */
export async function findLatest(s3: S3Client, bucket: string): Promise<Manifest | undefined> {
  const { Contents: [first] = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: PREFIXES.latest, MaxKeys: 1 }));
  if (first?.Key === undefined) return undefined;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: first.Key }));
  return parseManifest((await Body?.transformToString()) ?? '');
}
