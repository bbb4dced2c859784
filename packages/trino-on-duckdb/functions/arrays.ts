import { coerce } from '../expressions/coerce';
import { invalidArgument } from '../trino-error';
import { arrayOf, type Type, UNKNOWN, VARCHAR } from '../types/type';
import { addMonths } from '../user-defined-functions/calendar';
import { compareValues, identity } from '../user-defined-functions/compare-values';
import { add } from '../user-defined-functions/date-fields';
import type { Value } from '../user-defined-functions/value';
import { define, type FunctionDefinition, js, jsOfTypes, quickly, returning, sql } from './definition';

type Values = readonly Value[];

/** Types whose values DuckDB compares as Trino does. */
const ALIKE = ['varchar', 'boolean', 'tinyint', 'smallint', 'integer', 'bigint', 'decimal', 'date'];

/** https://trino.io/docs/476/functions/array.html */
export const ARRAYS: readonly FunctionDefinition[] = [
  sql('cardinality(array(T)) -> bigint', list => `len(${list})`),
  js('$subscript(array(T), bigint) -> T', (list, index) => {
    if (index === 0n) throw invalidArgument('SQL array indices start at 1');
    if (index < 0n) throw invalidArgument(`Array subscript is negative: ${index}`);
    if (index > list.length) throw invalidArgument(`Array subscript must be less than or equal to array length: ${index} > ${list.length}`);
    return list[Number(index) - 1] ?? null;
  }),
  js('element_at(array(T), bigint) -> T', (list, index) => {
    if (index === 0n) throw invalidArgument('SQL array indices start at 1');
    return list.at(index > 0n ? Number(index) - 1 : Number(index)) ?? null;
  }),
  js(
    'contains(array(T), T) -> boolean',
    (list, value) => list.some(item => item !== null && identity(item) === identity(value)) || (list.includes(null) ? null : false),
  ),
  js('array_position(array(T), T) -> bigint', (list, value) =>
    BigInt(list.findIndex(item => item !== null && identity(item) === identity(value)) + 1),
  ),
  js('array_remove(array(T), T) -> array(T)', (list, value) => list.filter(item => item === null || identity(item) !== identity(value))),
  js('array_distinct(array(T)) -> array(T)', list => unique(list)),
  js('array_sort(array(E)) -> array(E)', list =>
    [...list.filter(item => item !== null)].sort(compareValues).concat(list.filter(item => item === null)),
  ),
  js('array_max(array(E)) -> E', list => extreme(list, 1)),
  js('array_min(array(E)) -> E', list => extreme(list, -1)),
  js('array_union(array(T), array(T)) -> array(T)', (a, b) => unique([...a, ...b])),
  js('array_intersect(array(T), array(T)) -> array(T)', (a, b) => unique(a).filter(item => has(b, item))),
  js('array_except(array(T), array(T)) -> array(T)', (a, b) => unique(a).filter(item => !has(b, item))),
  quickly(
    js(
      'arrays_overlap(array(T), array(T)) -> boolean',
      (a, b) =>
        a.some(item => item !== null && has(b, item)) ||
        (a.length > 0 && b.length > 0 && (a.includes(null) || b.includes(null)) ? null : false),
    ),
    ({ arguments: [a, b] }) => {
      const [x, y] = [a?.sql, b?.sql];
      if (!ALIKE.includes(a?.type.of?.[0]?.name ?? '') || x === undefined || y === undefined) return undefined;
      const hasNull = `list_aggregate(${x}, 'count') < len(${x}) OR list_aggregate(${y}, 'count') < len(${y})`;
      const open = `len(${x}) > 0 AND len(${y}) > 0 AND (${hasNull})`;
      return { sql: unlessNull([x, y], `CASE WHEN list_has_any(${x}, ${y}) THEN true WHEN ${open} THEN NULL ELSE false END`) };
    },
  ),
  joined('array_join(array(T), varchar) -> varchar'),
  joined('array_join(array(T), varchar, varchar) -> varchar'),
  sql('concat(array(T), array(T)...) -> array(T)', (...lists) => unlessNull(lists, `list_concat(${lists.join(', ')})`)),
  sql('concat(array(T), T) -> array(T)', (list, item) => unlessNull([list, item], `list_append(${list}, ${item})`)),
  sql('concat(T, array(T)) -> array(T)', (item, list) => unlessNull([list, item], `list_prepend(${item}, ${list})`)),
  sql('flatten(array(array(T))) -> array(T)', list => `flatten(${list})`),
  sql('reverse(array(T)) -> array(T)', list => `list_reverse(${list})`),
  js('slice(array(T), bigint, bigint) -> array(T)', (list, start, length) => {
    if (start === 0n) throw invalidArgument('SQL array indices start at 1');
    if (length < 0n) throw invalidArgument('length must be greater than or equal to 0');
    const from = start > 0n ? Number(start) - 1 : list.length + Number(start);
    return from < 0 ? [] : list.slice(from, from + Number(length));
  }),
  js('trim_array(array(T), bigint) -> array(T)', (list, count) => {
    if (count < 0n) throw invalidArgument(`size must not be negative: ${count}`);
    if (count > list.length) throw invalidArgument(`size must not exceed array cardinality ${list.length}: ${count}`);
    return list.slice(0, list.length - Number(count));
  }),
  js('sequence(bigint, bigint) -> array(bigint)', (start, stop) => sequence(start, stop, start <= stop ? 1n : -1n)),
  js('sequence(bigint, bigint, bigint) -> array(bigint)', sequence),
  js('sequence(date, date) -> array(date)', (start, stop) => days(start, stop, start <= stop ? 1n : -1n)),
  js('sequence(date, date, interval day to second) -> array(date)', (start, stop, step) => {
    if (step % 86_400_000n !== 0n) throw invalidArgument('sequence step must be a day interval if start and end values are dates');
    return days(start, stop, step / 86_400_000n);
  }),
  js('sequence(date, date, interval year to month) -> array(date)', (start, stop, step) =>
    sequenceOf(start, stop, step, index => addMonths(start, step * index)),
  ),
  returning(
    finest,
    js('sequence(timestamp(p), timestamp(q), interval day to second) -> array(timestamp(p))', (start, stop, step) =>
      sequenceOf(start, stop, step, index => add('millisecond', step * BigInt(index), start)),
    ),
  ),
  returning(
    finest,
    js('sequence(timestamp(p), timestamp(q), interval year to month) -> array(timestamp(p))', (start, stop, step) =>
      sequenceOf(start, stop, step, index => add('month', BigInt(step * index), start)),
    ),
  ),
  ...[2, 3, 4, 5].map(count => zip(count)),
  js('combinations(array(T), bigint) -> array(array(T))', (list, size) => {
    if (size < 0n) throw invalidArgument(`combination size must not be negative: ${size}`);
    if (size > 5n) throw invalidArgument(`combination size must not exceed 5: ${size}`);
    let count = 1;
    for (let place = 0; place < Number(size); place += 1) count = (count * Math.max(list.length - place, 0)) / (place + 1);
    if (count > MOST_COMBINATIONS) throw invalidArgument('combinations exceed max size');
    return combinations(list, Number(size));
  }),
  js(
    'contains_sequence(array(T), array(T)) -> boolean',
    (list, part) =>
      list.some(
        (_, start) =>
          start + part.length <= list.length && part.every((item, index) => identity(item) === identity(list[start + index] ?? null)),
      ) || part.length === 0,
  ),
  jsOfTypes('repeat(T, bigint) -> array(T)', () => repeat, { nullable: true }),
  js('ngrams(array(T), bigint) -> array(array(T))', (list, size) => {
    if (size <= 0n) throw invalidArgument('N must be positive');
    const width = Math.min(Number(size), list.length);
    return Array.from({ length: list.length - width + 1 }, (_, index) => list.slice(index, index + width));
  }),
];

