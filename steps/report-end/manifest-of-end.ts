import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Manifest, manifestKey, parseManifest } from '../../pipeline/manifest';
import type { End } from './event';
import { missingManifest } from './missing-manifest';

/** The manifest that PublishRun wrote; else the one that is written here, for what did not succeed. */
export async function manifestOfEnd(s3: S3Client, Bucket: string, end: End): Promise<Manifest | undefined> {
  const Key = manifestKey(end.name);
  const published = await read(s3, Bucket, Key);
  if (published !== undefined || end.status === 'SUCCEEDED') return published;
  const manifest = missingManifest(end);
  const Body = JSON.stringify(manifest);
  try {
    // A redrive may publish one at this moment: that one wins.
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'application/json', IfNoneMatch: '*' }));
  } catch (error) {
    if (!(error instanceof Error && ['PreconditionFailed', 'ConditionalRequestConflict'].includes(error.name))) throw error;
  }
  return manifest;
}

async function read(s3: S3Client, Bucket: string, Key: string): Promise<Manifest | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return parseManifest((await Body?.transformToString()) ?? '');
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}
