import { notSupported, TrinoError } from '../trino-error';
import { BOOLEAN, printType, type Type } from '../types/type';
import { compareValues, identity } from './compare-values';
import type { UserDefinedFunction } from './user-defined-function';
import { Decimal, MapValue, type Value, Zoned } from './value';

/** `=`, `<>`, `<`, … of arrays, rows and maps, and of decimals that have no type in common. */
export function comparison(operator: string, left: Type, right: Type): UserDefinedFunction {
  const call = ([a = null, b = null]: readonly Value[]): Value => {
    if (operator === '=' || operator === '<>') {
      const equal = equalValues(a, b);
      return equal === null ? null : equal === (operator === '=');
    }
    const order = orderOf(a, b, left);
    return operator.startsWith('<') ? order < 0 || (order === 0 && operator === '<=') : order > 0 || (order === 0 && operator === '>=');
  };
  return { name: `compare_${NAMES[operator] ?? ''}`, parameters: [left, right], returns: BOOLEAN, call };
}

const NAMES: Readonly<Record<string, string>> = { '=': 'eq', '<>': 'ne', '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' };

/** Two NULLs are the same here. */
export function distinction(type: Type): UserDefinedFunction {
  const call = ([a = null, b = null]: readonly Value[]): Value => identity(a) !== identity(b);
  return { name: 'is_distinct', parameters: [type, type], returns: BOOLEAN, nullable: true, call };
}

/** The value, unless a NULL or a NaN is in it, of which DuckDB thinks otherwise than Trino. */
export function plainOnly(type: Type): UserDefinedFunction {
  const call = ([value = null]: readonly Value[]): Value => {
    if (!isPlain(value)) throw notSupported(`Comparing or sorting a NULL or NaN inside of ${printType(type)}`);
    return value;
  };
  return { name: 'plain', parameters: [type], returns: type, call };
}

/** A time with a zone, unless others before it had another: where two are the same instant, it is chance which zone Trino shows. */
export function oneZone(name: string, type: Type): UserDefinedFunction {
  let first: string | undefined;
  const call = ([value = null]: readonly Value[]): Value => {
    if (!(value instanceof Zoned)) return value;
    first ??= value.zone;
    if (value.zone !== first) throw notSupported('Grouping times of several zones');
    return value;
  };
  return { name, parameters: [type], returns: type, call };
}

function isPlain(value: Value): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  return value !== null && !Number.isNaN(value);
}

/** Unknown (NULL) where a NULL inside could decide. */
function equalValues(a: Value, b: Value): boolean | null {
  if (a === null || b === null) return null;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    return every(a.map((item, index) => equalValues(item, b[index] ?? null)));
  }
  if (a instanceof MapValue && b instanceof MapValue) {
    if (a.entries.length !== b.entries.length) return false;
    return every(
      a.entries.map(([key, item]) => {
        const other = b.entries.find(entry => identity(entry[0]) === identity(key));
        return other ? equalValues(item, other[1]) : false;
      }),
    );
  }
  if (Number.isNaN(a) || Number.isNaN(b)) return false;
  return a instanceof Decimal ? compareValues(a, b) === 0 : identity(a) === identity(b);
}

function every(truths: readonly (boolean | null)[]): boolean | null {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function orderOf(a: Value, b: Value, { name, of = [] }: Type): number {
  if (!Array.isArray(a) || !Array.isArray(b)) return compareValues(a, b);
  for (const [index, item] of a.entries()) {
    if (index >= b.length) return 1;
    const other: Value = b[index] ?? null;
    if (item === null || other === null) {
      const [what, where] = name === 'row' ? ['ROW', 'fields'] : ['ARRAY', 'arrays'];
      throw new TrinoError('NOT_SUPPORTED', `${what} comparison not supported for ${where} with null elements`);
    }
    const order = orderOf(item, other, of[name === 'row' ? index : 0] ?? { name: 'unknown' });
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
