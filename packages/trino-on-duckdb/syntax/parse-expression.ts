import type { Expression } from './ast';
import { parsePrimary } from './parse-primary';
import { parseQuery } from './parse-query';
import type { TokenStream } from './token-stream';

/** Trino's `expression`: OR binds loosest, then AND, NOT, one predicate, `||`, sums, products, a sign, AT TIME ZONE. */
export function parseExpression(tokens: TokenStream): Expression {
  const start = tokens.position;
  let left = parseAnd(tokens);
  while (tokens.take('OR')) {
    const right = parseAnd(tokens);
    left = { kind: 'logical', operator: 'OR', left, right, ...tokens.node(start) };
  }
  return left;
}

function parseAnd(tokens: TokenStream): Expression {
  const start = tokens.position;
  let left = parseNot(tokens);
  while (tokens.take('AND')) {
    const right = parseNot(tokens);
    left = { kind: 'logical', operator: 'AND', left, right, ...tokens.node(start) };
  }
  return left;
}

function parseNot(tokens: TokenStream): Expression {
  const start = tokens.position;
  if (!tokens.take('NOT')) return parsePredicate(tokens);
  const value = parseNot(tokens);
  return { kind: 'not', value, ...tokens.node(start) };
}

const COMPARISONS = ['=', '<>', '!=', '<=', '>=', '<', '>'] as const;

function parsePredicate(tokens: TokenStream): Expression {
  const start = tokens.position;
  const value = parseValue(tokens);
  const at = tokens.peek();
  const comparison = tokens.takeOne(...COMPARISONS);
  if (comparison) {
    const operator = comparison === '!=' ? '<>' : comparison;
    const quantifier = tokens.takeOne('ALL', 'ANY', 'SOME');
    if (quantifier) {
      const query = tokens.inParentheses(() => parseQuery(tokens));
      return { kind: 'quantified', operator, all: quantifier === 'ALL', value, query, ...tokens.node(start, at) };
    }
    const right = parseValue(tokens);
    return { kind: 'compare', operator, left: value, right, ...tokens.node(start, at) };
  }
  if (tokens.take('IS')) return parseIs(tokens, start, value);
  const negated = tokens.take('NOT');
  const predicate = parseNegatable(tokens, start, value);
  if (predicate) return negated ? { kind: 'not', value: predicate, at: predicate.at, text: predicate.text } : predicate;
  if (negated) throw tokens.unexpected("'BETWEEN', 'IN', 'LIKE'");
  return value;
}

function parseIs(tokens: TokenStream, start: number, value: Expression): Expression {
  const at = tokens.peek(-1);
  const negated = tokens.take('NOT');
  let test: Expression;
  if (tokens.take('NULL')) test = { kind: 'is null', value, ...tokens.node(start, at) };
  else {
    tokens.expect('DISTINCT', 'FROM');
    const right = parseValue(tokens);
    test = { kind: 'distinct from', left: value, right, ...tokens.node(start, at) };
  }
  return negated ? { kind: 'not', value: test, at: test.at, text: test.text } : test;
}

function parseNegatable(tokens: TokenStream, start: number, value: Expression): Expression | undefined {
  const at = tokens.peek(tokens.peek(-1).key === 'NOT' ? -1 : 0);
  if (tokens.take('BETWEEN')) {
    const low = parseValue(tokens);
    tokens.expect('AND');
    const high = parseValue(tokens);
    return { kind: 'between', value, low, high, ...tokens.node(start, at) };
  }
  if (tokens.take('LIKE')) {
    const pattern = parseValue(tokens);
    const escaped = tokens.take('ESCAPE') ? parseValue(tokens) : undefined;
    return { kind: 'like', value, pattern, escape: escaped, ...tokens.node(start, at) };
  }
  if (!tokens.take('IN')) return undefined;
  return tokens.inParentheses(() => {
    if (atQuery(tokens)) {
      const query = parseQuery(tokens);
      return { kind: 'in query', value, query, ...tokens.node(start, at) };
    }
    const items = tokens.list(() => parseExpression(tokens));
    return { kind: 'in list', value, items, ...tokens.node(start, at) };
  });
}

/** Whether the parenthesis just opened holds a query; the content tells a query's parentheses from an expression's. */
export function atQuery(tokens: TokenStream): boolean {
  let ahead = 0;
  while (tokens.peek(ahead).key === '(') ahead += 1;
  return ['SELECT', 'WITH', 'VALUES', 'TABLE'].includes(tokens.peek(ahead).key);
}

/** From the loosest to the tightest. */
const ARITHMETIC = [['||'], ['+', '-'], ['*', '/', '%']] as const;

export function parseValue(tokens: TokenStream, level = 0): Expression {
  const operators = ARITHMETIC[level];
  if (!operators) return parseSigned(tokens);
  const start = tokens.position;
  let left = parseValue(tokens, level + 1);
  for (;;) {
    const at = tokens.peek();
    const operator = tokens.takeOne(...operators);
    if (!operator) return left;
    const right = parseValue(tokens, level + 1);
    const node = tokens.node(start, at);
    left =
      operator === '||'
        ? { kind: 'call', name: 'concat', arguments: [left, right], ...node }
        : { kind: 'arithmetic', operator, left, right, ...node };
  }
}

function parseSigned(tokens: TokenStream): Expression {
  const start = tokens.position;
  if (tokens.take('+')) return { kind: 'plus', value: parseSigned(tokens), ...tokens.node(start) };
  if (!tokens.at('-') || ['integer', 'decimal', 'double'].includes(tokens.peek(1).kind)) return parseZoned(tokens);
  tokens.take('-');
  const value = parseSigned(tokens);
  return { kind: 'negate', value, ...tokens.node(start) };
}

function parseZoned(tokens: TokenStream): Expression {
  const start = tokens.position;
  let value = parsePrimary(tokens);
  while (tokens.take('AT')) {
    tokens.expect('TIME', 'ZONE');
    const zone = parsePrimary(tokens);
    value = { kind: 'at time zone', value, zone, ...tokens.node(start) };
  }
  return value;
}
