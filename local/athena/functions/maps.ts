import { identity } from '../natives/compare-values';
import { printValue } from '../natives/print';
import { MapValue, type Value } from '../natives/value';
import { TrinoError } from '../trino-error';
import { type Type, UNKNOWN } from '../types/type';
import { define, type FunctionDefinition, js, sql } from './definition';

const invalid = (message: string) => new TrinoError('INVALID_FUNCTION_ARGUMENT', message);
type Entry = readonly [Value, Value];

/** https://trino.io/docs/476/functions/map.html */
export const MAPS: readonly FunctionDefinition[] = [
  sql('map() -> map(unknown,unknown)', () => 'MAP([]::INTEGER[], []::INTEGER[])'),
  building('map(array(K), array(V)) -> map(K,V)', ([keys, values], keyType) => {
    if (!Array.isArray(keys) || !Array.isArray(values)) return null;
    if (keys.length !== values.length) throw invalid('Key and value arrays must be the same length');
    return mapOf(
      keys.map((key, index) => [key, values[index] ?? null]),
      keyType,
    );
  }),
  building('map_from_entries(array(row(K,V))) -> map(K,V)', ([entries], keyType) => mapOf(entriesOf(entries), keyType)),
  building('multimap_from_entries(array(row(K,V))) -> map(K,array(V))', ([entries]) => multimapOf(entriesOf(entries))),
  js('element_at(map(K,V), K) -> V', (map, key) => find(map, key)?.[1] ?? null),
  {
    ...sql('$subscript(map(K,V), K) -> V', () => ''),
    fails: true,
    emit({ arguments: given, returns, natives }) {
      const [keyType = UNKNOWN] = given[0]?.type.of ?? [];
      const call = ([map = null, key = null]: readonly Value[]): Value => {
        const entry = find(map, key);
        if (!entry) throw invalid(`Key not present in map: ${printValue(key, keyType)}`);
        return entry[1];
      };
      const parameters = given.map(argument => argument.type);
      return natives.sql(
        { name: 'subscript', parameters, returns, call },
        given.map(argument => argument.sql),
      );
    },
  },
  sql('cardinality(map(K,V)) -> bigint', map => `CAST(cardinality(${map}) AS BIGINT)`),
  sql('map_keys(map(K,V)) -> array(K)', map => `map_keys(${map})`),
  sql('map_values(map(K,V)) -> array(V)', map => `map_values(${map})`),
  js('map_entries(map(K,V)) -> array(row(K,V))', map => pairs(map)),
  js('map_concat(map(K,V), map(K,V)...) -> map(K,V)', (...maps) => union(maps)),
  js('split_to_map(varchar, varchar, varchar) -> map(varchar,varchar)', (text, between, inside) => {
    const entries = splitEntries(text, between, inside);
    const repeated = entries.find(([key], index) => entries.findIndex(other => other[0] === key) < index);
    if (repeated) throw invalid(`Duplicate keys (${repeated[0]}) are not allowed`);
    return new MapValue(entries);
  }),
  js('split_to_multimap(varchar, varchar, varchar) -> map(varchar,array(varchar))', (text, between, inside) =>
    multimapOf(splitEntries(text, between, inside)),
  ),
];

/** A native that has to name a key of its result, and so needs the key's type. */
function building(signature: string, call: (values: readonly Value[], keyType: Type) => Value): FunctionDefinition {
  return define(signature, true, ({ arguments: given, returns, natives }) => {
    const parameters = given.map(argument => argument.type);
    const name = signature.slice(0, signature.indexOf('('));
    const native = { name, parameters, returns, call: (values: readonly Value[]) => call(values, returns.of?.[0] ?? UNKNOWN) };
    return natives.sql(
      native,
      given.map(argument => argument.sql),
    );
  });
}

function entriesOf(list: Value | undefined): Entry[] {
  return (Array.isArray(list) ? list : []).map((entry: Value): Entry => {
    if (!Array.isArray(entry)) throw invalid('map entry cannot be null');
    return [entry[0] ?? null, entry[1] ?? null];
  });
}

/** Fails where a key is NULL or there twice. */
export function mapOf(entries: readonly Entry[], keyType: Type): MapValue {
  const seen = new Set<string>();
  for (const [key] of entries) {
    if (key === null) throw invalid('map key cannot be null');
    if (seen.has(identity(key))) throw invalid(`Duplicate map keys (${printValue(key, keyType)}) are not allowed`);
    seen.add(identity(key));
  }
  return new MapValue(entries);
}

/** Every value under its key, in the order of the entries; entries without a key are left out. */
export function multimapOf(entries: readonly Entry[]): MapValue {
  const groups = new Map<string, { readonly key: Value; readonly values: Value[] }>();
  for (const [key, value] of entries) {
    if (key === null) continue;
    const group = groups.get(identity(key)) ?? { key, values: [] };
    groups.set(identity(key), group);
    group.values.push(value);
  }
  return new MapValue([...groups.values()].map(({ key, values }) => [key, values]));
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
  if (between === '') throw invalid('entryDelimiter is empty');
  if (inside === '') throw invalid('keyValueDelimiter is empty');
  if (between === inside) throw invalid('entryDelimiter and keyValueDelimiter must not be the same');
  return text
    .split(between)
    .filter(entry => entry !== '')
    .map((entry): Entry => {
      const at = entry.indexOf(inside);
      if (at < 0 || entry.includes(inside, at + inside.length))
        throw invalid(`Key-value delimiter must appear exactly once in each entry. Bad input: '${entry}'`);
      return [entry.slice(0, at), entry.slice(at + inside.length)];
    });
}
