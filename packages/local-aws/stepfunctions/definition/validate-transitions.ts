import { isObject, type JsonObject } from '../../json-object';
import { type Diagnostic, error } from './diagnostic';

/** Every target of a transition exists, every state can be reached, and the machine can end. */
export function validateTransitions(definition: JsonObject): Diagnostic[] {
  const { States } = definition;
  if (!isObject(States)) return [];
  const scopes = scopesIn(definition, '');
  const missing = scopes.flatMap(([scope, path]) => missingTargets(scope, path));
  if (!hasEnd(States)) return [...missing, error('MISSING_END_STATE', 'Workflow has no terminal state')];
  return [...missing, ...scopes.flatMap(([scope, path]) => unreachable(scope, path))];
}

function missingTargets(scope: JsonObject, path: string): Diagnostic[] {
  const States = statesOf(scope);
  const start = typeof scope.StartAt === 'string' ? [{ target: scope.StartAt, location: `${path}/StartAt` }] : [];
  const all = [...start, ...Object.entries(States).flatMap(([name, state]) => targetsOf(state, `${path}/States/${name}`))];
  const lost = all.filter(({ target }) => !Object.hasOwn(States, target));
  return lost.map(({ target, location }) => error('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${target}`, location));
}

function unreachable(scope: JsonObject, path: string): Diagnostic[] {
  const States = statesOf(scope);
  const reached = new Set<string>();
  const pending = typeof scope.StartAt === 'string' ? [scope.StartAt] : Object.keys(States);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    pending.push(...targetsOf(States[name], '').map(({ target }) => target));
  }
  return Object.keys(States)
    .filter(name => !reached.has(name))
    .map(name => error('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, `${path}/States/${name}`));
}

function hasEnd(States: JsonObject): boolean {
  return Object.values(States).some(state => isObject(state) && (state.End === true || state.Type === 'Succeed' || state.Type === 'Fail'));
}

export interface Target {
  readonly target: string;
  readonly location: string;
  /** The variables that are assigned on the way. */
  readonly assigned: readonly string[];
}

/** Where a state may go. */
export function targetsOf(state: unknown, path: string): Target[] {
  if (!isObject(state)) return [];
  const to = (from: JsonObject, field: string, place: string): Target[] => {
    const target = from[field];
    const assigned = isObject(from.Assign) ? Object.keys(from.Assign) : [];
    return typeof target === 'string' ? [{ target, location: `${place}/${field}`, assigned }] : [];
  };
  const entries = (field: string) => {
    const list = state[field];
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry: unknown, index) => (isObject(entry) ? to(entry, 'Next', `${path}/${field}[${index}]`) : []));
  };
  return [...to(state, 'Next', path), ...to(state, 'Default', path), ...entries('Choices'), ...entries('Catch')];
}

/** A part of the definition, and where it is. */
export type Placed = readonly [part: JsonObject, path: string];

/** What is not an object was complained of elsewhere. */
export function placed(part: unknown, path: string): Placed[] {
  return isObject(part) ? [[part, path]] : [];
}

/** The scope itself, and every one within it. */
export function scopesIn(scope: JsonObject, path: string): Placed[] {
  const states = Object.entries(statesOf(scope)).flatMap(([name, state]) => placed(state, `${path}/States/${name}`));
  const inner = states.flatMap(([state, at]) => scopesOf(state, at));
  return [[scope, path], ...inner.flatMap(([one, at]) => scopesIn(one, at))];
}

export function scopesOf(state: JsonObject, path: string): Placed[] {
  const branches: unknown[] = Array.isArray(state.Branches) ? state.Branches : [];
  return [
    ...branches.flatMap((branch, index) => placed(branch, `${path}/Branches[${index}]`)),
    ...placed(state.ItemProcessor, `${path}/ItemProcessor`),
  ];
}

export function statesOf(scope: JsonObject): JsonObject {
  return isObject(scope.States) ? scope.States : {};
}
