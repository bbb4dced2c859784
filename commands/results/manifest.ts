import { NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { type Manifest, manifestKey, type QueryRun } from '../../pipeline/manifest';
import { readManifestAt } from './latest';

export type { Manifest };
export type QueryOutcome = Pick<QueryRun, 'id' | 'title' | 'state' | 'location' | 'cause'>;

/** The manifest that an execution wrote; undefined if it could not write one (aborted, timed out). */
export async function readManifest(s3: S3Client, bucket: string, execution: string): Promise<Manifest | undefined> {
  try {
    return await readManifestAt(s3, bucket, manifestKey(execution));
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
