import type { JsonObject } from '../../json-object';
import { inObject, mustBe, mustBeOneOf, requiredFields, unknownFields } from './checks';
import { type Diagnostic, wrongSchema } from './diagnostic';
import { validateState } from './validate-state';

export type Language = 'JSONata' | 'JSONPath';

export interface ScopeContext {
  /** The place of the scope: empty for the machine, `/States/Map/ItemProcessor` for an iteration. */
  readonly path: string;
  /** The whole machine's: a state inside a Map inherits this one, not the Map's. */
  readonly language: Language;
  readonly top: boolean;
}

/** The fields of a machine, branch or item processor that holds states, and each state. */
export function validateScope(scope: JsonObject, context: ScopeContext): Diagnostic[] {
  const { path, top } = context;
  const { States } = scope;
  const fields = top ? validateLanguageName(scope.QueryLanguage, path) : unknownFields(scope, INNER_FIELDS, path);
  const missing = top ? [] : requiredFields(scope, ['States', 'StartAt'], path);
  if (missing.length > 0) return [...fields, ...missing];
  const start = mustBe('String', scope.StartAt, `${path}/StartAt`);
  if (States === undefined) return [...fields, ...start];
  const states = inObject(States, `${path}/States`, (all, at) => {
    if (Object.keys(all).length === 0) return [wrongSchema('Value cannot be empty', at)];
    return Object.entries(all).flatMap(([name, state]) => validateState(name, state, context));
  });
  return [...fields, ...start, ...states];
}

/** Of a branch or an item processor, which cannot set a query language. */
const INNER_FIELDS = ['Comment', 'StartAt', 'States', 'ProcessorConfig'];

export function validateLanguageName(language: unknown, path: string): Diagnostic[] {
  const at = `${path}/QueryLanguage`;
  if (language !== undefined && typeof language !== 'string') return [wrongSchema('Expected value of type [STRING]', at)];
  return mustBeOneOf(['JSONPath', 'JSONata'], language, at);
}
