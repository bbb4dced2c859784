import { createHash } from 'node:crypto';
import { errorCode } from '../../data-folder/error-code';
import type { ObjectStore, StoredObject } from '../../s3/object-store';
import type { Classifier, CrawlerConfiguration, S3Target } from '../inputs';
import { classify } from './classify';
import { exclusion } from './exclusions';
import type { FileSchema } from './file-schema';
import { type CrawledFile, type FoundTable, fileTable, findTables } from './folders';

/** What each file was, by what it was then, so that a crawl reads only what is new. */
export type KnownSchemas = Map<string, FileSchema | undefined>;

export interface SurveyOptions {
  readonly objects: ObjectStore;
  readonly classifiers: readonly Classifier[];
  readonly configuration: CrawlerConfiguration;
  /** From the previous crawl. */
  readonly known: KnownSchemas;
  /** Gets an entry for each file that is there. */
  readonly found: KnownSchemas;
  readonly signal: AbortSignal;
}

/** Reads every file of a data store, one after the other, and decides which tables they make. */
export async function survey({ Path, Exclusions = [] }: S3Target, options: SurveyOptions): Promise<readonly FoundTable[]> {
  const { bucket, prefix } = parseS3Path(Path);
  const excluded = Exclusions.map(exclusion);
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const files: CrawledFile[] = [];
  for (const object of await options.objects.list(bucket, prefix)) {
    options.signal.throwIfAborted();
    const isTarget = object.key === prefix;
    if (!isTarget && (!object.key.startsWith(folder) || excluded.some(matches => matches(object.key.slice(folder.length))))) continue;
    const schema = await schemaOf(object, options);
    const folders = object.key.split('/');
    const file = { folders, name: folders.pop() ?? '' };
    if (schema && isTarget) return [fileTable({ ...file, schema })];
    if (schema) files.push({ ...file, schema });
  }
  const { TableGroupingPolicy, TableLevelConfiguration } = options.configuration.Grouping ?? {};
  const grouping = { combine: TableGroupingPolicy !== undefined, tableLevel: TableLevelConfiguration };
  return findTables(files, folder.split('/').slice(0, -1), grouping);
}

/** `s3://bucket/folder/` → its bucket, and `folder/`. */
export function parseS3Path(path: string): { bucket: string; prefix: string } {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(path) ?? [];
  return { bucket, prefix };
}

/** A file that was deleted since it was listed is passed over. */
async function schemaOf(object: StoredObject, { classifiers, known, found, signal }: SurveyOptions): Promise<FileSchema | undefined> {
  const key = createHash('sha256')
    .update(JSON.stringify([object.path, object.etag, object.size, classifiers]))
    .digest('base64url');
  try {
    const schema = known.has(key) ? known.get(key) : await classify(object.path, classifiers, signal);
    found.set(key, schema);
    return schema;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
