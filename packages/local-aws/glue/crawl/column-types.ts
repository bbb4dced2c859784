/** A column's type in a table. */
export type ColumnType = 'boolean' | 'smallint' | 'int' | 'bigint' | 'float' | 'double' | 'date' | 'timestamp' | 'string';

/** The types that fit every value seen so far, and whether any value was seen: an empty field says nothing. */
export interface Evidence {
  readonly fitting: readonly ColumnType[];
  readonly seen: boolean;
}

/**
 * What the crawler infers for CSV: dates and timestamps stay text, numbers are `bigint` or `double`.
 * Each list goes from the narrowest type to the widest; what fits none is `string`.
 */
export const INFERRED: readonly ColumnType[] = ['boolean', 'bigint', 'double'];

const BY_CUSTOM_NAME: Readonly<Record<string, ColumnType>> = {
  BOOLEAN: 'boolean',
  SHORT: 'smallint',
  INT: 'int',
  LONG: 'bigint',
  FLOAT: 'float',
  DOUBLE: 'double',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
};

/** A custom classifier's own list, narrowest first regardless of its order. */
export function customTypes(names: readonly string[]): readonly ColumnType[] {
  return Object.entries(BY_CUSTOM_NAME).flatMap(([name, type]) => (names.includes(name) ? [type] : []));
}

const INTEGER = /^[+-]?\d{1,19}$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

const FITS: Readonly<Record<ColumnType, (text: string) => boolean>> = {
  boolean: text => /^(true|false)$/i.test(text),
  smallint: text => isInteger(text, 16n),
  int: text => isInteger(text, 32n),
  bigint: text => isInteger(text, 64n),
  float: text => NUMBER.test(text),
  double: text => NUMBER.test(text),
  date: text => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
  timestamp: text =>
    /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,9})?$/.test(text) && !Number.isNaN(Date.parse(`${text.replace(' ', 'T')}Z`)),
  string: () => true,
};

function isInteger(text: string, bits: bigint): boolean {
  if (!INTEGER.test(text)) return false;
  // Fifteen digits fit 64 bits without a closer look; this is the hot path.
  if (bits === 64n && text.length <= 15) return true;
  return BigInt.asIntN(Number(bits), BigInt(text.replace('+', ''))) === BigInt(text.replace('+', ''));
}

export function noEvidence(types: readonly ColumnType[]): Evidence {
  return { fitting: types, seen: false };
}

/** What is left of a column's evidence after one more value. */
export function withValue(evidence: Evidence, text: string): Evidence {
  if (text === '' || evidence.fitting.length === 0) return evidence;
  // Nearly every value fits what its column is known to be.
  if (evidence.seen && evidence.fitting.every(type => FITS[type](text))) return evidence;
  return { fitting: evidence.fitting.filter(type => FITS[type](text)), seen: true };
}

/** The evidence of two parts of one column. */
export function together(a: Evidence, b: Evidence): Evidence {
  if (!a.seen) return b;
  if (!b.seen) return a;
  return { fitting: a.fitting.filter(type => b.fitting.includes(type)), seen: true };
}

export function typeOf({ fitting, seen }: Evidence): ColumnType {
  return (seen ? fitting[0] : undefined) ?? 'string';
}
