import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { GetObjectCommand, HeadObjectCommand, NoSuchKey, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { PREFIXES } from '../pipeline/prefixes';
import type { UploadSettings } from '../pipeline/reading';
import { requeuedKey, requeueSettings } from '../pipeline/requeue';
import { parseRecord } from '../pipeline/upload-record';
import { uploadAndFollow } from './following/upload-and-follow';
import { stripQuarantine } from './quarantine/strip-quarantine';
import { resolveTarget } from './target/target';
import { run } from './terminal/run';
import { terminal } from './terminal/terminal';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run requeue -- quarantine/KEY.csv|CORRECTED_FILE.csv [--bucket BUCKET] [--stage STAGE]';

/**
 * Uploads the rows of a corrected quarantine file, its last five columns stripped, and follows their execution as `upload` does. They get a name of
 * their own, made of their content: no other upload's rows are replaced, and the same rows are not uploaded twice.
 */
run(USAGE, async args => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { bucket: { type: 'string' }, stage: { type: 'string' } },
    allowPositionals: true,
  });
  const [given, ...rest] = positionals;
  if (given === undefined || rest.length > 0) throw new UsageError(`expected one quarantine file, got ${positionals.length}`);
  const target = resolveTarget(values);
  const folder = await mkdtemp(join(tmpdir(), 'requeue-'));
  try {
    const path = join(folder, 'orders.csv');
    const digest = await writeStripped(await open(given, target.s3, target.bucket), path);
    const key = requeuedKey(given, digest);
    if (await exists(target.s3, target.bucket, key))
      throw new Error(`expected rows that are not uploaded yet, but these are in ${key} already`);
    const settings = await settingsOf(given, target.s3, target.bucket);
    const { ending } = await uploadAndFollow(path, key, target, terminal(), settings);
    return ending.status === 'SUCCEEDED' ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Returns the SHA-256 of what was written. */
async function writeStripped(file: AsyncIterable<Uint8Array>, path: string): Promise<string> {
  const hash = createHash('sha256');
  let lines = 0;
  await pipeline(async function* () {
    for await (const line of stripQuarantine(file)) {
      lines++;
      hash.update(line);
      yield line;
    }
  }, createWriteStream(path));
  if (lines < 2) throw new UsageError('expected a quarantine file with rows, got none');
  return hash.digest('hex');
}

/** An object if the name begins with `quarantine/`, else a file. npm sets INIT_CWD to the caller's folder. */
async function open(given: string, s3: S3Client, bucket: string): Promise<AsyncIterable<Uint8Array>> {
  if (!given.startsWith(PREFIXES.quarantine)) {
    const path = resolve(process.env.INIT_CWD ?? '.', given);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile())
      throw new UsageError(`expected a key under quarantine/ or a file, got "${given}"`);
    return createReadStream(path);
  }
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: given }));
    if (!(Body instanceof Readable)) throw new Error(`expected the rows of s3://${bucket}/${given}, got no body`);
    return Body;
  } catch (error) {
    if (error instanceof NoSuchKey) throw new UsageError(`expected a quarantine file, but s3://${bucket}/${given} is not there`);
    throw error;
  }
}

/** `{}` where the upload has no record. */
async function settingsOf(given: string, s3: S3Client, bucket: string): Promise<UploadSettings> {
  const name = /quarantined_(.+\.csv)$/.exec(given)?.[1];
  if (name === undefined) return {};
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: PREFIXES.uploads + name }));
    return requeueSettings(parseRecord((await Body?.transformToString()) ?? ''));
  } catch (error) {
    if (error instanceof NoSuchKey) return {};
    throw error;
  }
}

async function exists(s3: S3Client, bucket: string, key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return false;
    throw error;
  }
}
