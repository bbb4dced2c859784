import { EvaluationError } from '../jsonata/evaluator';
import { type Json, sourcesIn, type Template } from '../jsonata/template';
import { advance } from './branch';
import { contextObject } from './context-object';
import { STATES, StateFailure, whileExecuting } from './errors';
import { recordEntered, type Visit } from './visit';

/** What an expression may read beside the state's input and the context object. */
export interface Seen {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly context?: Json;
}

/**
 * Evaluates fields of a state, by their places in it; a field that the definition lacks is left out.
 * Throws `States.QueryEvaluationError` after recording it.
 */
export async function evaluateFields(
  visit: Visit,
  fields: Readonly<Record<string, Template | undefined>>,
  seen: Seen = {},
): Promise<Readonly<Record<string, Json>>> {
  const given = Object.fromEntries(Object.entries(fields).flatMap(([name, field]) => (field === undefined ? [] : [[name, field]])));
  const sources = Object.values(given).flatMap(sourcesIn);
  if (sources.length === 0) return Object.fromEntries(Object.entries(given).map(([name, field]) => [name, JSON.stringify(field)]));
  const named = new Set(sources.flatMap(source => [...source.matchAll(VARIABLE)].map(([, name = '']) => name)));
  const { context = contextObject(visit), ...others } = seen;
  try {
    return await visit.branch.execution.evaluator.evaluate({
      now: visit.branch.execution.clock.now(),
      fields: given,
      states: named.has('states') ? { input: visit.input, context, ...others } : {},
      variables: Object.fromEntries([...visit.branch.variables].filter(([name]) => named.has(name))),
    });
  } catch (error) {
    if (error instanceof EvaluationError) throw evaluationFailed(visit, error.message, error.location);
    throw error;
  }
}

const VARIABLE = /\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu;

/** Records what was wrong with an expression or its value, and gives the failure to throw. */
export function evaluationFailed(visit: Visit, what: string, location?: string): StateFailure {
  const cause = whileExecuting(visit.name, recordEntered(visit), what);
  const error = STATES.queryEvaluationError;
  advance(visit.branch, 'EvaluationFailed', { error, cause, location, state: visit.name });
  return new StateFailure(error, cause);
}

/** Gives the value of a field that must have one type. */
export function typed(visit: Visit, location: string, field: Template | undefined, json: Json, type: 'array'): readonly unknown[];
export function typed(visit: Visit, location: string, field: Template | undefined, json: Json, type: 'boolean'): boolean;
export function typed(visit: Visit, location: string, field: Template | undefined, json: Json, type: 'number'): number;
export function typed(visit: Visit, location: string, field: Template | undefined, json: Json, type: 'string'): string;
export function typed(visit: Visit, location: string, field: Template | undefined, json: Json, type: string): unknown {
  const value: unknown = JSON.parse(json);
  const found = typeOf(value);
  if (found === type) return value;
  const expression = typeof field === 'string' ? field.slice(2, -2).trim() : JSON.stringify(field);
  const what = `returned an unexpected result type. Expected '${type}', but was '${found}' for value: ${json}`;
  throw evaluationFailed(visit, `The JSONata expression '${expression}' specified for the field '${location}' ${what}`, location);
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
