import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import type { Expression } from '../syntax/ast';
import { invalidArgument, notSupported, type TrinoError, typeMismatch } from '../trino-error';
import { asDecimal, commonType } from '../types/coercion';
import { BOOLEAN, isFloating, isNumeric, isOrderable, printType, type Type } from '../types/type';
import { comparison, distinction, oneZone } from '../user-defined-functions/comparisons';
import { commonTypeOf } from './common-type';
import type { Env } from './env';
import { analyze } from './expression';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** A condition; `message` is the error that Trino gives where it is of another type. */
export function analyzeCondition(expression: Expression, env: Env, message: (type: string) => string): Typed {
  const value = analyze(expression, env);
  if (value.type.name !== 'boolean' && value.type.name !== 'unknown') throw typeMismatch(message(printType(value.type)), expression.at);
  return coerce(value, BOOLEAN, env.statement.udfs);
}

export function analyzeNot({ value }: Of<'not'>, env: Env): Typed {
  const { sql, fails } = analyzeCondition(
    value,
    env,
    type => `Value of logical NOT expression must evaluate to a boolean (actual: ${type})`,
  );
  return { type: BOOLEAN, sql: `(NOT ${sql})`, fails };
}

export function analyzeLogical({ operator, left, right }: Of<'logical'>, env: Env): Typed {
  const message = (type: string) => `Logical expression term must evaluate to a boolean (actual: ${type})`;
  const a = analyzeCondition(left, env, message);
  const b = analyzeCondition(right, env, message);
  return { type: BOOLEAN, sql: logical(operator, a, b), fails: a.fails || b.fails };
}

/** Trino looks at the right side only if the left leaves it open; DuckDB promises no order, unless CASE gives it one. */
export function logical(operator: 'AND' | 'OR', a: Typed, b: Typed): string {
  const both = `(${a.sql} ${operator} ${b.sql})`;
  if (!b.fails) return both;
  return operator === 'AND' ? `CASE WHEN ${a.sql} IS FALSE THEN false ELSE ${both} END` : `CASE WHEN ${a.sql} THEN true ELSE ${both} END`;
}

export function analyzeComparison({ operator, left, right, at }: Of<'compare'>, env: Env): Typed {
  const [a, b] = [analyze(left, env), analyze(right, env)];
  // Trino has no > and <>: its errors name the operators that replace them.
  const shown = operator === '<>' ? '=' : operator.replace('>', '<');
  const mismatch = typeMismatch(`Cannot apply operator: ${printType(a.type)} ${shown} ${printType(b.type)}`, at);
  return compare(operator, a, b, env, mismatch);
}

export function compare(operator: string, left: Typed, right: Typed, env: Env, mismatch: TrinoError): Typed {
  const common = commonType(left.type, right.type);
  if (!common || (operator !== '=' && operator !== '<>' && !isOrderable(common))) throw mismatch;
  const { udfs } = env.statement;
  const fails = left.fails || right.fails;
  if (common.of) {
    const [x, y] = [left, right].map(side => coerce(side, common, udfs).sql);
    return { type: BOOLEAN, sql: udfs.sql(comparison(operator, common, common), [x ?? '', y ?? '']), fails: true };
  }
  if (common.name === 'decimal' && isTooSmall(common, left.type, right.type)) {
    // The values are compared as they are.
    const [x, y] = [left, right].map(side => coerce(side, side.type.name === 'unknown' ? common : asDecimal(side.type), udfs));
    if (x && y) return { type: BOOLEAN, sql: udfs.sql(comparison(operator, x.type, y.type), [x.sql, y.sql]), fails };
  }
  const [a, b] = [left, right].map(side => comparable(coerce(side, common, udfs)));
  return { type: BOOLEAN, sql: compareSql(operator, a ?? '', b ?? '', isFloating(common)), fails };
}

/** Whether no decimal has room for the digits of both before and behind the point. */
function isTooSmall({ scale = 0 }: Type, ...sides: readonly Type[]): boolean {
  const whole = sides.filter(isNumeric).map(side => (asDecimal(side).size ?? 38) - (asDecimal(side).scale ?? 0));
  return Math.max(...whole) + scale > 38;
}

/** What DuckDB compares and sorts by: of a time with a zone only the instant counts. */
export function comparable({ sql, type }: Typed): string {
  return type.name === 'timestamp with time zone' ? `struct_extract(${sql}, 'instant')` : sql;
}

/** What DuckDB groups by and finds duplicates by. */
export function groupable(value: Typed, { statement: { udfs, unique } }: Env, name = unique('one_zone')): Typed {
  const { type, sql } = value;
  return type.name === 'timestamp with time zone' ? { ...value, sql: udfs.sql(oneZone(name, type), [sql]) } : value;
}

