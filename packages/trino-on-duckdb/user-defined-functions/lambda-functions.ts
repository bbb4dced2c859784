import { invalidArgument } from '../trino-error';
import { arrayOf, INTEGER, type Type, UNKNOWN, VARCHAR } from '../types/type';
import { identity } from './compare-values';
import { mapOf } from './map-values';
import { regularExpression } from './regular-expression';
import type { UserDefinedFunction } from './user-defined-function';
import { MapValue, type Value } from './value';

/** Sorts a list; the second argument says how each two of its elements compare. */
export function sortedBy(list: Type): UserDefinedFunction {
  const call = ([values = null, table = null]: readonly Value[]): Value => {
    if (!Array.isArray(values) || !Array.isArray(table)) return null;
    const order = (a: number, b: number): number => {
      const found: Value = table[a][b];
      if (found !== -1 && found !== 0 && found !== 1) throw invalidArgument('Lambda comparator must return either -1, 0, or 1');
      return found;
    };
    return [...values.keys()].sort(order).map(index => values[index] ?? null);
  };
  return { name: 'array_sort_by', parameters: [list, arrayOf(arrayOf(INTEGER))], returns: list, call };
}

export function mapFromEntries(key: Type, value: Type): UserDefinedFunction {
  const call = ([entries = null]: readonly Value[]): Value => (Array.isArray(entries) ? mapOf(entries, key) : null);
  return { name: 'map_of', parameters: [arrayOf({ name: 'row', of: [key, value] })], returns: { name: 'map', of: [key, value] }, call };
}

/** The keys of two maps, each with its value in both. */
export function zippedEntries(a: Type, b: Type): UserDefinedFunction {
  const [key = UNKNOWN, first = UNKNOWN] = a.of ?? [];
  const [, second = UNKNOWN] = b.of ?? [];
  const call = ([left = null, right = null]: readonly Value[]): Value => {
    if (!(left instanceof MapValue) || !(right instanceof MapValue)) return null;
    const rows = new Map<string, [Value, Value, Value]>();
    for (const [name, value] of left.entries) rows.set(identity(name), [name, value, null]);
    for (const [name, value] of right.entries) rows.set(identity(name), [name, rows.get(identity(name))?.[1] ?? null, value]);
    return [...rows.values()];
  };
  return { name: 'map_zip', parameters: [a, b], returns: arrayOf({ name: 'row', of: [key, first, second] }), call };
}

/** What REGEXP_REPLACE with a function needs: text and pattern, then the groups of each match; and replacements put in the matches' places. */
export function regularExpressionGroups(): { readonly split: UserDefinedFunction; readonly join: UserDefinedFunction } {
  const pieces = arrayOf(arrayOf(VARCHAR));
  const split = ([text = null, pattern = null]: readonly Value[]): Value => [
    [text, pattern],
    ...[...String(text).matchAll(regularExpression(String(pattern)))].map(match => match.slice(1).map(group => group ?? null)),
  ];
  const join = ([parts = null, replaced = null]: readonly Value[]): Value => {
    if (!Array.isArray(parts) || !Array.isArray(replaced)) return null;
    const [[text, pattern]] = parts;
    if (replaced.includes(null)) return null;
    const replacements = [...replaced];
    return String(text).replaceAll(regularExpression(String(pattern)), () => replacements.shift() ?? '');
  };
  return {
    split: { name: 'regexp_groups', parameters: [VARCHAR, VARCHAR], returns: pieces, call: split },
    join: { name: 'regexp_join', parameters: [pieces, arrayOf(VARCHAR)], returns: VARCHAR, call: join },
  };
}
