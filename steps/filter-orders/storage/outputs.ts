import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type OutputKeys, tableKeys } from '../../../pipeline/output-keys';
import { TABLE_FORMATS } from '../../../pipeline/table-format';
import { formatRecord, parseRecord, type UploadRecord } from '../../../pipeline/upload-record';
import { s3Status } from './s3-status';
import { withoutQuotes } from './source';

/** What lies under the output keys of one upload. ETags are without quotes; null stands for no object. */
export interface Outputs {
  readonly processed: string | null;
  readonly dropped: string | null;
  readonly quarantine: string | null;
  readonly record: { readonly etag: string; readonly value: UploadRecord | undefined } | null;
  /** Files of the upload in another format than the tables have now. */
  readonly leftover: Leftover | null;
}

export interface Leftover {
  readonly processed: TableObject | null;
  readonly dropped: TableObject | null;
}

export interface TableObject {
  readonly key: string;
  readonly etag: string;
}

/** Another execution changed an output after it was looked at: look, and decide, again. */
export class OutputChanged extends Error {
  override readonly name = 'OutputChanged';
}

export async function lookAtOutputs(s3: S3Client, bucket: string, keys: OutputKeys): Promise<Outputs> {
  const [processed, dropped, quarantine, record, leftover] = await Promise.all([
    findEtag(s3, bucket, keys.processed),
    findEtag(s3, bucket, keys.dropped),
    findEtag(s3, bucket, keys.quarantine),
    readRecord(s3, bucket, keys.record),
    findLeftover(s3, bucket, keys.file),
  ]);
  return { processed, dropped, quarantine, record, leftover };
}

/** There are two formats, so there is one other. */
async function findLeftover(s3: S3Client, bucket: string, file: string): Promise<Leftover | null> {
  const find = async (key: string) => {
    const etag = await findEtag(s3, bucket, key);
    return etag === null ? null : { key, etag };
  };
  const other = TABLE_FORMATS.find(format => !file.endsWith(`.${format}`));
  const keys = tableKeys(file.replace(/\w+$/, `${other}`));
  const [processed, dropped] = await Promise.all([find(keys.processed), find(keys.dropped)]);
  return processed || dropped ? { processed, dropped } : null;
}

async function findEtag(s3: S3Client, bucket: string, key: string): Promise<string | null> {
  try {
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return withoutQuotes(ETag);
  } catch (error) {
    if (s3Status(error) === 404) return null;
    throw error;
  }
}

export async function readRecord(s3: S3Client, bucket: string, key: string): Promise<Outputs['record']> {
  try {
    const { ETag, Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return { etag: withoutQuotes(ETag), value: parseRecord((await Body?.transformToString()) ?? '') };
  } catch (error) {
    if (s3Status(error) === 404) return null;
    throw error;
  }
}

/** Removes an output that is still what was looked at. Throws OutputChanged. */
export async function removeOutput(s3: S3Client, bucket: string, key: string, etag: string): Promise<void> {
  await changing(key, () => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"` })));
}

/** Writes a record in place of the one that was looked at, and gives its ETag. Throws OutputChanged. */
export async function writeRecord(
  s3: S3Client,
  bucket: string,
  key: string,
  record: UploadRecord,
  previous: Outputs['record'],
): Promise<void> {
  const condition = previous === null ? { IfNoneMatch: '*' } : { IfMatch: `"${previous.etag}"` };
  const object = { Bucket: bucket, Key: key, Body: formatRecord(record), ContentType: 'text/csv; charset=utf-8' };
  await changing(key, () => s3.send(new PutObjectCommand({ ...object, ...condition })));
}

/** OutputChanged where S3 says that the condition does not hold: 412 another object, 409 another write at this moment, 404 none any more. */
export async function changing<T>(key: string, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    const status = s3Status(error);
    const isGone = status === 404 && error instanceof Error && error.name !== 'NoSuchBucket';
    if (status === 412 || status === 409 || isGone) throw new OutputChanged(`${key} changed while it was written`, { cause: error });
    throw error;
  }
}
