import { type Diagnostic, isObject, type JsonObject, wrongSchema } from './diagnostic';
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
  const { path } = context;
  const { States, StartAt } = scope;
  const fields = context.top ? validateLanguageName(scope.QueryLanguage, path) : validateInnerFields(scope, path);
  const missing = ['States', 'StartAt'].filter(field => scope[field] === undefined);
  if (!context.top && missing.length > 0) return [...fields, wrongSchema(`These fields are required: [${missing.join(', ')}]`, path)];
  const start =
    StartAt === undefined || typeof StartAt === 'string' ? [] : [wrongSchema('Expected value of type String', `${path}/StartAt`)];
  if (States === undefined) return [...fields, ...start];
  if (!isObject(States)) return [...fields, ...start, wrongSchema('Expected value of type Object', `${path}/States`)];
  const empty = Object.keys(States).length === 0 ? [wrongSchema('Value cannot be empty', `${path}/States`)] : [];
  return [...fields, ...start, ...empty, ...Object.entries(States).flatMap(([name, state]) => validateState(name, state, context))];
}

/** Of a branch or an item processor: it has no language of its own. */
const INNER_FIELDS = ['Comment', 'StartAt', 'States', 'ProcessorConfig'];

function validateInnerFields(scope: JsonObject, path: string): Diagnostic[] {
  return Object.keys(scope).flatMap(field =>
    INNER_FIELDS.includes(field) ? [] : [wrongSchema(`Field '${field}' is not supported`, path)],
  );
}

export function validateLanguageName(language: unknown, path: string): Diagnostic[] {
  if (language === undefined) return [];
  if (typeof language !== 'string') return [wrongSchema('Expected value of type [STRING]', `${path}/QueryLanguage`)];
  if (language === 'JSONata' || language === 'JSONPath') return [];
  return [wrongSchema('Value should be one of the following: [JSONPath, JSONata]', `${path}/QueryLanguage`)];
}
