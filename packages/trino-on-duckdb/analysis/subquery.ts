import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import type { Expression, Query } from '../syntax/ast';
import { type TrinoError, typeMismatch } from '../trino-error';
import { commonType } from '../types/coercion';
import { BOOLEAN, isFloating, printType, storageOf, type Type, UNKNOWN } from '../types/type';
import { plainOnly } from '../user-defined-functions/comparisons';
import { isCorrelated, uncorrelatable } from './correlation';
import type { Env } from './env';
import { analyze } from './expression';
import { comparable } from './predicates';
import { type AnalyzedQuery, analyzeQuery } from './query';
import { isGrouped } from './select';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function analyzeScalarSubquery({ query }: Of<'subquery'>, env: Env): Typed {
  const { sql, type } = oneColumn(inner(query, env, true));
  // Of several columns a row is made, and where there is none, a row of NULLs.
  if (type.name === 'row') return { type, sql: `coalesce((${sql}), ${rowSql((type.of ?? []).map(() => 'NULL'))})`, fails: true };
  return { type, sql: `(${sql})`, fails: true };
}

/** The column that a query gives, or its columns as one row, which `asRow` makes of a single one too. */
function oneColumn({ sql, fields }: AnalyzedQuery, asRow = false): { readonly sql: string; readonly column: string; readonly type: Type } {
  const [field] = fields;
  if (field && fields.length === 1 && !asRow) return { sql, column: field.sql, type: field.type };
  const type: Type = { name: 'row', of: fields.map(column => column.type), fieldNames: fields.map(column => column.name) };
  return { sql: `SELECT ${rowSql(fields.map(column => column.sql))} AS one_row FROM (${sql})`, column: 'one_row', type };
}

const rowSql = (values: readonly string[]) => `{${values.map((value, index) => `f${index}: ${value}`).join(', ')}}`;

export function analyzeExists({ query }: Of<'exists'>, env: Env): Typed {
  return { type: BOOLEAN, sql: `EXISTS (${inner(query, env).sql})`, fails: true };
}

export function analyzeInQuery({ value, query, at }: Of<'in query'>, env: Env): Typed {
  const left = analyze(value, env);
  const { needle, haystack } = match(left, query, '=', env, (a, b) =>
    typeMismatch(`value and result of subquery must be of the same type for IN expression: ${a} vs ${b}`, at),
  );
  return { type: BOOLEAN, sql: `(${needle} IN (${haystack}))`, fails: true };
}

export function analyzeQuantified({ value, operator, all, query, at }: Of<'quantified'>, env: Env): Typed {
  const left = analyze(value, env);
  const { needle, haystack } = match(left, query, all ? '' : operator, env, (a, b) =>
    typeMismatch(`Value expression and result of subquery must be of the same type for quantified comparison: ${a} vs ${b}`, at),
  );
  return { type: BOOLEAN, sql: `(${needle} ${operator} ${all ? 'ALL' : 'ANY'} (${haystack}))`, fails: true };
}

/** Both sides as their common type. */
function match(left: Typed, query: Query, operator: string, env: Env, mismatch: (a: string, b: string) => TrinoError) {
  const found = inner(query, env);
  const { body, orderBy, limit } = query;
  const isMade = body.kind === 'select' && (body.distinct || isGrouped(body, orderBy));
  if (found.correlated && (limit ?? isMade)) throw uncorrelatable(query.at);
  // Beside a row a query of one column gives rows of one field of any type.
  const { sql, column, type } = oneColumn(
    found,
    [left.type, found.fields[0]?.type].some(side => side?.name === 'row'),
  );
  const common = commonType(left.type, type);
  if (!common) throw mismatch(printType(left.type), printType(type));
  const { udfs } = env.statement;
  const right = coerce({ type, sql: column, fails: false }, common, udfs);
  const needle = coerce(left, common, udfs);
  // That two NaNs are the same is what both think here; of all else that concerns them they think differently.
  if (common.of || (isFloating(common) && operator !== '=')) {
    const [a, b] = [needle, right].map(side => udfs.sql(plainOnly(common), [side.sql]));
    return { needle: a, haystack: `SELECT ${b} FROM (${sql})` };
  }
  const storage = common.name === UNKNOWN.name ? storageOf(UNKNOWN) : undefined;
  const shown = comparable(needle);
  return { needle: storage ? `CAST(${shown} AS ${storage})` : shown, haystack: `SELECT ${comparable(right)} FROM (${sql})` };
}

/** A query inside an expression sees the columns around it. */
function inner(query: Query, env: Env, scalar = false) {
  const scope = { fields: [], parent: env.scope, outside: true, scalar };
  const found = analyzeQuery(query, {
    ...env,
    scope,
    grouping: undefined,
    root: undefined,
    windows: new Map(),
  });
  if (isCorrelated(found.sql, scope, 2)) throw uncorrelatable(query.at);
  return { ...found, correlated: isCorrelated(found.sql, scope) };
}
