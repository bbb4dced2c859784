import type { Expression, Relation } from '../syntax/ast';
import { type Position, TrinoError } from '../trino-error';
import type { Scope } from './scope';

/** Trino runs a subquery that uses the columns around it only where it can make a join of it. */
export function uncorrelatable(at: Position): TrinoError {
  return new TrinoError('NOT_SUPPORTED', 'Given correlated subquery is not supported', at);
}

/** Whether the SQL uses columns of a query around this one; `levels`: of the one around that, or further out. */
export function isCorrelated(sql: string, scope: Scope | undefined, levels = 1): boolean {
  const outer = new Set<string>();
  let passed = 0;
  for (let around = scope; around; around = around.parent) {
    if (around.outside) passed += 1;
    if (passed < levels) continue;
    const columns = [...around.fields.map(field => field.sql), ...(around.grouping?.columns() ?? [])];
    for (const column of columns.flatMap(columnsOf)) outer.add(column);
  }
  return outer.size > 0 && columnsOf(sql).some(column => outer.has(column));
}

/** All columns have names of a letter and a number, none of them twice in a statement. */
function columnsOf(sql: string): string[] {
  return sql.replaceAll(/'(?:[^']|'')*'/g, '').match(/\b[a-z]+\d+\b/g) ?? [];
}

/** Whether each part of a condition that is correlated says which value a column has: only that goes with a LIMIT. */
export function onlyEquates(condition: Expression, correlated: (part: Expression) => boolean): boolean {
  if (condition.kind === 'logical' && condition.operator === 'AND')
    return onlyEquates(condition.left, correlated) && onlyEquates(condition.right, correlated);
  if (!correlated(condition)) return true;
  if (condition.kind !== 'compare' || condition.operator !== '=') return false;
  return [condition.left, condition.right].some(side => (side.kind === 'name' || side.kind === 'field') && !correlated(side));
}

export function isUnnest(relation: Relation): boolean {
  return relation.kind === 'aliased' ? isUnnest(relation.relation) : relation.kind === 'unnest';
}
