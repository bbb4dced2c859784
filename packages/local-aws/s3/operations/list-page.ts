import type { KeyIndex } from '../state/key-index';
import type { ObjectRecord } from '../state/records';

export interface PageRequest {
  readonly prefix: string;
  /** Keys that share what stands before it, after the prefix, are shown as one. Empty: none. */
  readonly delimiter: string;
  /** The page begins behind this key, or behind all keys of this common prefix. */
  readonly after: string;
  readonly limit: number;
}

export interface Page {
  readonly objects: readonly ObjectRecord[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of a page that others follow: the `after` of the next one. */
  readonly next: string | undefined;
}

/** One page of a listing. A common prefix counts as one, however many keys it stands for. */
export function listPage(objects: KeyIndex<ObjectRecord>, { prefix, delimiter, after, limit }: PageRequest): Page {
  const page = { objects: [] as ObjectRecord[], commonPrefixes: [] as string[] };
  if (limit === 0) return { ...page, next: undefined };
  let last = '';
  for (const [key, object] of objects.from(startOf(prefix, after))) {
    if (!key.startsWith(prefix)) break;
    const common = commonPrefix(key, prefix, delimiter);
    const shown = common ?? key;
    if (shown === after || (common !== undefined && common === last)) continue;
    if (page.objects.length + page.commonPrefixes.length === limit) return { ...page, next: last };
    if (common === undefined) page.objects.push(object);
    else page.commonPrefixes.push(common);
    last = shown;
  }
  return { ...page, next: undefined };
}

/** Whichever comes later in the order of bytes. */
function startOf(prefix: string, after: string): string {
  return Buffer.compare(Buffer.from(prefix), Buffer.from(after)) > 0 ? prefix : after;
}

/** What a key is shown as when others share its part up to the delimiter; undefined for a key that stands for itself. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
