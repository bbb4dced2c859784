import { PREFIXES } from '../../pipeline/prefixes';
import { parseRecord, type UploadRecord } from '../../pipeline/upload-record';
import type { Reads, StoredObject } from '../executions/reads';
import { readText } from '../executions/text';

export interface StoredRecord {
  readonly record: UploadRecord;
  readonly writtenAt: Date;
}

/** So many records are read at once. */
const AT_ONCE = 32;
const MOST_KEYS = 50_000;

/** Records by the key of their upload. One that cannot be read is left out, so that its upload is shown as open. */
export function createRecords(reads: Reads): () => Promise<ReadonlyMap<string, StoredRecord>> {
  let known = new Map<string, { readonly etag: string; readonly record: UploadRecord | undefined }>();

  return async () => {
    const objects = await listAll(reads, PREFIXES.uploads);
    const read = await inTurns(objects, AT_ONCE, async ({ key, etag }) => {
      const before = known.get(key);
      if (before?.etag === etag) return [key, before] as const;
      const file = await reads.openObject(key).catch(notAlone);
      return [key, { etag, record: file && parseRecord(await readText(file)) }] as const;
    });
    known = new Map(read);
    return new Map(
      objects.flatMap(({ key, lastModified }) => {
        const record = known.get(key)?.record;
        return record ? [[record.key, { record, writtenAt: lastModified }]] : [];
      }),
    );
  };
}

/** One object that S3 refuses is skipped; an error of the service is thrown. */
function notAlone(error: unknown): undefined {
  const isRefused = error instanceof Error && ['AccessDenied', 'InvalidObjectState'].includes(error.name);
  if (!isRefused) throw error;
}

/** Every object under a prefix. */
export async function listAll(reads: Reads, prefix: string): Promise<readonly StoredObject[]> {
  const found: StoredObject[] = [];
  let token: string | undefined;
  do {
    const { objects, nextToken } = await reads.listKeys({ prefix, limit: 1000, token });
    found.push(...objects);
    token = nextToken;
  } while (token !== undefined && found.length < MOST_KEYS);
  return found;
}

async function inTurns<T, U>(items: readonly T[], atOnce: number, work: (item: T) => Promise<U>): Promise<readonly U[]> {
  const done: U[] = [];
  for (let start = 0; start < items.length; start += atOnce)
    done.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))));
  return done;
}
