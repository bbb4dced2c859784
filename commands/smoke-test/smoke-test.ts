import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { parse } from 'csv-parse/sync';
import { PREFIXES } from '../../pipeline/prefixes';
import { readTableFile } from '../../steps/filter-orders/storage/read-table-file';
import { uploadAndFollow } from '../following/upload-and-follow';
import { objectAt } from '../results/location';
import type { QueryOutcome } from '../results/manifest';
import type { Target } from '../target/target';
import type { Terminal } from '../terminal/terminal';
import { checkAnswers, type Row } from './check-answers';

const SAMPLE = join(__dirname, '..', '..', 'sample', 'orders.csv');

const NAME = 'orders-pipeline-smoke-test';

/** Uploads the sample, follows it, and says what is wrong; an empty list is the good news. */
export async function smoke(target: Target, terminal: Terminal): Promise<readonly string[]> {
  const { ending, manifest } = await uploadSample(target, terminal);
  if (ending.status !== 'SUCCEEDED') return [`the execution ended as ${ending.status}: ${ending.error ?? 'no error given'}`];
  if (manifest?.outcome !== 'Succeeded') return [`expected the outcome Succeeded, got ${manifest?.outcome ?? 'no manifest'}`];
  const { s3, bucket } = target;
  const processedKey = manifest.filter?.processedKey;
  if (!processedKey) return ['expected a processed file, got none'];
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: PREFIXES.processed, MaxKeys: 2 }));
  return checkAnswers({
    answers: await readAnswers(s3, manifest.queries),
    processed: await readProcessed(s3, bucket, processedKey),
    alone: Contents.length === 1,
  });
}

/** Blank lines are no rows; one with as many spaces as the day has seconds so far makes it another file, so that it is not NothingNew. */
async function uploadSample(target: Target, terminal: Terminal) {
  const directory = await mkdtemp(join(tmpdir(), 'orders-smoke-'));
  try {
    const file = join(directory, `${NAME}.csv`);
    await writeFile(file, `${await readFile(SAMPLE, 'utf8')}${' '.repeat(1 + (Date.now() % 86_400_000) / 1000)}\n`);
    return await uploadAndFollow(file, `${PREFIXES.raw}${NAME}.csv`, target, terminal);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function readAnswers(s3: S3Client, queries: readonly QueryOutcome[]): Promise<ReadonlyMap<string, readonly Row[]>> {
  const answers = new Map<string, readonly Row[]>();
  for (const { id, location } of queries) {
    if (location === null) continue;
    const { Bucket, Key } = objectAt(location);
    answers.set(id, await readRows(s3, Bucket, Key));
  }
  return answers;
}

/** In either format of the tables. */
async function readProcessed(s3: S3Client, bucket: string, key: string): Promise<readonly Row[]> {
  const { ETag = '' } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  const blocks: Uint8Array[] = [];
  for await (const block of readTableFile(s3, { bucket, key, etag: ETag.replaceAll('"', '') })) blocks.push(block);
  const rows: Row[] = parse(Buffer.concat(blocks), { columns: true });
  return rows;
}

async function readRows(s3: S3Client, bucket: string, key: string): Promise<readonly Row[]> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const rows: Row[] = parse((await Body?.transformToString()) ?? '', { columns: true });
  return rows;
}
