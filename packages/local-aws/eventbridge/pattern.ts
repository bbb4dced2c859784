import { messageOf, ServiceError } from '../endpoint/service-error';
import { isObject } from '../json-object';
import { complexityOf, MOST_COMPLEX } from './complexity';
import { VALUE_MATCHERS } from './value-matchers';

/** Decides on a whole event, or on the part of one that a nested pattern looks at. */
export type EventMatcher = (event: unknown) => boolean;

/** Whether an event matches a pattern, as EventBridge decides it. @throws `InvalidEventPatternException` */
export function matches(pattern: unknown, event: unknown): boolean {
  return compilePattern(pattern)(event);
}

/**
 * Reads an event pattern once, for many events.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @throws `InvalidEventPatternException`, with the path and what was expected there
 */
export function compilePattern(pattern: unknown): EventMatcher {
  try {
    return compileFields(pattern, []);
  } catch (error) {
    throw invalid(messageOf(error));
  }
}

/** The pattern of a rule. @throws `InvalidEventPatternException`, also for one that is too complex */
export function compileRulePattern(pattern: unknown): EventMatcher {
  const compiled = compilePattern(pattern);
  if (complexityOf(pattern) > MOST_COMPLEX) throw invalid(TOO_COMPLEX);
  return compiled;
}

/** As EventBridge says it of a rule with too many wildcards. */
const TOO_COMPLEX =
  'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character';

function invalid(reason: string): ServiceError {
  return new ServiceError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}

/** Every field must match, all in the same element where the event has an array of objects. */
function compileFields(pattern: unknown, path: readonly string[]): EventMatcher {
  if (!isObject(pattern))
    throw new Error(path.length === 0 ? 'Filter is not an object' : `"${path.join('.')}" must be an object or an array`);
  if (Object.keys(pattern).length === 0)
    throw new Error(path.length === 0 ? 'Empty event pattern is not allowed' : `Empty objects are not allowed: "${path.join('.')}"`);
  const tests = Object.entries(pattern).map(([field, wanted]) => compileField(field, wanted, path));
  return event => {
    const elements = elementsOf(event);
    return (elements.length > 0 ? elements : [undefined]).some(element => tests.every(test => test(element)));
  };
}

function compileField(field: string, wanted: unknown, path: readonly string[]): EventMatcher {
  if (field === '$or') return compileOr(wanted, path);
  const here = [...path, field];
  const inner = Array.isArray(wanted) ? compileChoices(wanted, here) : compileFields(wanted, here);
  return event => inner(isObject(event) && Object.hasOwn(event, field) ? event[field] : undefined);
}

function compileOr(alternatives: unknown, path: readonly string[]): EventMatcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2)
    throw new Error(`"${[...path, '$or'].join('.')}" must be an array of at least two patterns`);
  const tests = alternatives.map((alternative, index) => compileFields(alternative, [...path, `$or[${index}]`]));
  return event => tests.some(test => test(event));
}

/** One of the listed values or matchers is enough. */
function compileChoices(choices: readonly unknown[], path: readonly string[]): EventMatcher {
  if (choices.length === 0) throw new Error(`Empty arrays are not allowed: "${path.join('.')}"`);
  const tests = choices.map(choice => compileChoice(choice, path));
  return value => tests.some(test => test(value));
}

function compileChoice(choice: unknown, path: readonly string[]): EventMatcher {
  if (!isObject(choice)) {
    if (choice === undefined || Array.isArray(choice))
      throw new Error(`Match value must be String, number, true, false, or null: "${path.join('.')}"`);
    return value => leavesOf(value).some(leaf => leaf === choice);
  }
  const [name, ...others] = Object.keys(choice);
  if (name === undefined || others.length > 0) throw new Error(`Only one key allowed in match expression: "${path.join('.')}"`);
  if (name === 'exists') return compileExists(choice.exists);
  const matcherOf = Object.hasOwn(VALUE_MATCHERS, name) ? VALUE_MATCHERS[name] : undefined;
  if (!matcherOf) throw new Error(`Unrecognized match type ${name}: "${path.join('.')}"`);
  const test = matcherOf(choice[name]);
  return value => leavesOf(value).some(test);
}

/** Only leaves exist: an object or an empty array counts as absent. */
function compileExists(wanted: unknown): EventMatcher {
  if (typeof wanted !== 'boolean') throw new Error('exists match pattern must be either true or false.');
  return value => leavesOf(value).length > 0 === wanted;
}

function elementsOf(event: unknown): readonly unknown[] {
  return Array.isArray(event) ? event.flatMap(elementsOf) : [event];
}

function leavesOf(value: unknown): readonly unknown[] {
  return elementsOf(value).filter(element => element !== undefined && !isObject(element));
}
