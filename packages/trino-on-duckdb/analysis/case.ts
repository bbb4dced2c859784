import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import type { Expression } from '../syntax/ast';
import { typeMismatch } from '../trino-error';
import { printType, UNKNOWN } from '../types/type';
import { commonTypeOf } from './common-type';
import type { Env } from './env';
import { analyze } from './expression';
import { analyzeCondition, compare } from './predicates';

/** CASE in both forms. DuckDB computes a branch only for the rows that take it, as Trino does. */
export function analyzeCase({ operand, whens, otherwise }: Extract<Expression, { kind: 'case' }>, env: Env): Typed {
  const subject = operand && analyze(operand, env);
  const conditions = whens.map(({ condition }) => {
    if (!subject) return analyzeCondition(condition, env, type => `CASE WHEN clause must evaluate to a boolean (actual: ${type})`);
    const value = analyze(condition, env);
    const mismatch = `CASE operand type does not match WHEN clause operand type: ${printType(subject.type)} vs ${printType(value.type)}`;
    return compare('=', subject, value, env, typeMismatch(mismatch, condition.at));
  });
  const branches = [...whens.map(when => when.result), ...(otherwise ? [otherwise] : [])];
  const results = branches.map(branch => analyze(branch, env));
  const type = commonTypeOf(results, branches, 'All CASE results') ?? UNKNOWN;
  const values = results.map(result => coerce(result, type, env.statement.udfs));
  const clauses = conditions.map((condition, index) => `WHEN ${condition.sql} THEN ${values[index]?.sql}`);
  const last = otherwise ? ` ELSE ${values.at(-1)?.sql}` : '';
  return { type, sql: `CASE ${clauses.join(' ')}${last} END`, fails: [...conditions, ...values].some(part => part.fails) };
}
