import type { Expression } from './ast';
import { parseExpressionText } from './parse-statement';

/** Every text that a column of this name is compared with, anywhere in a statement: `name = 'text'` and `name IN ('text', ?)`. */
export function comparedTexts(node: unknown, column: string, parameters: readonly string[]): ReadonlySet<string> {
  const texts = new Set<string>();
  const add = (value: Expression) => {
    if (value.kind === 'string') texts.add(value.value);
    if (value.kind !== 'parameter') return;
    const given = parseExpressionText(parameters[value.index] ?? '');
    if (given.kind === 'string') texts.add(given.value);
  };
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (isEquality(part)) {
      if (isColumn(part.left, column)) add(part.right);
      if (isColumn(part.right, column)) add(part.left);
    } else if (isInList(part) && isColumn(part.value, column)) part.items.forEach(add);
    for (const inside of part instanceof Map ? part.values() : Object.values(part)) visit(inside);
  };
  visit(node);
  return texts;
}

function isEquality(node: object): node is Extract<Expression, { kind: 'compare' }> {
  return 'kind' in node && node.kind === 'compare' && 'operator' in node && node.operator === '=';
}

function isInList(node: object): node is Extract<Expression, { kind: 'in list' }> {
  return 'kind' in node && node.kind === 'in list';
}

function isColumn(expression: Expression, column: string): boolean {
  return (expression.kind === 'name' || expression.kind === 'field') && expression.name.toLowerCase() === column.toLowerCase();
}
