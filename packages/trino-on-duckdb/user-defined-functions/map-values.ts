import { invalidArgument } from '../trino-error';
import type { Type } from '../types/type';
import { identity } from './compare-values';
import { printValue } from './print';
import { MapValue, type Value } from './value';

type Entry = readonly [Value, Value];

/** Fails where a key is NULL or there twice. */
export function mapOf(entries: readonly Entry[], keyType: Type): MapValue {
  const seen = new Set<string>();
  for (const [key] of entries) {
    if (key === null) throw invalidArgument('map key cannot be null');
    if (seen.has(identity(key))) throw invalidArgument(`Duplicate map keys (${printValue(key, keyType)}) are not allowed`);
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
