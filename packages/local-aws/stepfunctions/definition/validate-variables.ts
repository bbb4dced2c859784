import { isObject, type JsonObject } from '../../json-object';
import { inObject } from './checks';
import { type Diagnostic, error, wrongSchema } from './diagnostic';
import { type Placed, placed, scopesOf, statesOf, targetsOf } from './validate-transitions';

/** Names of variables, and that no inner scope assigns what was assigned on the way to it. */
export function validateVariables(definition: JsonObject): Diagnostic[] {
  return validateIn(definition, '', new Set());
}

function validateIn(scope: JsonObject, path: string, outer: ReadonlySet<string>): Diagnostic[] {
  const States = statesOf(scope);
  return Object.entries(States).flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    const at = `${path}/States/${name}`;
    const before = new Set([...outer, ...assignedBefore(States, name)]);
    return [
      ...assignsOf(state, at).flatMap(([assign, place]) => inObject(assign, place, (names, to) => validateNames(names, to, outer))),
      ...scopesOf(state, at).flatMap(([inner, place]) => validateIn(inner, place, before)),
    ];
  });
}

const NAME = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

function validateNames(assign: JsonObject, path: string, outer: ReadonlySet<string>): Diagnostic[] {
  return Object.keys(assign).flatMap(name => {
    if (name === 'states' || name.length > 80 || !NAME.test(name))
      return [wrongSchema(`Invalid variable name: '${name}'`, `${path}/${name}`)];
    return outer.has(name)
      ? [error('DUPLICATE_VARIABLE_NAME', `The variable name '${name}' was already defined in a parent scope.`, `${path}/${name}`)]
      : [];
  });
}

/** The variables assigned on any way that leads to the state. */
function assignedBefore(States: JsonObject, name: string): string[] {
  const targets = Object.entries(States).map(([source, state]) => ({ source, ways: targetsOf(state, '') }));
  const leading = new Set([name]);
  for (let size = 0; size < leading.size; ) {
    size = leading.size;
    for (const { source, ways } of targets) if (ways.some(({ target }) => leading.has(target))) leading.add(source);
  }
  return targets.flatMap(({ ways }) => ways.filter(({ target }) => leading.has(target)).flatMap(({ assigned }) => assigned));
}

/** Each Assign of a state, of its rules and of its catchers. */
export function assignsOf(state: JsonObject, path: string): (readonly [assign: unknown, path: string])[] {
  const rules = ['Choices', 'Catch'].flatMap(field => {
    const list = state[field];
    return Array.isArray(list) ? list.flatMap((rule: unknown, index) => placed(rule, `${path}/${field}[${index}]`)) : [];
  });
  const parts: Placed[] = [[state, path], ...rules];
  return parts.flatMap(([{ Assign }, at]) => (Assign === undefined ? [] : [[Assign, `${at}/Assign`] as const]));
}
