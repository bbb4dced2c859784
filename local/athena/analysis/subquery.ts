import type { Expression, Query } from '../syntax/ast';
import { notSupported, TrinoError } from '../trino-error';
import { commonType } from '../types/coercion';
import { BOOLEAN, isFloating, printType, storageOf, UNKNOWN } from '../types/type';
import { coerce } from './coerce';
import type { Env } from './env';
import { analyze } from './expression';
import { comparable } from './predicates';
import { analyzeQuery } from './query';
import type { Typed } from './typed';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function analyzeScalarSubquery({ query, at }: Of<'subquery'>, env: Env): Typed {
  const { sql, fields } = inner(query, env);
  const [field] = fields;
  if (!field || fields.length > 1) throw notSupported('A subquery of several columns as a value', at);
  return { type: field.type, sql: `(${sql})`, fails: true };
}

export function analyzeExists({ query }: Of<'exists'>, env: Env): Typed {
  return { type: BOOLEAN, sql: `EXISTS (${inner(query, env).sql})`, fails: true };
}

export function analyzeInQuery({ value, query, at }: Of<'in query'>, env: Env): Typed {
  const left = analyze(value, env);
  const { needle, haystack } = match(
    left,
    query,
    env,
    (a, b) => new TrinoError('TYPE_MISMATCH', `value and result of subquery must be of the same type for IN expression: ${a} vs ${b}`, at),
    at,
  );
  return { type: BOOLEAN, sql: `(${needle} IN (${haystack}))`, fails: true };
}

export function analyzeQuantified({ value, operator, all, query, at }: Of<'quantified'>, env: Env): Typed {
  const left = analyze(value, env);
  const { needle, haystack } = match(
    left,
    query,
    env,
    (a, b) =>
      new TrinoError(
        'TYPE_MISMATCH',
        `Value expression and result of subquery must be of the same type for quantified comparison: ${a} vs ${b}`,
        at,
      ),
    at,
  );
  return { type: BOOLEAN, sql: `(${needle} ${operator} ${all ? 'ALL' : 'ANY'} (${haystack}))`, fails: true };
}

/** Both sides as their common type. */
function match(left: Typed, query: Query, env: Env, mismatch: (a: string, b: string) => TrinoError, at: Expression['at']) {
  const { sql, fields } = inner(query, env);
  const [field] = fields;
  if (!field || fields.length > 1)
    throw new TrinoError('TYPE_MISMATCH', `Multiple columns returned by subquery are not yet supported. Found ${fields.length}`, at);
  const common = commonType(left.type, field.type);
  if (!common) throw mismatch(printType(left.type), printType(field.type));
  if (common.of || isFloating(common)) throw notSupported(`A subquery compared as ${printType(common)}`, at);
  const { natives } = env.statement;
  const right = coerce({ type: field.type, sql: field.sql, fails: false }, common, natives);
  const storage = common.name === UNKNOWN.name ? storageOf(UNKNOWN) : undefined;
  const needle = comparable(coerce(left, common, natives));
  return { needle: storage ? `CAST(${needle} AS ${storage})` : needle, haystack: `SELECT ${comparable(right)} FROM (${sql})` };
}

/** A query inside an expression sees the columns around it. */
function inner(query: Query, env: Env) {
  return analyzeQuery(query, {
    ...env,
    scope: { fields: [], parent: env.scope },
    grouping: undefined,
    root: undefined,
    windows: new Map(),
  });
}
