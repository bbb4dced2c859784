import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { PREFIXES } from '../../pipeline/prefixes';

const Query = z.object({
  id: z.string(),
  title: z.string(),
  state: z.string(),
  location: z.string().nullable(),
  cause: z.string().nullable(),
});

/** What the commands read of a run's manifest; docs/data.md has the whole. */
export const Manifest = z.object({
  execution: z.string(),
  outcome: z.enum(['Succeeded', 'NothingNew', 'Superseded', 'Failed']),
  queries: z.array(Query),
  error: z.object({ name: z.string(), state: z.string(), cause: z.string() }).nullable(),
});

export type Manifest = z.infer<typeof Manifest>;
export type QueryOutcome = z.infer<typeof Query>;

/** The manifest that an execution wrote; undefined if it could not write one (aborted, timed out). */
export async function readManifest(s3: S3Client, bucket: string, execution: string): Promise<Manifest | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `${PREFIXES.runs}${execution}.json` }));
    return Manifest.parse(JSON.parse((await Body?.transformToString()) ?? 'null'));
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
