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
  const leading = waysTo(States);
  return Object.entries(States).flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    const at = `${path}/States/${name}`;
    const inner = scopesOf(state, at);
    const before = inner.length === 0 ? outer : new Set([...outer, ...assignedBefore(leading, name)]);
    return [
      ...assignsOf(state, at).flatMap(([assign, place]) => inObject(assign, place, (names, to) => validateNames(names, to, outer))),
      ...inner.flatMap(([scope, place]) => validateIn(scope, place, before)),
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

interface Way {
  readonly source: string;
  readonly assigned: readonly string[];
}

/** The ways that lead to each state. */
function waysTo(States: JsonObject): ReadonlyMap<string, readonly Way[]> {
  const ways = new Map<string, Way[]>();
  for (const [source, state] of Object.entries(States)) {
    for (const { target, assigned } of targetsOf(state, '')) {
      const known = ways.get(target);
      if (known) known.push({ source, assigned });
      else ways.set(target, [{ source, assigned }]);
    }
  }
  return ways;
}

/** The variables assigned on any way that leads to the state. Each way is followed once: a definition may have thousands. */
function assignedBefore(ways: ReadonlyMap<string, readonly Way[]>, name: string): ReadonlySet<string> {
  const leading = new Set([name]);
  const assigned = new Set<string>();
  // A set gives what is added to it while it is walked, too.
  for (const target of leading) {
    for (const { source, assigned: names } of ways.get(target) ?? []) {
      leading.add(source);
      for (const variable of names) assigned.add(variable);
    }
  }
  return assigned;
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
