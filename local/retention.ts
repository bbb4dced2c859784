import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Athena } from 'local-aws/athena';
import type { EventBus } from 'local-aws/eventbridge';
import type { Lambda } from 'local-aws/lambda';
import type { S3Service } from 'local-aws/s3';
import type { StepFunctionsService } from 'local-aws/stepfunctions';
import { z } from 'zod';
import { type Manifest, parseManifest } from '../pipeline/manifest';
import { PREFIXES } from '../pipeline/prefixes';

/** How long the data folder keeps what is not needed any more, in days; of a log, in bytes. */
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

/** A manifest of today says whether an upload that comes again is answered for. */
const LEAST_MANIFEST_DAYS = 1;
const CLAIM_DAYS = 1;
const UPLOAD_DAYS = 7;

const EVERY_MS = 6 * 3_600_000;

export interface RetentionOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly s3: Pick<S3Service, 'retain'>;
  readonly athena: Pick<Athena, 'retain'>;
  readonly stepFunctions: Pick<StepFunctionsService, 'retain'>;
  readonly bus: Pick<EventBus, 'retain'>;
  readonly lambda: Pick<Lambda, 'retain'>;
}

/** How many of each were forgotten. */
export const Forgotten = z.object({ executions: z.number(), queries: z.number(), objects: z.number(), deadLetters: z.number() });
export type Forgotten = z.infer<typeof Forgotten>;

/**
 * Forgets what is too old. Uploads, their records and outputs stay, and so do the latest results with their snapshot, and of a query that
 * failed there its newest good result.
 */
export async function forgetOld(options: RetentionOptions, retention: Retention): Promise<Forgotten> {
  const { client, bucket, s3, athena, stepFunctions, bus, lambda } = options;
  const executions = await stepFunctions.retain({ days: retention.executions });
  const queries = await athena.retain({ days: retention.queries });
  const deadLetters = await bus.retain({ deadLetterDays: retention.deadLetters });
  await lambda.retain({ logBytes: retention.logBytes });
  const needed = neededKeys(bucket, await readLatest(client, bucket));
  const objects = await s3.retain({
    rules: [
      { bucket, prefix: PREFIXES.orders, days: retention.snapshots },
      { bucket, prefix: PREFIXES.enriched, days: retention.results },
      { bucket, prefix: PREFIXES.latest, days: retention.results },
      { bucket, prefix: PREFIXES.runs, days: Math.max(retention.executions, LEAST_MANIFEST_DAYS) },
      { bucket, prefix: PREFIXES.claims, days: CLAIM_DAYS },
    ],
    keep: key => needed.some(prefix => key.startsWith(prefix)),
    uploadDays: UPLOAD_DAYS,
  });
  return { executions, queries, objects, deadLetters };
}

type Answers = Pick<Manifest, 'queries' | 'uploads' | 'snapshot'>;

/** The beginnings of the keys that the latest answers consist of. `manifests` are by their keys under `latest/`, the latest first. */
export function neededKeys(bucket: string, manifests: readonly (readonly [key: string, manifest: Answers])[]): readonly string[] {
  const needed: string[] = [];
  const missing = new Set(manifests[0]?.[1].queries.map(({ id }) => id));
  for (const [index, [key, { queries, uploads, snapshot }]] of manifests.entries()) {
    const isLatest = index === 0;
    const results = uploads ? [...queries, uploads] : queries;
    const good = results.flatMap(({ id, location }) => (location && (isLatest || missing.has(id ?? '')) ? [{ id, location }] : []));
    // Beside a result lies what Athena knows of it, under the same name.
    if (good.length > 0) needed.push(key, ...good.map(({ location }) => keyOf(location, bucket).replace(/\.csv$/, '')));
    if (isLatest && snapshot?.location) needed.push(keyOf(snapshot.location, bucket));
    for (const { id } of good) missing.delete(id ?? '');
  }
  return needed;
}

/** The manifests under `latest/`, from the first to the one with which every query of the first has a good result. */
async function readLatest(client: S3Client, bucket: string): Promise<readonly (readonly [string, Manifest])[]> {
  const found: [string, Manifest][] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: PREFIXES.latest }))
    for (const { Key = '' } of Contents) {
      const manifest = await readManifest(client, bucket, Key);
      if (manifest) found.push([Key, manifest]);
      const good = new Set(found.flatMap(([, { queries }]) => queries.flatMap(({ id, location }) => (location ? [id] : []))));
      if (found[0]?.[1].queries.every(({ id }) => good.has(id))) return found;
    }
  return found;
}

function keyOf(location: string, bucket: string): string {
  return location.replace(`s3://${bucket}/`, '');
}

async function readManifest(client: S3Client, bucket: string, key: string): Promise<Manifest | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return parseManifest((await Body?.transformToString()) ?? '');
}

/** Forgets what is too old, now and every six hours. Returns a function that ends it. */
export function keepDataFolderSmall(forget: () => Promise<unknown>, onProblem: (error: unknown) => void): () => void {
  let isStopped = false;
  const run = () => void forget().catch(error => isStopped || onProblem(error));
  run();
  const timer = setInterval(run, EVERY_MS).unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