/** Trino's NaN equals nothing and is neither less nor greater; DuckDB's equals itself and is the greatest. */
function compareSql(operator: string, a: string, b: string, floating: boolean): string {
  const plain = `(${a} ${operator} ${b})`;
  if (!floating) return plain;
  if (operator === '<>') return `(${a} <> ${b} OR (isnan(${a}) AND ${b} IS NOT NULL))`;
  const [greater, other] = operator.startsWith('<') ? [b, a] : [a, b];
  return `(${a} ${operator} ${b} AND (NOT isnan(${greater}) OR ${other} IS NULL))`;
}

export function analyzeBetween({ value, low, high, at }: Of<'between'>, env: Env): Typed {
  const [v, l, h] = [analyze(value, env), analyze(low, env), analyze(high, env)];
  const mismatch = typeMismatch(`Cannot check if ${printType(v.type)} is BETWEEN ${printType(l.type)} and ${printType(h.type)}`, at);
  const bounds = commonType(l.type, h.type);
  const common = bounds && commonType(v.type, bounds);
  if (!common) throw mismatch;
  const whole = coerce(v, common, env.statement.udfs);
  const from = compare('>=', whole, l, env, mismatch);
  const to = compare('<=', whole, h, env, mismatch);
  return { type: BOOLEAN, sql: `(${from.sql} AND ${to.sql})`, fails: v.fails || l.fails || h.fails };
}

export function analyzeInList({ value, items }: Of<'in list'>, env: Env): Typed {
  const given = [value, ...items].map(item => analyze(item, env));
  const common = commonTypeOf(given, [value, ...items], 'IN value and list items');
  if (!common) throw notSupported('IN of unknown types', value.at);
  const [first, ...others] = given;
  if (first && common.of) {
    const mismatch = typeMismatch('IN value and list items must be the same type', value.at);
    const equals = others.map(item => compare('=', first, item, env, mismatch).sql);
    return { type: BOOLEAN, sql: `(${equals.join(' OR ')})`, fails: true };
  }
  const [needle = '', ...rest] = given.map(item => comparable(coerce(item, common, env.statement.udfs)));
  const sql = isFloating(common) ? `(${needle} IN (${rest.join(', ')}) AND NOT isnan(${needle}))` : `(${needle} IN (${rest.join(', ')}))`;
  return { type: BOOLEAN, sql, fails: given.some(item => item.fails) };
}

export function analyzeDistinctFrom({ left, right, at }: Of<'distinct from'>, env: Env): Typed {
  const [a, b] = [analyze(left, env), analyze(right, env)];
  const common = commonType(a.type, b.type);
  if (!common) throw typeMismatch(`Cannot check if ${printType(a.type)} is distinct from ${printType(b.type)}`, at);
  const { udfs } = env.statement;
  if (common.of) {
    const both = [a, b].map(side => coerce(side, common, udfs).sql);
    return { type: BOOLEAN, sql: udfs.sql(distinction(common), both), fails: a.fails || b.fails };
  }
  const [x, y] = [a, b].map(side => comparable(coerce(side, common, udfs)));
  return { type: BOOLEAN, sql: `(${x} IS DISTINCT FROM ${y})`, fails: a.fails || b.fails };
}

export function analyzeLike({ value, pattern, escape: escaped }: Of<'like'>, env: Env): Typed {
  const parts = [value, pattern, ...(escaped ? [escaped] : [])];
  const names = ['Left side of LIKE expression', 'Pattern for LIKE expression', 'Escape for LIKE expression'];
  const [text, like, escapeBy] = parts.map((part, index) => {
    const typed = analyze(part, env);
    if (typed.type.name !== 'varchar' && typed.type.name !== 'unknown')
      throw typeMismatch(`${names[index]} must evaluate to a varchar (actual: ${printType(typed.type)})`, part.at);
    return coerce(typed, { name: 'varchar' }, env.statement.udfs);
  });
  if (!text || !like) throw notSupported('This LIKE');
  if (escapeBy && (like.literal === undefined || escapeBy.literal === undefined))
    throw notSupported('LIKE with an escape that is not a literal', value.at);
  if (escapeBy?.literal !== undefined) checkEscape(like.literal ?? '', escapeBy.literal);
  return {
    type: BOOLEAN,
    sql: `(${text.sql} LIKE ${like.sql}${escapeBy ? ` ESCAPE ${escapeBy.sql}` : ''})`,
    fails: text.fails || like.fails,
  };
}

function checkEscape(pattern: string, escaped: string): void {
  if ([...escaped].length !== 1) throw invalidArgument('Escape string must be a single character');
  const characters = [...pattern];
  for (let index = 0; index < characters.length; index += 1) {
    if (characters[index] !== escaped) continue;
    index += 1;
    if (!['%', '_', escaped].includes(characters[index] ?? ''))
      throw invalidArgument("Escape character must be followed by '%', '_' or the escape character itself");
  }
}
