import { GetObjectCommand, HeadObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { parseLatestKey } from '../../pipeline/latest';
import { type LedgerEntry, type Listed, ledger } from '../../pipeline/ledger';
import { outputKeys, outputsOf, uploadOfOutput } from '../../pipeline/output-keys';
import { PREFIXES } from '../../pipeline/prefixes';
import { parseRecord, type UploadRecord } from '../../pipeline/upload-record';

export interface ReadLedgerOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly rulesFor: ((record: UploadRecord) => string) | null;
  readonly rawDays: number | null;
  readonly now: Date;
}

/** Records read at once. */
const AT_ONCE = 20;

/** Lists everything that the ledger compares, and reads the records. */
export async function readLedger({ s3, bucket, ...facts }: ReadLedgerOptions): Promise<readonly LedgerEntry[]> {
  const list = (prefix: string) => listObjects(s3, bucket, prefix);
  const [raw, recordObjects, processed, dropped] = await Promise.all([
    list(PREFIXES.raw),
    list(PREFIXES.uploads),
    list(PREFIXES.processed),
    list(PREFIXES.dropped),
  ]);
  const records = new Map<string, { readonly record: UploadRecord; readonly writtenAt: Date }>();
  const waiting = [...recordObjects];
  const readNext = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const record = await readRecord(s3, bucket, next[0]);
      if (record) records.set(record.key, { record, writtenAt: next[1].lastModified });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readNext));
  const outputs = new Map([...processed, ...dropped].map(([key, { etag }]) => [key, etag]));
  const known = new Set([...raw.keys(), ...records.keys()].flatMap(outputsOf));
  const orphans = await findOrphans(
    s3,
    bucket,
    [...processed, ...dropped].filter(([key]) => !known.has(key)),
  );
  const latestBegun = await findLatestBegun(s3, bucket);
  return ledger({ ...facts, raw, records, outputs, outputKeys: key => outputKeys(key), orphans, latestBegun });
}

async function listObjects(s3: S3Client, bucket: string, prefix: string): Promise<Map<string, Listed>> {
  const found = new Map<string, Listed>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix }))
    for (const { Key, ETag = '', LastModified = new Date(0) } of Contents)
      if (Key !== undefined) found.set(Key, { etag: ETag.replaceAll('"', ''), lastModified: LastModified });
  return found;
}

/** Undefined where the object is gone by now, or is no record. */
async function readRecord(s3: S3Client, bucket: string, key: string): Promise<UploadRecord | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return parseRecord((await Body?.transformToString()) ?? '');
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

/** The uploads of outputs of which neither object nor record is left. One whose upload cannot be told is left out. */
async function findOrphans(s3: S3Client, bucket: string, outputs: readonly (readonly [string, Listed])[]): Promise<Map<string, Date>> {
  const found = new Map<string, Date>();
  for (const [key, { lastModified }] of outputs) {
    const upload = uploadOfOutput(key, await metadataOf(s3, bucket, key));
    if (upload !== undefined) found.set(upload, lastModified);
  }
  return found;
}

async function metadataOf(s3: S3Client, bucket: string, key: string): Promise<Readonly<Record<string, string>>> {
  try {
    return (await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).Metadata ?? {};
  } catch (error) {
    // Gone by now.
    if (error instanceof Error && error.name === 'NotFound') return {};
    throw error;
  }
}

async function findLatestBegun(s3: S3Client, bucket: string): Promise<Date | null> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3, pageSize: 1 }, { Bucket: bucket, Prefix: PREFIXES.latest })) {
    const [first] = Contents;
    return (first?.Key !== undefined && parseLatestKey(first.Key)?.begun) || null;
  }
  return null;
}
