import { z } from 'zod';
import { ServiceError } from '../../endpoint/service-error';

type Issue = z.core.$ZodIssue;

/** Gives the request its shape. Throws `ValidationException` in the words that AWS finds for each constraint. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, request: unknown): z.output<Schema> {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const errors = issues.length === 1 ? '1 validation error' : `${issues.length} validation errors`;
  throw new ServiceError('ValidationException', `${errors} detected: ${issues.map(issue => describe(issue, request)).join('; ')}`);
}

function describe(issue: Issue, request: unknown): string {
  const value = issue.path.reduce<unknown>((at, key) => (isRecord(at) ? at[String(key)] : undefined), request);
  const shown = value === undefined || value === null ? 'null' : `'${String(value).slice(0, 4_000)}'`;
  return `Value ${shown} at '${issue.path.join('.')}' failed to satisfy constraint: Member must ${constraint(issue, value)}`;
}

function constraint(issue: Issue, value: unknown): string {
  const measure = typeof value === 'number' ? 'value' : 'length';
  if (issue.code === 'too_big') return `have ${measure} less than or equal to ${issue.maximum}`;
  if (issue.code === 'too_small') return `have ${measure} greater than or equal to ${issue.minimum}`;
  if (issue.code === 'invalid_value') return `satisfy enum value set: [${issue.values.join(', ')}]`;
  return value === undefined || value === null ? 'not be null' : `satisfy: ${issue.message}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What a name may not hold. Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f\ufffe\uffff]/;

export const nameSchema = z.string().min(1).max(80);

/** Throws `InvalidName`. */
export function checkName(name: string): void {
  if (FORBIDDEN.test(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
}

export const arnSchema = z.string().min(1).max(256);

/** Without the data, which AWS leaves out for callers who may not use the key, there is no answer here: there are no keys. */
export const includedDataSchema = z.enum(['ALL_DATA']).optional();

/** Nothing and 0 stand for the default. */
export const maxResultsSchema = z.number().int().min(0).max(1_000).default(0);

export const DEFAULT_RESULTS = 100;
