import type { JsonObject } from '../../json-object';
import { type Diagnostic, error } from './diagnostic';
import { scopesIn, statesOf } from './validate-transitions';

/** A state's name is unique in the whole machine, across branches. */
export function validateNames(definition: JsonObject): Diagnostic[] {
  const seen = new Set<string>();
  return scopesIn(definition, '').flatMap(([scope, path]) =>
    Object.keys(statesOf(scope)).flatMap(name => {
      if (seen.has(name)) return [error('DUPLICATE_STATE_NAME', `Duplicate State name: ${name}`, `${path}/States/${name}`)];
      seen.add(name);
      return [];
    }),
  );
}
