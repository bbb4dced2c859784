import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Manifest, manifestKey, parseManifest } from '../../../pipeline/manifest';
import { s3Status } from './s3-status';

/** The manifest of an execution; undefined where there is none. */
export async function findManifest(s3: S3Client, bucket: string, execution: string): Promise<Manifest | undefined> {
  if (execution === '') return undefined;
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: manifestKey(execution) }));
    return parseManifest((await Body?.transformToString()) ?? '');
  } catch (error) {
    // To a role that may not list runs/, S3 says of a missing object that it is forbidden.
    if (s3Status(error) === 404 || s3Status(error) === 403) return undefined;
    throw error;
  }
}
