import { createReadStream } from 'node:fs';
import type { Answer } from 'trino-on-duckdb';
import type { ObjectStore } from '../../s3/object-store';
import { locate } from '../results/location';
import { metadataFile } from '../results/metadata-file';
import type { Execution } from './execution';

/** Puts a query's rows and the description of its columns where the work group wants them. */
export async function publishResult(
  { id, outputLocation }: Execution,
  output: string,
  columns: Answer['columns'],
  objects: ObjectStore,
): Promise<void> {
  const { bucket, key } = locate(outputLocation);
  await objects.put(bucket, key, createReadStream(output), 'application/octet-stream');
  await objects.put(bucket, `${key}.metadata`, metadataFile(id, columns), 'application/octet-stream');
}