function finest([a, b]: readonly Type[]): Type {
  return arrayOf({ name: 'timestamp', size: Math.max(a?.size ?? 3, b?.size ?? 3) });
}

/** Rows of the elements that stand at the same place; the shorter lists are filled up with NULLs. */
function zip(count: number): FunctionDefinition {
  const parameters = 'ABCDE'
    .slice(0, count)
    .split('')
    .map(letter => `array(${letter})`);
  const rows = (lists: readonly Type[]): Type => arrayOf({ name: 'row', of: lists.map(list => list.of?.[0] ?? UNKNOWN) });
  const signature: string = `zip(${parameters.join(', ')}) -> array(A)`;
  return returning(
    rows,
    js(signature, (...lists: Values[]) =>
      Array.from({ length: Math.max(...lists.map(list => list.length)) }, (_, index) => lists.map(list => list[index] ?? null)),
    ),
  );
}

const MOST_COMBINATIONS = 100_000;

function combinations(list: Values, size: number): Value[][] {
  if (size === 0) return [[]];
  const last = list.at(-1);
  if (last === undefined) return [];
  const without = list.slice(0, -1);
  return [...combinations(without, size), ...combinations(without, size - 1).map(rest => [...rest, last])];
}

function unlessNull(lists: readonly (string | undefined)[], sqlText: string): string {
  return `CASE WHEN ${lists.map(list => `${list} IS NULL`).join(' OR ')} THEN NULL ELSE ${sqlText} END`;
}

