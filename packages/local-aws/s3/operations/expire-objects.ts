import { removeObject } from './delete-object';
import type { Context } from './operation';

export interface ObjectRetention {
  /** Objects under a prefix that are older than so many days expire, as by a lifecycle rule. */
  readonly rules?: readonly { readonly bucket: string; readonly prefix: string; readonly days: number }[];
  /** Objects that stay at any age. */
  readonly keep?: (key: string) => boolean;
  /** Multipart uploads that began so many days ago are aborted. */
  readonly uploadDays?: number;
}

const DAY_MS = 86_400_000;

/** Removes what is too old. Gives the number of objects. Their events say that they expired. */
export async function expireObjects(
  context: Context,
  { rules = [], keep = () => false, uploadDays = Number.POSITIVE_INFINITY }: ObjectRetention,
): Promise<number> {
  const { storage, now } = context;
  const isOlder = (time: string, days: number) => now().getTime() - Date.parse(time) > days * DAY_MS;
  let count = 0;
  for (const { bucket: name, prefix, days } of rules) {
    if (!storage.has(name)) continue;
    const bucket = storage.bucket(name);
    const old: { key: string; etag: string }[] = [];
    for (const [key, object] of bucket.objects.from(prefix)) {
      if (!key.startsWith(prefix)) break;
      if (isOlder(object.lastModified, days) && !keep(key)) old.push(object);
    }
    for (const { key, etag } of old) {
      // One that was written again meanwhile is young.
      await removeObject(context, { bucket, key }, etag, 'Lifecycle Expiration').catch(() => undefined);
      count += 1;
    }
  }
  for (const { uploads } of storage.buckets())
    for (const { record } of uploads.all()) if (isOlder(record.initiated, uploadDays)) await uploads.remove(record.uploadId, record.key);
  return count;
}
