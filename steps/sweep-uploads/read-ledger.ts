import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { parseLatestKey } from '../../pipeline/latest';
import { type LedgerEntry, type Listed, ledger } from '../../pipeline/ledger';
import { outputKeys } from '../../pipeline/output-keys';
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
  const latestBegun = await findLatestBegun(s3, bucket);
  return ledger({ ...facts, raw, records, outputs, outputKeys: key => outputKeys(key), latestBegun });
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

async function findLatestBegun(s3: S3Client, bucket: string): Promise<Date | null> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3, pageSize: 1 }, { Bucket: bucket, Prefix: PREFIXES.latest })) {
    const [first] = Contents;
    return (first?.Key !== undefined && parseLatestKey(first.Key)?.begun) || null;
  }
  return null;
}