function unique(list: Values): Value[] {
  const seen = new Map<string, Value>();
  for (const item of list) if (!seen.has(identity(item))) seen.set(identity(item), item);
  return [...seen.values()];
}

function has(list: Values, value: Value): boolean {
  return list.some(item => identity(item) === identity(value));
}

/** NULL if the list is empty or holds a NULL; a NaN is more than all. */
function extreme(list: Values, sign: 1 | -1): Value {
  if (list.length === 0 || list.includes(null)) return null;
  return list.reduce((best, item) => (compareValues(item, best) * sign > 0 ? item : best));
}

/** Each element as its cast to text, NULLs left out unless a text for them is given. */
function joined(signature: string): FunctionDefinition {
  return define(signature, true, ({ arguments: given, udfs }) => {
    const [list, ...rest] = given;
    const element = list?.type.of?.[0] ?? VARCHAR;
    const text = coerce({ type: element, sql: 'element', fails: false }, VARCHAR, udfs);
    const texts = `list_transform(${list?.sql}, lambda element: ${text.sql})`;
    const call = ([items = null, separator = null, otherwise]: Values): Value => {
      if (!Array.isArray(items)) return null;
      const shown: Values = otherwise === undefined ? items.filter(item => item !== null) : items.map(item => item ?? otherwise);
      return shown.join(String(separator));
    };
    const parameters = [arrayOf(VARCHAR), ...rest.map(() => VARCHAR)];
    return udfs.sql({ name: 'array_join', parameters, returns: VARCHAR, call }, [texts, ...rest.map(argument => argument.sql)]);
  });
}

function sequence(start: bigint, stop: bigint, step: bigint): bigint[] {
  return sequenceOf(start, stop, step, index => start + step * BigInt(index));
}

function days(start: number, stop: number, step: bigint): number[] {
  return sequence(BigInt(start), BigInt(stop), step).map(Number);
}

/** From `start` up or down to `stop`, which need not be met. */
function sequenceOf<T extends number | bigint>(start: T, stop: T, step: number | bigint, at: (index: number) => T): T[] {
  if (Number(step) === 0) throw invalidArgument('step must not be zero');
  if (step > 0 ? stop < start : stop > start)
    throw invalidArgument(
      'sequence stop value should be greater than or equal to start value if step is greater than zero otherwise stop should be less than or equal to start',
    );
  const items: T[] = [];
  for (let item = start; step > 0 ? item <= stop : item >= stop; item = at(items.length)) {
    if (items.length === MOST_ELEMENTS)
      throw invalidArgument(`result of sequence function must not have more than ${MOST_ELEMENTS} entries`);
    items.push(item);
  }
  return items;
}

function repeat([value = null, count = null]: Values): Value {
  if (count === null) return null;
  if (Number(count) < 0) throw invalidArgument('count argument of repeat function must be greater than or equal to 0');
  if (Number(count) > MOST_ELEMENTS)
    throw invalidArgument(`count argument of repeat function must be less than or equal to ${MOST_ELEMENTS}`);
  return Array.from({ length: Number(count) }, () => value);
}

const MOST_ELEMENTS = 10_000;
