import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { type Manifest, parseManifest } from '../../pipeline/manifest';
import { PREFIXES } from '../../pipeline/prefixes';

/** The latest manifest: the first key under `latest/`. Undefined before the first. */
export async function findLatest(s3: S3Client, bucket: string): Promise<Manifest | undefined> {
  const { Contents: [first] = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: PREFIXES.latest, MaxKeys: 1 }));
  return first?.Key === undefined ? undefined : readManifestAt(s3, bucket, first.Key);
}

/** Undefined for an object that is no manifest. */
export async function readManifestAt(s3: S3Client, bucket: string, key: string): Promise<Manifest | undefined> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return parseManifest((await Body?.transformToString()) ?? '');
}
