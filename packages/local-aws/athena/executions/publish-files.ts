import { createReadStream } from 'node:fs';
import { type QueryResult, TrinoError } from 'trino-on-duckdb';
import type { ObjectStore } from '../../s3/object-store';
import { locate } from '../results/location';
import { metadataFile } from '../results/metadata-file';
import { type Execution, manifestLocation } from './execution';

const ROWS = [{ name: 'rows', type: { name: 'bigint' } }] as const;
const CONTENT_TYPE = 'application/octet-stream';

/** Fails where something lies under the target. The message is Athena's, with its second half. An UNLOAD writes to a temporary table. */
export async function checkTarget({ id, target = '', outputLocation }: Execution, objects: ObjectStore, table?: string): Promise<void> {
  const { bucket, prefix } = targetOf(target);
  if (bucket === '') throw new TrinoError('INVALID_TABLE_PROPERTY', `The target is not an address in S3: ${target}`);
  const [found] = await objects.list(bucket, prefix);
  if (!found) return;
  throw new TrinoError(
    'HIVE_PATH_ALREADY_EXISTS',
    `Target directory for table 'awsdatacatalog.${table ?? `default.temp_table_${id.replaceAll('-', '_')}`}' already exists: ${target}. You may need to manually clean the data at location '${outputLocation}' before retrying. Athena will not delete data in your account.`,
  );
}

/** Uploads what an UNLOAD or a CREATE TABLE AS wrote; each file appears whole. The manifest comes last, so that it names nothing that is not there. */
export async function publishFiles(
  execution: Execution,
  { rows, files = [] }: Pick<QueryResult, 'rows' | 'files'>,
  objects: ObjectStore,
): Promise<Partial<Execution>> {
  const { id, target = '', outputLocation } = execution;
  const { bucket, prefix } = targetOf(target);
  const stem = `${timestamp(execution.started ?? execution.submitted)}_${id.slice(0, 5)}_${id}`;
  const keys: string[] = [];
  for (const [index, { path, folder }] of files.entries()) {
    const key = `${prefix}${folder}${stem}${index === 0 ? '' : `_${index}`}`;
    await objects.put(bucket, key, createReadStream(path), CONTENT_TYPE);
    keys.push(key);
  }
  const metadata = locate(`${outputLocation}.metadata`);
  await objects.put(metadata.bucket, metadata.key, metadataFile(id, ROWS), CONTENT_TYPE);
  const manifest = locate(manifestLocation(execution));
  await objects.put(manifest.bucket, manifest.key, keys.map(key => `s3://${bucket}/${key}\n`).join(''), CONTENT_TYPE);
  return { written: rows, columns: ROWS };
}

export function targetOf(target: string): { readonly bucket: string; readonly prefix: string } {
  const { bucket, key } = locate(target);
  return { bucket, prefix: key === '' || key.endsWith('/') ? key : `${key}/` };
}

/** `20261130_191500`. */
function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');
}
