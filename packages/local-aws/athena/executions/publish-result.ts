import { createReadStream } from 'node:fs';
import type { ObjectStore } from '../../s3/object-store';
import type { ResultColumn } from '../results/column-info';
import { locate } from '../results/location';
import { metadataFile } from '../results/metadata-file';
import type { Execution } from './execution';

/** Puts a query's rows, which lie in a file, and the description of its columns where the work group wants them. */
export async function publishResult(
  execution: Execution,
  file: string,
  columns: readonly ResultColumn[],
  objects: ObjectStore,
): Promise<void> {
  await publish(execution, createReadStream(file), columns, objects);
}

/** The same for a result that is lines of text. */
export async function publishLines(
  execution: Execution,
  lines: readonly string[],
  columns: readonly ResultColumn[],
  objects: ObjectStore,
): Promise<void> {
  await publish(execution, lines.map(line => `${line}\n`).join(''), columns, objects);
}

async function publish(
  { id, outputLocation }: Execution,
  content: Parameters<ObjectStore['put']>[2],
  columns: readonly ResultColumn[],
  objects: ObjectStore,
): Promise<void> {
  const { bucket, key } = locate(outputLocation);
  await objects.put(bucket, key, content, 'application/octet-stream');
  await objects.put(bucket, `${key}.metadata`, metadataFile(id, columns), 'application/octet-stream');
}
