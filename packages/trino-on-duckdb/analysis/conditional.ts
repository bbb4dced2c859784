import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import type { Call, Expression } from '../syntax/ast';
import { TrinoError, typeMismatch } from '../trino-error';
import { commonType } from '../types/coercion';
import { printType, UNKNOWN } from '../types/type';
import { commonTypeOf } from './common-type';
import type { Env } from './env';
import { analyze } from './expression';
import { analyzeCondition, compare } from './predicates';
import { analyzeTry } from './try';

/** IF, COALESCE, NULLIF and TRY, which look like functions but compute only what they need; nothing for any other name. */
export function analyzeConditional({ name, arguments: given, at }: Call, env: Env): Typed | undefined {
  const form = FORMS[name];
  if (!form) return undefined;
  if (given.length < form.least || given.length > form.most)
    throw new TrinoError('SYNTAX_ERROR', `Invalid number of arguments for '${name}' function`, at);
  return form.analyze(given, at, env);
}

interface Form {
  readonly least: number;
  readonly most: number;
  readonly analyze: (given: readonly Expression[], at: Expression['at'], env: Env) => Typed;
}

const FORMS: Readonly<Record<string, Form>> = {
  if: {
    least: 2,
    most: 3,
    analyze(given, at, env) {
      const [condition] = given
        .slice(0, 1)
        .map(value => analyzeCondition(value, env, type => `IF condition must evaluate to a boolean (actual: ${type})`));
      const values = given.slice(1).map(value => analyze(value, env));
      const type = values.length === 2 ? commonOfTwo(values) : values[0]?.type;
      if (!type) throw typeMismatch(`Result types for IF must be the same: ${typesOf(values)}`, at);
      const [yes, no] = values.map(value => coerce(value, type, env.statement.udfs));
      const sql = `CASE WHEN ${condition?.sql} THEN ${yes?.sql}${no ? ` ELSE ${no.sql}` : ''} END`;
      return { type, sql, fails: [condition, yes, no].some(part => part?.fails) };
    },
  },
  coalesce: {
    least: 2,
    most: Number.POSITIVE_INFINITY,
    analyze(given, _at, env) {
      const values = given.map(value => analyze(value, env));
      const type = commonTypeOf(values, given, 'All COALESCE operands') ?? UNKNOWN;
      const coerced = values.map(value => coerce(value, type, env.statement.udfs));
      return { type, sql: `coalesce(${coerced.map(value => value.sql).join(', ')})`, fails: coerced.some(value => value.fails) };
    },
  },
  nullif: {
    least: 2,
    most: 2,
    analyze(given, at, env) {
      const [first, second] = given.map(value => analyze(value, env));
      if (!first || !second) throw new Error('NULLIF has two arguments');
      const mismatch = typeMismatch(`Types are not comparable with NULLIF: ${typesOf([first, second])}`, at);
      const equal = compare('=', first, second, env, mismatch);
      return { type: first.type, sql: `CASE WHEN ${equal.sql} THEN NULL ELSE ${first.sql} END`, fails: equal.fails };
    },
  },
  try: {
    least: 1,
    most: 1,
    analyze(given, at, env) {
      const [argument] = given;
      if (!argument) throw new Error('TRY has one argument');
      return analyzeTry(argument, at, env);
    },
  },
};

function commonOfTwo([a, b]: readonly Typed[]) {
  return a && b && commonType(a.type, b.type);
}

function typesOf(values: readonly Typed[]): string {
  return values.map(value => printType(value.type)).join(' vs ');
}
