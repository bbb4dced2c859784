/** Values by key, walked in the order of the keys' UTF-8 bytes, which is S3's. */
export interface KeyIndex<T> {
  readonly size: number;
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
  /** The values of keys from `start` on (`start` included if it is a key). */
  from(start: string): Iterable<readonly [key: string, value: T]>;
}

export function createKeyIndex<T>(entries: Iterable<readonly [string, T]> = []): KeyIndex<T> {
  const byBytes = new Map<string, readonly [string, T]>();
  for (const entry of entries) byBytes.set(asBytes(entry[0]), entry);
  const order = [...byBytes.keys()].sort(inOrder);
  return {
    get size() {
      return order.length;
    },
    get: key => byBytes.get(asBytes(key))?.[1],
    set(key, value) {
      const bytes = asBytes(key);
      if (!byBytes.has(bytes)) order.splice(lowerBound(order, bytes), 0, bytes);
      byBytes.set(bytes, [key, value]);
    },
    delete(key) {
      const bytes = asBytes(key);
      if (byBytes.delete(bytes)) order.splice(lowerBound(order, bytes), 1);
    },
    *from(start) {
      for (let at = lowerBound(order, asBytes(start)); at < order.length; at++) {
        const entry = byBytes.get(order[at] ?? '');
        if (entry) yield entry;
      }
    },
  };
}

/** JavaScript orders strings by UTF-16 units, which differs from UTF-8 above U+FFFF. With one character per byte they compare as the bytes do. */
function asBytes(key: string): string {
  return Buffer.from(key, 'utf8').toString('latin1');
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The first position whose entry is not less than `wanted`. */
function lowerBound(order: readonly string[], wanted: string): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((order[middle] ?? '') < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
