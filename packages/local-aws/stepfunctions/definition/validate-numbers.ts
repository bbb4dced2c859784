import type { JsonObject } from '../../json-object';
import { expressionOf } from '../jsonata/template';
import { type Diagnostic, wrongSchema } from './diagnostic';
import { LONGEST_SECONDS } from './machine';
import type { Language } from './validate-scope';

interface Range {
  readonly field: string;
  readonly least: number;
  readonly most?: number;
  readonly fraction?: boolean;
}

/** Of a state; in JSONata an expression may stand for each. */
const STATE: readonly Range[] = [
  { field: 'TimeoutSeconds', least: 1, most: LONGEST_SECONDS },
  { field: 'HeartbeatSeconds', least: 1, most: LONGEST_SECONDS },
  { field: 'Seconds', least: 0, most: LONGEST_SECONDS },
  { field: 'MaxConcurrency', least: 0 },
  { field: 'ToleratedFailureCount', least: 0 },
  { field: 'ToleratedFailurePercentage', least: 0, most: 100, fraction: true },
];

const RETRIER: readonly Range[] = [
  { field: 'IntervalSeconds', least: 0, most: LONGEST_SECONDS },
  { field: 'MaxAttempts', least: 0, most: LONGEST_SECONDS },
  { field: 'MaxDelaySeconds', least: 1, most: 31_622_400 },
  { field: 'BackoffRate', least: 1, fraction: true },
];

export function validateStateNumbers(state: JsonObject, language: Language, path: string): Diagnostic[] {
  return STATE.flatMap(range => {
    const value = state[range.field];
    const isExpression = language === 'JSONata' && typeof value === 'string' && expressionOf(value) !== undefined;
    return isExpression ? [] : check(value, range, path);
  });
}

export function validateRetrierNumbers(retrier: JsonObject, path: string): Diagnostic[] {
  return RETRIER.flatMap(range => check(retrier[range.field], range, path));
}

function check(value: unknown, { field, least, most, fraction }: Range, path: string): Diagnostic[] {
  if (value === undefined) return [];
  const location = `${path}/${field}`;
  if (typeof value !== 'number') return [wrongSchema(`Expected value of type ${fraction ? 'Number' : 'Integer'}`, location)];
  if (!fraction && !Number.isInteger(value)) return [wrongSchema('Expected value of type Integer', location)];
  if (value < least) return [wrongSchema(`Minimum value is ${least}`, location)];
  return most !== undefined && value > most ? [wrongSchema(`Maximum value is ${most}`, location)] : [];
}
