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
  const values = new Map(entries);
  // JavaScript orders strings by UTF-16 units, which differs from UTF-8 above U+FFFF. A string with one character per byte compares as the bytes do.
  const order = [...values.keys()].map(asBytes).sort(byBytes);
  return {
    get size() {
      return values.size;
    },
    get: key => values.get(key),
    set(key, value) {
      if (!values.has(key)) order.splice(lowerBound(order, asBytes(key)), 0, asBytes(key));
      values.set(key, value);
    },
    delete(key) {
      if (values.delete(key)) order.splice(lowerBound(order, asBytes(key)), 1);
    },
    *from(start) {
      for (let at = lowerBound(order, asBytes(start)); at < order.length; at++) {
        const key = fromBytes(order[at] ?? '');
        const value = values.get(key);
        if (value !== undefined) yield [key, value];
      }
    },
  };
}

function asBytes(key: string): string {
  return Buffer.from(key, 'utf8').toString('latin1');
}

function fromBytes(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function byBytes(a: string, b: string): number {
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
