import type { ObjectStore, StoredObject } from '../../s3/object-store';
import type { Classifier, CrawlerConfiguration, S3Target } from '../inputs';
import { classify } from './classify';
import { exclusion } from './exclusions';
import type { FileSchema } from './file-schema';
import { type CrawledFile, type FoundTable, findTables } from './folders';

/** Remembers what each file was, so that a crawl reads only what is new. */
export type SchemaCache = Map<string, FileSchema | undefined>;

export interface SurveyOptions {
  readonly objects: ObjectStore;
  readonly classifiers: readonly Classifier[];
  readonly configuration: CrawlerConfiguration;
  readonly cache: SchemaCache;
  readonly signal: AbortSignal;
}

/** Reads every file of a data store, one after the other, and decides which tables they make. */
export async function survey(
  { Path, Exclusions = [] }: S3Target,
  { objects, classifiers, configuration, cache, signal }: SurveyOptions,
): Promise<FoundTable[]> {
  const { bucket, prefix } = parseS3Path(Path);
  const excluded = Exclusions.map(exclusion);
  const files: CrawledFile[] = [];
  for (const object of await objects.list(bucket, prefix)) {
    signal.throwIfAborted();
    const isInside = prefix === '' || prefix.endsWith('/') || object.key === prefix || object.key.startsWith(`${prefix}/`);
    const relative = object.key.slice(prefix.length).replace(/^\//, '');
    if (!isInside || excluded.some(matches => matches(relative))) continue;
    const schema = await schemaOf(object, classifiers, cache, signal);
    const folders = object.key.split('/');
    const name = folders.pop() ?? '';
    if (schema) files.push({ folders, name, schema });
  }
  const root = prefix.split('/').filter(folder => folder !== '');
  const isFile = files.length === 1 && files[0]?.name !== '' && [...(files[0]?.folders ?? []), files[0]?.name].join('/') === prefix;
  const { TableGroupingPolicy, TableLevelConfiguration } = configuration.Grouping ?? {};
  return findTables(files, isFile ? root.slice(0, -1) : root, {
    combine: TableGroupingPolicy !== undefined,
    tableLevel: TableLevelConfiguration,
  });
}

/** `s3://bucket/folder/` → its bucket, and `folder/`. */
export function parseS3Path(path: string): { bucket: string; prefix: string } {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(path) ?? [];
  return { bucket, prefix };
}

async function schemaOf(
  object: StoredObject,
  classifiers: readonly Classifier[],
  cache: SchemaCache,
  signal: AbortSignal,
): Promise<FileSchema | undefined> {
  const key = JSON.stringify([object.path, object.etag, object.size, classifiers]);
  if (!cache.has(key)) cache.set(key, await classify(object.path, classifiers, signal));
  return cache.get(key);
}
