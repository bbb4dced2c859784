import type { S3Client } from '@aws-sdk/client-s3';
import type * as localAws from 'local-aws/retention';
import { z } from 'zod';
import { readNeededKeys } from '../commands/results/needed-keys';
import { PREFIXES } from '../pipeline/prefixes';

/** How long the data folder keeps what is no longer needed, in days; a log, in bytes. */
export interface Retention {
  readonly executions: number;
  readonly queries: number;
  readonly results: number;
  readonly snapshots: number;
  readonly deadLetters: number;
  readonly logBytes: number;
}

/** As long as AWS and the deployed stage keep them. */
export const RETENTION: Retention = {
  executions: 90,
  queries: 45,
  results: 90,
  snapshots: 3,
  deadLetters: 14,
  logBytes: 20 * 1024 * 1024,
};

/** A manifest of today says whether the results include an upload that comes again. */
const LEAST_MANIFEST_DAYS = 1;
const CLAIM_DAYS = 1;
const UPLOAD_DAYS = 7;

/** How many of each were removed. */
export const Forgotten = z.object({ executions: z.number(), queries: z.number(), objects: z.number(), deadLetters: z.number() });
export type Forgotten = localAws.Forgotten;

/** Uploads, their records and outputs stay, and so do the latest results. */
export function retentionRules(client: S3Client, bucket: string, retention: Retention): localAws.Retention {
  const { executions, queries, results, snapshots, deadLetters, logBytes } = retention;
  const rules = [
    { bucket, prefix: PREFIXES.orders, days: snapshots },
    { bucket, prefix: PREFIXES.enriched, days: results },
    { bucket, prefix: PREFIXES.latest, days: results },
    { bucket, prefix: PREFIXES.runs, days: Math.max(executions, LEAST_MANIFEST_DAYS) },
    { bucket, prefix: PREFIXES.claims, days: CLAIM_DAYS },
  ];
  const objects = async () => {
    const needed = await readNeededKeys(client, bucket);
    return { rules, keep: (key: string) => needed.some(prefix => key.startsWith(prefix)), uploadDays: UPLOAD_DAYS };
  };
  return { executions, queries, deadLetters, logBytes, objects };
}
