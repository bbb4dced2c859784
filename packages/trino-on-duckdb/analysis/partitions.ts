import type { Expression } from '../syntax/ast';
import type { Env } from './env';
import { analyze } from './expression';
import { columnNames } from './grouping';
import { findField } from './scope';

/** Leaves out the partitions that the WHERE clause leaves out by comparing a key with literals: `a = 'x' AND b IN ('y', 'z')`. */
export function restrictPartitions(where: Expression | undefined, env: Env): void {
  if (!where || !env.scope.fields.some(field => field.partition)) return;
  for (const { names, at, literals } of equalities(where, env)) {
    const own = findField({ fields: env.scope.fields }, names, at)?.field.partition;
    own?.filter.restrict(own.column, literals);
  }
}

interface Equality extends Pick<Expression, 'at'> {
  readonly names: readonly string[];
  readonly literals: readonly string[];
}

function equalities(condition: Expression, env: Env): Equality[] {
  if (condition.kind === 'logical' && condition.operator === 'AND')
    return [condition.left, condition.right].flatMap(part => equalities(part, env));
  if (condition.kind === 'in list') return equality(condition.value, condition.items, env);
  if (condition.kind !== 'compare' || condition.operator !== '=') return [];
  const { left, right } = condition;
  return [...equality(left, [right], env), ...equality(right, [left], env)];
}

function equality(column: Expression, values: readonly Expression[], env: Env): Equality[] {
  const names = columnNames(column);
  const literals = values.map(value => (isLiteral(value) ? analyze(value, env).literal : undefined));
  if (!names || literals.includes(undefined)) return [];
  return [{ names, at: column.at, literals: literals.filter(literal => literal !== undefined) }];
}

function isLiteral({ kind }: Expression): boolean {
  return kind === 'string' || kind === 'number' || kind === 'parameter';
}
