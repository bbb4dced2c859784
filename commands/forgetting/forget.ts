import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { PREFIXES } from '../../pipeline/prefixes';
import { SETTINGS_METADATA } from '../../pipeline/reading';
import { type FileText, fileText, MAX_BYTES } from './file-text';
import { hasName, namesCustomer, replaced } from './names-customer';
import { tableFileNames } from './search-table-file';

export interface ForgetOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly customer: string;
  /** What stands in place of the name. */
  readonly replacement: string;
  /** Waits until the execution that a rewritten upload starts has ended. */
  readonly follow: (key: string, etag: string) => Promise<void>;
  readonly print: (line: string) => void;
}

/**
 * Takes a customer's name out of the uploads, and of everything that was made of them. First every upload that names them is rewritten under its
 * key, and its execution followed, so that tables, quarantine and latest results are made again without the name. Then what is older goes:
 * results that have it, and every older version that has it or was made of such an upload. Gives how many cells were replaced, and what a
 * person has to look at: uploads that are too large to be searched, or have the name inside of a longer text, and files of the tables whose upload
 * is not there to be rewritten.
 */
export async function forget(options: ForgetOptions): Promise<{ readonly cells: number; readonly left: readonly string[] }> {
  const { s3, bucket, print } = options;
  let cells = 0;
  let uploads = 0;
  const left: string[] = [];
  for await (const key of keysUnder(s3, bucket, PREFIXES.raw)) {
    const { count, isLeft } = await rewrite(options, key);
    if (isLeft) left.push(key);
    if (count === 0) continue;
    cells += count;
    uploads++;
    print(`rewrote ${key}: ${count} cells`);
  }
  left.push(...(await filesLeft(options)));
  const results = await removeResults(options);
  const versions = await removeVersions(options, uploads > 0);
  print(`${uploads} uploads rewritten, ${cells} cells; ${results} results and ${versions} older versions removed`);
  print('Snapshots under orders/ and their versions expire within four days. Backups and copies elsewhere are not known here.');
  return { cells, left };
}

async function rewrite(
  { s3, bucket, customer, replacement, follow, print }: ForgetOptions,
  key: string,
): Promise<{ count: number; isLeft: boolean }> {
  const { file, metadata, contentType } = await read(s3, bucket, key);
  if (!file) {
    print(`not searched, since it is larger than ${MAX_BYTES / 2 ** 20} MiB: ${key}. Correct it on your disk and upload it again`);
    return { count: 0, isLeft: true };
  }
  const { text, count } = replaced(file, customer, replacement);
  const isLeft = hasName({ ...file, text }, customer);
  if (isLeft) print(`still names the customer, inside of a longer text: ${key}. Look at it`);
  if (count === 0) return { count, isLeft };
  // How the upload is read is part of its metadata.
  const { ETag = '' } = await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, Body: file.bytes(text), Metadata: metadata, ContentType: contentType }),
  );
  await follow(key, ETag);
  return { count, isLeft };
}

/** The rows of an upload that has expired, or was refused after it had been read, stay in the tables. */
async function filesLeft({ s3, bucket, customer, print }: ForgetOptions): Promise<readonly string[]> {
  const left: string[] = [];
  for (const prefix of [PREFIXES.processed, PREFIXES.dropped]) {
    for await (const { key, etag } of objectsUnder(s3, bucket, prefix)) {
      if (!(await tableFileNames(s3, { bucket, key, etag }, customer))) continue;
      left.push(key);
      print(
        `still names the customer: ${key}. Its upload has expired, was refused since, or is one that is named above: upload it again without the name`,
      );
    }
  }
  return left;
}

/** A result that has the name is deleted whole: the executions after a rewrite have made new ones. */
async function removeResults({ s3, bucket, customer }: ForgetOptions): Promise<number> {
  let removed = 0;
  for await (const Key of keysUnder(s3, bucket, PREFIXES.enriched)) {
    const { file } = await read(s3, bucket, Key);
    if (file && !namesCustomer(file, customer)) continue;
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    removed++;
  }
  return removed;
}

/** After a rewrite every older version of a table's files is deleted, and in Parquet, which is not searched, also without a rewrite. */
async function removeVersions({ s3, bucket, customer }: ForgetOptions, isRewritten: boolean): Promise<number> {
  const { raw, processed, dropped, quarantine, enriched } = PREFIXES;
  let removed = 0;
  for (const prefix of [raw, processed, dropped, quarantine, enriched]) {
    const isTable = prefix === processed || prefix === dropped;
    for await (const { Key, VersionId } of olderVersions(s3, bucket, prefix)) {
      if (!(isTable && (isRewritten || Key.endsWith('.parquet')))) {
        const { file } = await read(s3, bucket, Key, VersionId);
        if (file && !namesCustomer(file, customer)) continue;
      }
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
      removed++;
    }
  }
  return removed;
}

async function* keysUnder(s3: S3Client, bucket: string, prefix: string): AsyncGenerator<string> {
  for await (const { key } of objectsUnder(s3, bucket, prefix)) yield key;
}

async function* objectsUnder(client: S3Client, Bucket: string, Prefix: string) {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
    for (const { Key, ETag = '' } of Contents) if (Key !== undefined) yield { key: Key, etag: ETag.replaceAll('"', '') };
  }
}

async function* olderVersions(s3: S3Client, Bucket: string, Prefix: string) {
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, KeyMarker, VersionIdMarker }));
    for (const { Key, VersionId, IsLatest } of page.Versions ?? []) {
      if (IsLatest === false && Key !== undefined && VersionId !== undefined) yield { Key, VersionId };
    }
    ({ NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page);
  } while (KeyMarker !== undefined);
}

interface StoredObject {
  /** Undefined for an object that is too large to be held as text. */
  readonly file: FileText | undefined;
  readonly metadata: Record<string, string>;
  readonly contentType: string | undefined;
}

async function read(s3: S3Client, Bucket: string, Key: string, VersionId?: string): Promise<StoredObject> {
  const { Body, ContentLength = 0, ContentType, Metadata = {} } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  const stored = { metadata: Metadata, contentType: ContentType };
  if (ContentLength > MAX_BYTES) {
    await Body?.transformToWebStream().cancel();
    return { ...stored, file: undefined };
  }
  const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
  return { ...stored, file: fileText(bytes, encodingOf(Metadata[SETTINGS_METADATA])) };
}

function encodingOf(settings = '{}'): string | undefined {
  try {
    const { encoding } = JSON.parse(settings);
    return typeof encoding === 'string' ? encoding : undefined;
  } catch {
    return undefined;
  }
}
