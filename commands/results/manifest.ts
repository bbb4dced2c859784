import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { type Manifest, manifestKey, parseManifest, type QueryRun } from '../../pipeline/manifest';

export type { Manifest };
export type QueryOutcome = Pick<QueryRun, 'id' | 'title' | 'state' | 'location' | 'cause'>;

/** The manifest that an execution wrote; undefined if it could not write one (aborted, timed out). */
export async function readManifest(s3: S3Client, bucket: string, execution: string): Promise<Manifest | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: manifestKey(execution) }));
    return parseManifest((await Body?.transformToString()) ?? '');
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
