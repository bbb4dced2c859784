import { invalidArgument } from '../trino-error';
import { type Type, UNKNOWN } from '../types/type';
import { identity } from '../user-defined-functions/compare-values';
import { mapOf, multimapOf } from '../user-defined-functions/map-values';
import { printValue } from '../user-defined-functions/print';
import { MapValue, type Value } from '../user-defined-functions/value';
import { type FunctionDefinition, js, jsOfTypes, sql } from './definition';

type Entry = readonly [Value, Value];

/** https://trino.io/docs/476/functions/map.html */
export const MAPS: readonly FunctionDefinition[] = [
  sql('map() -> map(unknown,unknown)', () => 'MAP([]::INTEGER[], []::INTEGER[])'),
  jsOfTypes('map(array(K), array(V)) -> map(K,V)', (_, returns) => ([keys, values]) => {
    if (!Array.isArray(keys) || !Array.isArray(values)) return null;
    if (keys.length !== values.length) throw invalidArgument('Key and value arrays must be the same length');
    return mapOf(
      keys.map((key, index) => [key, values[index] ?? null]),
      keyTypeOf(returns),
    );
  }),
  jsOfTypes(
    'map_from_entries(array(row(K,V))) -> map(K,V)',
    (_, returns) =>
      ([entries = null]) =>
        mapOf(entriesOf(entries), keyTypeOf(returns)),
  ),
  js('multimap_from_entries(array(row(K,V))) -> map(K,array(V))', entries => multimapOf(entriesOf(entries))),
  js('element_at(map(K,V), K) -> V', (map, key) => find(map, key)?.[1] ?? null),
  jsOfTypes('$subscript(map(K,V), K) -> V', ([map]) => ([given = null, key = null]) => {
    const entry = find(given, key);
    if (!entry) throw invalidArgument(`Key not present in map: ${printValue(key, keyTypeOf(map))}`);
    return entry[1];
  }),
  sql('cardinality(map(K,V)) -> bigint', map => `CAST(cardinality(${map}) AS BIGINT)`),
  sql('map_keys(map(K,V)) -> array(K)', map => `map_keys(${map})`),
  sql('map_values(map(K,V)) -> array(V)', map => `map_values(${map})`),
  js('map_entries(map(K,V)) -> array(row(K,V))', map => pairs(map)),
  js('map_concat(map(K,V), map(K,V)...) -> map(K,V)', (...maps) => union(maps)),
  js('split_to_map(varchar, varchar, varchar) -> map(varchar,varchar)', (text, between, inside) => {
    const entries = splitEntries(text, between, inside);
    const repeated = entries.find(([key], index) => entries.findIndex(other => other[0] === key) < index);
    if (repeated) throw invalidArgument(`Duplicate keys (${repeated[0]}) are not allowed`);
    return new MapValue(entries);
  }),
  js('split_to_multimap(varchar, varchar, varchar) -> map(varchar,array(varchar))', (text, between, inside) =>
    multimapOf(splitEntries(text, between, inside)),
  ),
];

function keyTypeOf(map: Type | undefined): Type {
  return map?.of?.[0] ?? UNKNOWN;
}

function entriesOf(list: Value): Entry[] {
  return (Array.isArray(list) ? list : []).map((entry: Value): Entry => {
    if (!Array.isArray(entry)) throw invalidArgument('map entry cannot be null');
    return [entry[0] ?? null, entry[1] ?? null];
  });
}

function pairs(map: Value): readonly Entry[] {
  return map instanceof MapValue ? map.entries : [];
}

function find(map: Value, key: Value): Entry | undefined {
  return pairs(map).find(entry => identity(entry[0]) === identity(key));
}

/** Of keys that are there more than once the last map's value counts. */
function union(maps: readonly Value[]): MapValue {
  return new MapValue([...new Map(maps.flatMap(pairs).map(entry => [identity(entry[0]), entry])).values()]);
}

function splitEntries(text: string, between: string, inside: string): Entry[] {
  if (between === '') throw invalidArgument('entryDelimiter is empty');
  if (inside === '') throw invalidArgument('keyValueDelimiter is empty');
  if (between === inside) throw invalidArgument('entryDelimiter and keyValueDelimiter must not be the same');
  return text
    .split(between)
    .filter(entry => entry !== '')
    .map((entry): Entry => {
      const at = entry.indexOf(inside);
      if (at < 0 || entry.includes(inside, at + inside.length))
        throw invalidArgument(`Key-value delimiter must appear exactly once in each entry. Bad input: '${entry}'`);
      return [entry.slice(0, at), entry.slice(at + inside.length)];
    });
}
