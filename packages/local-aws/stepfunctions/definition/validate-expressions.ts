import { isObject, type JsonObject } from '../../json-object';
import { type References, referencesOf } from '../jsonata/references';
import { expressionOf, textsIn } from '../jsonata/template';
import { type Diagnostic, error, wrongSchema } from './diagnostic';
import type { StateType } from './state-fields';

/** These hold no expression of the state itself. */
const NOT_EVALUATED = new Set([
  'Type',
  'Comment',
  'QueryLanguage',
  'Next',
  'Default',
  'Resource',
  'Branches',
  'ItemProcessor',
  'Retry',
  'ErrorEquals',
]);

/** Every expression of a state parses, and reads only what is there to be read where it stands. */
export function validateExpressions(state: JsonObject, type: StateType, path: string): Diagnostic[] {
  const hasResult = type === 'Task' || type === 'Parallel' || type === 'Map';
  return Object.entries(state).flatMap(([field, value]) => {
    if (NOT_EVALUATED.has(field)) return [];
    if (field === 'Catch') return inEach(value, `${path}/Catch`, ['input', 'context', 'errorOutput']);
    if (field === 'Choices') return inEach(value, `${path}/Choices`, ['input', 'context']);
    const result = hasResult && (field === 'Output' || field === 'Assign') ? ['result'] : [];
    return validateTemplate(value, `${path}/${field}`, ['input', 'context', ...result]);
  });
}

function inEach(list: unknown, path: string, readable: readonly string[]): Diagnostic[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    if (!isObject(entry)) return [];
    const fields = Object.entries(entry).filter(([field]) => !NOT_EVALUATED.has(field));
    return fields.flatMap(([field, value]) => validateTemplate(value, `${path}[${index}]/${field}`, readable));
  });
}

function validateTemplate(template: unknown, at: string, readable: readonly string[]): Diagnostic[] {
  return textsIn(template, at).flatMap(({ location, text }) => validateText(text, location, readable));
}

function validateText(text: string, location: string, readable: readonly string[]): Diagnostic[] {
  const source = expressionOf(text);
  if (source === undefined) {
    const halfOpen = text.startsWith('{%') !== text.endsWith('%}');
    return halfOpen ? [wrongSchema('JSONata string must start with {% and end with %}', location)] : [];
  }
  const references = parse(source);
  if (typeof references === 'string') return [error('INVALID_JSONATA_EXPRESSION', references, location)];
  const { topLevel, statesFields } = references;
  const unknown = [...statesFields].filter(field => !readable.includes(field));
  return [
    ...[...topLevel].map(name => error('UNSUPPORTED_JSONATA_EXPRESSION', topLevelMessage(name), location)),
    ...unknown.map(field => error('UNSUPPORTED_JSONATA_EXPRESSION', `Field '$states.${field}' does not exist.`, location)),
  ];
}

/** The parser's complaint when it has one. */
export function parse(source: string): References | string {
  try {
    return referencesOf(source);
  } catch (problem) {
    return isObject(problem) && typeof problem.message === 'string' ? problem.message : String(problem);
  }
}

function topLevelMessage(name: string): string {
  return name === '$$' ? "Reference to '$$' is not supported." : `Reference to '${name}' at the top level is not supported.`;
}
