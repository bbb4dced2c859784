import { z } from 'zod';
import { isTooDeep, TOO_DEEP } from '../../endpoint/json-depth';
import { isObject, type JsonObject } from '../../json-object';
import { mustBe, mustBeOneOf, requiredFields, unknownFields } from './checks';
import { type Diagnostic, error, wrongSchema } from './diagnostic';
import { jsonComplaint } from './json-complaint';
import { type Machine, machineSchema } from './machine';
import { validateNames } from './validate-names';
import { type ScopeContext, validateScope } from './validate-scope';
import { languageOf } from './validate-state';
import { validateTransitions } from './validate-transitions';
import { validateVariables } from './validate-variables';

const FIELDS = ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'];

/** Everything that AWS would refuse, and what this interpreter does not do, in AWS's words where AWS has them. */
export function validateDefinition(text: string): readonly Diagnostic[] {
  const parsed = parse(text);
  if (Array.isArray(parsed)) return parsed;
  const { definition } = parsed;
  const found = [...validateTop(definition), ...validateScope(definition, contextOf(definition))];
  const graph = [...validateNames(definition), ...validateTransitions(definition)];
  if (found.length + graph.length > 0) return [...found, ...graph];
  const variables = validateVariables(definition);
  if (variables.length > 0) return variables;
  const shape = machineSchema.safeParse(definition);
  return shape.success ? [] : shape.error.issues.map(issue => wrongSchema(issue.message, `/${issue.path.join('/')}`));
}

/** The definition as the interpreter runs it. Throws what `validateDefinition` would have found. */
export function parseMachine(text: string): Machine {
  return machineSchema.parse(JSON.parse(text));
}

function parse(text: string): { definition: JsonObject } | Diagnostic[] {
  if (isTooDeep(text)) return [error('INVALID_JSON_DESCRIPTION', TOO_DEEP)];
  try {
    const definition: unknown = JSON.parse(text);
    return isObject(definition) ? { definition } : [wrongSchema('Definition must be a valid JSON object')];
  } catch {
    if (text.trim() === '') return [wrongSchema('Definition must be a valid JSON object')];
    const { message = 'The definition is not valid JSON', line = 1, column = 1 } = jsonComplaint(text) ?? {};
    const source = `[Source: (String)"${text.slice(0, 500)}"; line: ${line}, column: ${column}]`;
    return [error('INVALID_JSON_DESCRIPTION', `${message}\n at ${source}`, source)];
  }
}

function validateTop(definition: JsonObject): Diagnostic[] {
  const { Version, Comment, TimeoutSeconds } = definition;
  return [
    ...requiredFields(definition, ['States', 'StartAt'], '/'),
    ...unknownFields(definition, FIELDS, '/'),
    ...mustBeOneOf(['1.0'], Version, '/Version'),
    ...mustBe('String', Comment, '/Comment'),
    ...(z.int().min(0).optional().safeParse(TimeoutSeconds).success
      ? []
      : [wrongSchema('Expected value of type Integer', '/TimeoutSeconds')]),
  ];
}

function contextOf(definition: JsonObject): ScopeContext {
  return { path: '', language: languageOf(definition, 'JSONPath'), top: true };
}
