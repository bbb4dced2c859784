import { AGGREGATE_DEFINITIONS } from './aggregates';
import { ARRAYS } from './arrays';
import { BINARY } from './binary';
import { DATES } from './dates';
import { MAPS } from './maps';
import { MATHS } from './maths';
import { REGULAR_EXPRESSIONS } from './regular-expressions';
import { STRINGS } from './strings';
import { URLS } from './urls';
import { WINDOWS } from './windows';

/** Every scalar function, by name, with its overloads in the order in which they are tried. */
export const FUNCTIONS = byName([...STRINGS, ...REGULAR_EXPRESSIONS, ...MATHS, ...DATES, ...ARRAYS, ...MAPS, ...BINARY, ...URLS]);
export const AGGREGATES = byName(AGGREGATE_DEFINITIONS);
/** The functions that only make sense OVER a window. */
export const WINDOW_FUNCTIONS = byName(WINDOWS);

function byName<D extends { readonly name: string }>(definitions: readonly D[]): ReadonlyMap<string, readonly D[]> {
  const map = new Map<string, D[]>();
  for (const definition of definitions) map.set(definition.name, [...(map.get(definition.name) ?? []), definition]);
  return map;
}
