import type { JsonObject } from '../../json-object';
import { inList, mustBeOneOf, requiredFields, unknownFields } from './checks';
import { type Diagnostic, wrongSchema } from './diagnostic';
import { validateRetrierNumbers } from './validate-numbers';

const RETRIER_FIELDS = ['ErrorEquals', 'IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds', 'JitterStrategy', 'Comment'];
const CATCHER_FIELDS = ['ErrorEquals', 'Next', 'Assign', 'Output', 'ResultPath', 'Comment'];

/** The retriers and catchers of a state. */
export function validateRecovery({ Retry = [], Catch = [] }: JsonObject, path: string): Diagnostic[] {
  return [
    ...inList(Retry, `${path}/Retry`, (retrier, at, last) => [
      ...validateErrors(retrier, at, last),
      ...unknownFields(retrier, RETRIER_FIELDS, at),
      ...validateRetrierNumbers(retrier, at),
      ...mustBeOneOf(['FULL', 'NONE'], retrier.JitterStrategy, `${at}/JitterStrategy`),
    ]),
    ...inList(Catch, `${path}/Catch`, (catcher, at, last) => [
      ...validateErrors(catcher, at, last),
      ...unknownFields(catcher, CATCHER_FIELDS, at),
      ...(typeof catcher.Next === 'string' ? [] : [wrongSchema('These fields are required: [Next]', at)]),
    ]),
  ];
}

function validateErrors(entry: JsonObject, path: string, last: boolean): Diagnostic[] {
  const { ErrorEquals: errors } = entry;
  const at = `${path}/ErrorEquals`;
  if (errors === undefined) return requiredFields(entry, ['ErrorEquals'], path);
  if (!Array.isArray(errors) || errors.some(name => typeof name !== 'string')) return [wrongSchema('Expected value of type Array', at)];
  if (errors.length === 0) return [wrongSchema('Value cannot be empty', at)];
  const isMisplaced = errors.includes('States.ALL') && (errors.length > 1 || !last);
  return isMisplaced ? [wrongSchema('States.ALL must appear alone and at end of list', at)] : [];
}
