import { rescale } from './decimal-arithmetic';
import { Decimal, MapValue, type Value, Zoned } from './value';

/** Equal for values of one type that Trino takes for the same in DISTINCT, `contains` and the like. */
export function identity(value: Value): string {
  if (value instanceof Zoned) return `${value.instant}`;
  if (Array.isArray(value)) return JSON.stringify(value.map(identity));
  if (value instanceof MapValue) return JSON.stringify(value.entries.map(entry => identity(entry)).sort());
  return `${typeof value} ${value}`;
}

/** The order of Trino's values of one type: text by code points, false before true. */
export function compareValues(a: Value, b: Value): number {
  if (a instanceof Decimal && b instanceof Decimal) {
    const scale = Math.max(a.scale, b.scale);
    return compareValues(rescale(a, scale).unscaled, rescale(b, scale).unscaled);
  }
  if (a instanceof Zoned && b instanceof Zoned) return compareValues(a.instant, b.instant);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (Array.isArray(a) && Array.isArray(b)) {
    for (const [index, item] of a.entries()) {
      if (index >= b.length) return 1;
      const order = compareValues(item, b[index]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a === b ? 0 : (a ?? 0) < (b ?? 0) ? -1 : 1;
}
