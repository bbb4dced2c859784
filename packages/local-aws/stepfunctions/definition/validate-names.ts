import type { JsonObject } from '../../json-object';
import { type Diagnostic, error } from './diagnostic';
import { scopesIn, statesOf } from './validate-transitions';

/** The name of a state is there once in the whole machine, whatever branch it is in. */
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
