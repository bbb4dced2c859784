import { notSupported, TrinoError } from '../trino-error';
import type { Relation } from './ast';
import { atQuery, parseExpression } from './parse-expression';
import { parseNames, parseQuery } from './parse-query';
import type { TokenStream } from './token-stream';

/** Trino's `relation`: tables, subqueries and UNNEST, joined. */
export function parseRelation(tokens: TokenStream): Relation {
  const start = tokens.position;
  let left = parseSampled(tokens);
  for (;;) {
    if (tokens.at('NATURAL')) throw new TrinoError('NOT_SUPPORTED', 'Natural join not supported', tokens.peek());
    if (tokens.take('CROSS', 'JOIN')) {
      left = { kind: 'join', type: 'CROSS', left, right: parseSampled(tokens), ...tokens.node(start) };
      continue;
    }
    const type = joinType(tokens);
    if (!type) return left;
    const right = parseRelation(tokens);
    const criteria = parseCriteria(tokens);
    left = { kind: 'join', type, left, right, ...criteria, ...tokens.node(start) };
  }
}

function joinType(tokens: TokenStream): 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | undefined {
  if (tokens.take('JOIN') || tokens.take('INNER', 'JOIN')) return 'INNER';
  const side = tokens.takeOne('LEFT', 'RIGHT', 'FULL');
  if (!side) return undefined;
  tokens.take('OUTER');
  tokens.expect('JOIN');
  return side;
}

function parseCriteria(tokens: TokenStream) {
  if (tokens.take('ON')) return { on: parseExpression(tokens) };
  if (!tokens.take('USING')) throw tokens.unexpected("'ON', 'USING'");
  return {
    using: tokens.inParentheses(() =>
      tokens.list(() => {
        const { line, column } = tokens.peek();
        return { name: tokens.name(), at: { line, column } };
      }),
    ),
  };
}

/** A relation, or a part of its rows. */
function parseSampled(tokens: TokenStream): Relation {
  const start = tokens.position;
  const relation = parseAliased(tokens);
  if (!tokens.take('TABLESAMPLE')) return relation;
  if (!tokens.takeOne('BERNOULLI', 'SYSTEM')) throw tokens.unexpected("'BERNOULLI', 'SYSTEM'");
  const percentage = tokens.inParentheses(() => parseExpression(tokens));
  return { kind: 'sampled', relation, percentage, ...tokens.node(start) };
}

function parseAliased(tokens: TokenStream): Relation {
  const start = tokens.position;
  const relation = parseRelationPrimary(tokens);
  if (tokens.at('MATCH_RECOGNIZE')) throw notSupported('MATCH_RECOGNIZE', tokens.peek());
  if (tokens.at('FOR')) throw notSupported('FOR TIMESTAMP or VERSION', tokens.peek());
  if (!tokens.take('AS') && !tokens.atName()) return relation;
  if (isClause(tokens)) return relation;
  const alias = tokens.name();
  const columns = parseNames(tokens);
  return { kind: 'aliased', relation, alias, columns, ...tokens.node(start) };
}

/** LIMIT and OFFSET, which are names where no number is behind them. */
export function atCut(tokens: TokenStream): boolean {
  const { kind, key } = tokens.peek(1);
  return (tokens.at('LIMIT') || tokens.at('OFFSET')) && (kind === 'integer' || key === '?' || (tokens.at('LIMIT') && key === 'ALL'));
}

/** Words that may be names but begin a clause here. */
function isClause(tokens: TokenStream): boolean {
  return (tokens.at('WINDOW') && tokens.atName(1)) || tokens.at('TABLESAMPLE') || atCut(tokens) || tokens.at('FETCH');
}

function parseRelationPrimary(tokens: TokenStream): Relation {
  const start = tokens.position;
  if (tokens.take('UNNEST')) {
    const items = tokens.inParentheses(() => tokens.list(() => parseExpression(tokens)));
    const ordinality = tokens.take('WITH', 'ORDINALITY');
    return { kind: 'unnest', items, ordinality, ...tokens.node(start) };
  }
  const lateral = tokens.take('LATERAL');
  if (lateral || (tokens.at('(') && atQuery(tokens))) {
    const position = tokens.position;
    try {
      const query = tokens.inParentheses(() => parseQuery(tokens));
      return { kind: 'query', query, lateral, ...tokens.node(start) };
    } catch (error) {
      // `((SELECT …) a JOIN b …)` is a relation in parentheses, not a query.
      if (lateral || tokens.peek().key === '') throw error;
      tokens.rewind(position);
    }
  }
  if (tokens.at('(')) return tokens.inParentheses(() => parseRelation(tokens));
  if (tokens.at('JSON_TABLE', '(')) throw notSupported('JSON_TABLE', tokens.peek());
  if (tokens.at('TABLE', '(')) throw notSupported('A table function', tokens.peek());
  const name = [tokens.name()];
  while (tokens.take('.')) name.push(tokens.name());
  if (tokens.at('(')) throw tokens.unexpected("',', <EOF>");
  return { kind: 'table', name, ...tokens.node(start) };
}
