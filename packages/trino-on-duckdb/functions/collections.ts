import { invalidArgument } from '../trino-error';
import { compareValues, identity } from '../user-defined-functions/compare-values';
import { multimapOf } from '../user-defined-functions/map-values';
import { MapValue, type Value } from '../user-defined-functions/value';
import { type AggregateDefinition, fold, type Rows } from './aggregate-definition';

type Entry = readonly [Value, Value];

const entriesOf = (rows: Rows): Entry[] => rows.map(([key = null, value = null]) => [key, value]);

/** The aggregates that give a map or an array. */
export const COLLECTIONS: readonly AggregateDefinition[] = [
  fold('map_agg(K, V) -> map(K,V)', rows => firstOfEach(entriesOf(rows))),
  fold('multimap_agg(K, V) -> map(K,array(V))', rows => orNull(multimapOf(entriesOf(rows)))),
  fold('map_union(map(K,V)) -> map(K,V)', rows =>
    firstOfEach(rows.flatMap(([map]): readonly Entry[] => (map instanceof MapValue ? map.entries : []))),
  ),
  fold('histogram(T) -> map(T,bigint)', rows => {
    const groups = multimapOf(rows.map(([value = null]): Entry => [value, null]));
    return orNull(new MapValue(groups.entries.map(([value, found]) => [value, BigInt(Array.isArray(found) ? found.length : 0)])));
  }),
  ...(['max', 'min'] as const).flatMap(name => [
    fold(`${name}(E, bigint) -> array(E)`, rows => {
      const values = rows.flatMap(([value = null]) => (value === null ? [] : [value]));
      return values.length === 0 ? null : best(name, `${name}_n`, values, value => value, rows[0]?.[1]);
    }),
    fold(`${name}_by(T, E, bigint) -> array(T)`, rows => {
      const known = rows.filter(row => (row[1] ?? null) !== null);
      const found = best(name, `${name}_by`, known, row => row[1] ?? null, rows[0]?.[2]);
      return found.length === 0 ? null : found.map(row => row[0] ?? null);
    }),
  ]),
];

function orNull(map: MapValue): MapValue | null {
  return map.entries.length === 0 ? null : map;
}

/** The first value that comes for a key is the one that counts. */
function firstOfEach(entries: readonly Entry[]): MapValue | null {
  const first = new Map<string, Entry>();
  for (const entry of entries) if (entry[0] !== null && !first.has(identity(entry[0]))) first.set(identity(entry[0]), entry);
  return orNull(new MapValue([...first.values()]));
}

function best<T>(name: 'max' | 'min', shown: string, items: readonly T[], key: (item: T) => Value, count: Value | undefined): T[] {
  const most = Number(count);
  if (most <= 0) throw invalidArgument(`second argument of ${shown} must be positive`);
  if (most > 10_000) throw invalidArgument(`second argument of ${shown} must be less than or equal to 10000; found ${most}`);
  const sign = name === 'max' ? -1 : 1;
  return [...items].sort((a, b) => compareValues(key(a), key(b)) * sign).slice(0, most);
}
