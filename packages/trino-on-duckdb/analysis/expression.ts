import { coerce, explicitCast } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import type { Expression } from '../syntax/ast';
import { TrinoError, typeMismatch } from '../trino-error';
import { namedType } from '../types/named-type';
import { arrayOf, type Type, UNKNOWN } from '../types/type';
import { analyzeArithmetic, analyzeSign } from './arithmetic';
import { analyzeAtTimeZone } from './at-time-zone';
import { analyzeCall } from './call';
import { analyzeCase } from './case';
import { commonTypeOf } from './common-type';
import type { Env } from './env';
import { columnNames } from './grouping';
import { analyzeGroupingOperation } from './grouping-operation';
import { analyzeLiteral } from './literals';
import {
  analyzeBetween,
  analyzeComparison,
  analyzeDistinctFrom,
  analyzeInList,
  analyzeLike,
  analyzeLogical,
  analyzeNot,
} from './predicates';
import { columnNotFound, findField } from './scope';
import { analyzeExists, analyzeInQuery, analyzeQuantified, analyzeScalarSubquery } from './subquery';

/** Types an expression as Trino does and says it in DuckDB's SQL. Fails with Trino's own error where Trino refuses it. */
export function analyze(expression: Expression, env: Env): Typed {
  const key = env.grouping?.key(expression, env.scope);
  if (key) return key;
  switch (expression.kind) {
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
    case 'binary':
    case 'interval':
    case 'typed':
      return analyzeLiteral(expression);
    case 'name':
    case 'field':
      return analyzeColumn(expression, env);
    case 'parameter':
      return analyzeParameter(expression, env);
    case 'array':
      return analyzeArray(expression, env);
    case 'row':
      return analyzeRow(expression, env);
    case 'subscript':
      return analyzeCall(
        { kind: 'call', name: '$subscript', arguments: [expression.base, expression.index], at: expression.at, text: expression.text },
        env,
      );
    case 'cast':
      return explicitCast(analyze(expression.value, env), namedCastType(expression), expression.safe, env.statement.udfs, expression.at);
    case 'case':
      return analyzeCase(expression, env);
    case 'call':
      return analyzeCall(expression, env);
    case 'lambda':
      throw typeMismatch('Lambda expression should always be used inside a function', expression.at);
    case 'subquery':
      return analyzeScalarSubquery(expression, env);
    case 'exists':
      return analyzeExists(expression, env);
    case 'not':
      return analyzeNot(expression, env);
    case 'logical':
      return analyzeLogical(expression, env);
    case 'compare':
      return analyzeComparison(expression, env);
    case 'quantified':
      return analyzeQuantified(expression, env);
    case 'between':
      return analyzeBetween(expression, env);
    case 'in list':
      return analyzeInList(expression, env);
    case 'in query':
      return analyzeInQuery(expression, env);
    case 'like':
      return analyzeLike(expression, env);
    case 'is null': {
      const { sql, fails } = analyze(expression.value, env);
      return { type: { name: 'boolean' }, sql: `(${sql} IS NULL)`, fails };
    }
    case 'distinct from':
      return analyzeDistinctFrom(expression, env);
    case 'arithmetic':
      return analyzeArithmetic(expression, env);
    case 'negate':
    case 'plus':
      return analyzeSign(expression, env);
    case 'at time zone':
      return analyzeAtTimeZone(expression, env);
    case 'grouping':
      return analyzeGroupingOperation(expression, env);
  }
}

function analyzeColumn(expression: Extract<Expression, { kind: 'name' | 'field' }>, env: Env): Typed {
  const names = columnNames(expression);
  const found = names && findField(env.scope, names, expression.at);
  if (found) {
    const { field, scope } = found;
    if (!scope.grouping) return { type: field.type, sql: field.sql, fails: false };
    const key = scope.grouping.key(expression, scope);
    if (key) return key;
    const whole = env.root ?? expression;
    throw new TrinoError(
      'EXPRESSION_NOT_AGGREGATE',
      `'${whole.text}' must be an aggregate expression or appear in GROUP BY clause`,
      whole.at,
    );
  }
  if (expression.kind === 'name') throw columnNotFound([expression.name], expression.at);
  return analyzeField(expression, names, env);
}

/** `base.name` where base is a row. */
function analyzeField(expression: Extract<Expression, { kind: 'field' }>, names: readonly string[] | undefined, env: Env): Typed {
  const { base, name } = expression;
  if (names && !names.slice(1).some((_, index) => findField(env.scope, names.slice(0, index + 1), base.at)))
    throw columnNotFound(names, expression.at);
  const row = analyze(base, env);
  const index = row.type.fieldNames?.findIndex(field => field?.toLowerCase() === name.toLowerCase()) ?? -1;
  const type = row.type.of?.[index];
  if (row.type.name !== 'row') throw typeMismatch(`Expression ${base.text} is not of type ROW`, base.at);
  if (!type) throw new TrinoError('INVALID_COLUMN_REFERENCE', `Column reference '${name}' is invalid`, expression.at);
  return { type, sql: `struct_extract(${row.sql}, 'f${index}')`, fails: row.fails };
}

function analyzeParameter({ index, at }: Extract<Expression, { kind: 'parameter' }>, env: Env): Typed {
  const value = env.statement.parameters[index];
  if (!value)
    throw new TrinoError(
      'INVALID_PARAMETER_USAGE',
      `Incorrect number of parameters: expected more than ${index} but found ${env.statement.parameters.length}`,
      at,
    );
  return analyze(value, env);
}

function analyzeArray({ items }: Extract<Expression, { kind: 'array' }>, env: Env): Typed {
  const given = items.map(item => analyze(item, env));
  const element = commonTypeOf(given, items, 'All ARRAY elements') ?? UNKNOWN;
  const values = given.map(item => coerce(item, element, env.statement.udfs));
  return { type: arrayOf(element), sql: `[${values.map(value => value.sql).join(', ')}]`, fails: values.some(value => value.fails) };
}

function analyzeRow({ items }: Extract<Expression, { kind: 'row' }>, env: Env): Typed {
  const given = items.map(item => analyze(item, env));
  const type: Type = { name: 'row', of: given.map(item => item.type) };
  return { type, sql: `{${given.map((item, index) => `f${index}: ${item.sql}`).join(', ')}}`, fails: given.some(item => item.fails) };
}

/** An unknown type's name is, in a cast, a TYPE_MISMATCH at the cast. */
function namedCastType({ type, at }: Extract<Expression, { kind: 'cast' }>): Type {
  try {
    return namedType(type);
  } catch (error) {
    if (error instanceof TrinoError && error.code === 'TYPE_NOT_FOUND') throw typeMismatch(`Unknown type: ${type.text}`, at);
    throw error;
  }
}
