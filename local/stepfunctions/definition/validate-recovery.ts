import { type Diagnostic, isObject, type JsonObject, wrongSchema } from './diagnostic';
import { validateRetrierNumbers } from './validate-numbers';

const RETRIER_FIELDS = ['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy', 'Comment'];
const CATCHER_FIELDS = ['ErrorEquals', 'Next', 'Assign', 'Output', 'ResultPath', 'Comment'];

/** The retriers and catchers of a state. */
export function validateRecovery(state: JsonObject, path: string): Diagnostic[] {
  return [
    ...entries(state.Retry, `${path}/Retry`, (retrier, at) => [
      ...unknownFields(retrier, RETRIER_FIELDS, at),
      ...validateRetrierNumbers(retrier, at),
      ...(retrier.JitterStrategy === undefined || retrier.JitterStrategy === 'FULL' || retrier.JitterStrategy === 'NONE'
        ? []
        : [wrongSchema('Value should be one of the following: [FULL, NONE]', `${at}/JitterStrategy`)]),
    ]),
    ...entries(state.Catch, `${path}/Catch`, (catcher, at) => [
      ...unknownFields(catcher, CATCHER_FIELDS, at),
      ...(typeof catcher.Next === 'string' ? [] : [wrongSchema('These fields are required: [Next]', at)]),
    ]),
  ];
}

function entries(list: unknown, path: string, check: (entry: JsonObject, path: string) => Diagnostic[]): Diagnostic[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) return [wrongSchema('Expected value of type Array', path)];
  return list.flatMap((entry: unknown, index) => {
    const at = `${path}[${index}]`;
    if (!isObject(entry)) return [wrongSchema('Expected value of type Object', at)];
    return [...validateErrors(entry.ErrorEquals, at, index === list.length - 1), ...check(entry, at)];
  });
}

function validateErrors(errors: unknown, path: string, last: boolean): Diagnostic[] {
  const at = `${path}/ErrorEquals`;
  if (errors === undefined) return [wrongSchema('These fields are required: [ErrorEquals]', path)];
  if (!Array.isArray(errors) || errors.some(name => typeof name !== 'string')) return [wrongSchema('Expected value of type Array', at)];
  if (errors.length === 0) return [wrongSchema('Value cannot be empty', at)];
  if (errors.includes('States.ALL') && (errors.length > 1 || !last))
    return [wrongSchema('States.ALL must appear alone and at end of list', at)];
  return [];
}

function unknownFields(entry: JsonObject, known: readonly string[], path: string): Diagnostic[] {
  return Object.keys(entry).flatMap(field => (known.includes(field) ? [] : [wrongSchema(`Field '${field}' is not supported`, path)]));
}
