import { gunzipSync, gzipSync } from 'node:zlib';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { PREFIXES } from '../../pipeline/prefixes';
import { replaceCells } from './replace-cells';

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
 * Takes a customer's name out of the uploads, and of whatever was made of them. First every upload that names them is rewritten under its
 * key, and its execution followed, so that tables, quarantine and latest results are made again without the name. Then what is older goes:
 * results that have it, and every older version that has it or was made of such an upload. Gives how many cells were replaced.
 */
export async function forget(options: ForgetOptions): Promise<number> {
  const { s3, bucket, print } = options;
  let cells = 0;
  let uploads = 0;
  for await (const key of keysUnder(s3, bucket, PREFIXES.raw)) {
    const replaced = await rewrite(options, key);
    if (replaced === 0) continue;
    cells += replaced;
    uploads++;
    print(`rewrote ${key}: ${replaced} cells`);
  }
  const results = await removeResults(options);
  const versions = await removeVersions(options, uploads > 0);
  print(`${uploads} uploads rewritten, ${cells} cells; ${results} results and ${versions} older versions removed`);
  print('Snapshots under orders/ and their versions expire within four days. Backups and copies elsewhere are not known here.');
  return cells;
}

async function rewrite({ s3, bucket, customer, replacement, follow, print }: ForgetOptions, key: string): Promise<number> {
  const stored = await read(s3, bucket, key);
  const plain = inflated(stored);
  if (isUtf16(plain)) print(`not searched, since it is UTF-16: ${key}`);
  const { bytes, count } = replaceCells(plain, customer, replacement);
  if (count === 0) return 0;
  // How the upload is read is part of its metadata.
  const { Metadata, ContentType } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  const Body = plain === stored ? bytes : gzipSync(bytes);
  const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, Metadata, ContentType }));
  await follow(key, ETag);
  return count;
}

/** A result is a list of a past moment: one that has the name goes whole. The executions that follow a rewrite have made new ones. */
async function removeResults({ s3, bucket, customer }: ForgetOptions): Promise<number> {
  let removed = 0;
  for await (const Key of keysUnder(s3, bucket, PREFIXES.enriched)) {
    if (!hasName(await read(s3, bucket, Key), customer)) continue;
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    removed++;
  }
  return removed;
}

/** Of Parquet nobody can tell by looking; there, and after a rewrite, every older version of a table's files goes. */
async function removeVersions({ s3, bucket, customer }: ForgetOptions, isRewritten: boolean): Promise<number> {
  const { raw, processed, dropped, quarantine, enriched } = PREFIXES;
  let removed = 0;
  for (const prefix of [raw, processed, dropped, quarantine, enriched]) {
    const isTable = prefix === processed || prefix === dropped;
    for await (const { Key, VersionId } of olderVersions(s3, bucket, prefix)) {
      if (!(isTable && isRewritten) && !hasName(await read(s3, bucket, Key, VersionId), customer)) continue;
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
      removed++;
    }
  }
  return removed;
}

async function* keysUnder(client: S3Client, Bucket: string, Prefix: string): AsyncGenerator<string> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
    for (const { Key } of Contents) if (Key !== undefined) yield Key;
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

async function read(s3: S3Client, Bucket: string, Key: string, VersionId?: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

function hasName(bytes: Buffer, name: string): boolean {
  const plain = inflated(bytes);
  return plain.includes(name) || plain.includes(name.replaceAll('"', '""'));
}

function inflated(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    return bytes;
  }
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
