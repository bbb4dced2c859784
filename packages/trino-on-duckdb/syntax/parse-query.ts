import { notSupported, TrinoError } from '../trino-error';
import type { Expression, GroupingElement, Query, QueryBody, Select, SelectItem, WindowSpecification } from './ast';
import { parseOrderBy, parseWindow } from './parse-call';
import { atQuery, parseExpression } from './parse-expression';
import { parsePrimary } from './parse-primary';
import { atCut, parseRelation } from './parse-relation';
import type { TokenStream } from './token-stream';

/** Trino's `query`: WITH, a body of selects and set operations, and how it is sorted and cut. */
export function parseQuery(tokens: TokenStream): Query {
  const start = tokens.position;
  const named = parseWith(tokens);
  const body = parseUnion(tokens);
  const orderBy = parseOrderBy(tokens);
  const offset = tokens.take('OFFSET') ? parseCount(tokens) : undefined;
  if (offset && !tokens.take('ROWS')) tokens.take('ROW');
  let limit: Expression | undefined;
  let withTies = false;
  if (tokens.take('LIMIT')) {
    if (!tokens.take('ALL')) limit = parseCount(tokens);
  } else if (tokens.take('FETCH')) {
    if (!tokens.take('FIRST')) tokens.expect('NEXT');
    const one: Expression = { kind: 'number', form: 'integer', value: '1', ...tokens.node(start) };
    limit = tokens.at('ROW') || tokens.at('ROWS') ? one : parseCount(tokens);
    if (!tokens.take('ROWS')) tokens.expect('ROW');
    withTies = tokens.take('WITH', 'TIES');
    if (!withTies) tokens.expect('ONLY');
  }
  return { with: named, body, orderBy, offset, limit, withTies, ...tokens.node(start) };
}

function parseCount(tokens: TokenStream): Expression {
  if (tokens.peek().kind !== 'integer' && !tokens.at('?')) throw tokens.unexpected('<integer>');
  return parsePrimary(tokens);
}

function parseWith(tokens: TokenStream): Query['with'] {
  if (!tokens.take('WITH')) return [];
  if (tokens.at('RECURSIVE')) throw notSupported('WITH RECURSIVE', tokens.peek());
  return tokens.list(() => {
    const { line, column } = tokens.peek();
    const name = tokens.name();
    const columns = parseNames(tokens);
    tokens.expect('AS');
    const query = tokens.inParentheses(() => parseQuery(tokens));
    return { at: { line, column }, name, columns, query };
  });
}

/** `(a, b)`, if it is there. */
export function parseNames(tokens: TokenStream): string[] | undefined {
  return tokens.at('(') ? tokens.inParentheses(() => tokens.list(() => tokens.name())) : undefined;
}

function parseUnion(tokens: TokenStream): QueryBody {
  return parseSetOperation(tokens, ['UNION', 'EXCEPT'], () => parseSetOperation(tokens, ['INTERSECT'], () => parseTerm(tokens)));
}

function parseSetOperation(
  tokens: TokenStream,
  operators: readonly ('UNION' | 'EXCEPT' | 'INTERSECT')[],
  operand: () => QueryBody,
): QueryBody {
  const start = tokens.position;
  let left = operand();
  for (;;) {
    const operator = tokens.takeOne(...operators);
    if (!operator) return left;
    const all = tokens.takeOne('ALL', 'DISTINCT') === 'ALL';
    const right = operand();
    left = { kind: 'set', operator, all, left, right, ...tokens.node(start) };
  }
}

function parseTerm(tokens: TokenStream): QueryBody {
  const start = tokens.position;
  if (tokens.at('(')) {
    const query = tokens.inParentheses(() => parseQuery(tokens));
    return { kind: 'nested', query, ...tokens.node(start) };
  }
  if (tokens.take('VALUES')) {
    const rows = tokens.list(() => parseExpression(tokens));
    return { kind: 'values', rows, ...tokens.node(start) };
  }
  if (tokens.take('TABLE')) {
    const from = parseRelation(tokens);
    const star: SelectItem = { star: true, ...tokens.node(start) };
    return { kind: 'select', distinct: false, items: [star], from, windows: new Map(), ...tokens.node(start) };
  }
  return parseSelect(tokens);
}

function parseSelect(tokens: TokenStream): Select {
  const start = tokens.position;
  if (!atQuery(tokens)) throw tokens.unexpected("'SELECT', 'TABLE', 'VALUES', 'WITH'");
  tokens.expect('SELECT');
  const distinct = tokens.takeOne('DISTINCT', 'ALL') === 'DISTINCT';
  const items = tokens.list(() => parseSelectItem(tokens));
  const from = tokens.take('FROM') ? parseFrom(tokens) : undefined;
  const where = tokens.take('WHERE') ? parseExpression(tokens) : undefined;
  const groupBy = tokens.take('GROUP', 'BY') ? parseGroupBy(tokens) : undefined;
  const having = tokens.take('HAVING') ? parseExpression(tokens) : undefined;
  const windows = new Map<string, WindowSpecification>();
  if (tokens.take('WINDOW'))
    tokens.list(() => {
      const at = tokens.peek();
      const name = tokens.name().toLowerCase();
      if (windows.has(name)) throw new TrinoError('DUPLICATE_WINDOW_NAME', `WINDOW name '${name}' specified more than once`, at);
      tokens.expect('AS');
      windows.set(
        name,
        tokens.inParentheses(() => parseWindow(tokens)),
      );
    });
  return { kind: 'select', distinct, items, from, where, groupBy, having, windows, ...tokens.node(start) };
}

/** Commas between relations are cross joins. */
function parseFrom(tokens: TokenStream): Select['from'] {
  const start = tokens.position;
  let left = parseRelation(tokens);
  while (tokens.take(',')) left = { kind: 'join', type: 'CROSS', left, right: parseRelation(tokens), ...tokens.node(start) };
  return left;
}

function parseSelectItem(tokens: TokenStream): SelectItem {
  const start = tokens.position;
  if (tokens.take('*')) return { star: true, ...tokens.node(start) };
  const value = parseExpression(tokens);
  if (tokens.take('.', '*')) {
    const node = tokens.node(start);
    return { star: true, qualifier: value, aliases: tokens.take('AS') ? parseNames(tokens) : undefined, ...node };
  }
  const alias = tokens.take('AS') || (tokens.atName() && !atCut(tokens)) ? tokens.name() : undefined;
  return { star: false, value, alias, ...tokens.node(start) };
}

function parseGroupBy(tokens: TokenStream): Select['groupBy'] {
  // `GROUP BY ALL` alone is of a column with that name.
  const quantified = tokens.at('DISTINCT') || (tokens.at('ALL') && continues(tokens, 1));
  const distinct = quantified && tokens.next().key === 'DISTINCT';
  return { distinct, elements: tokens.list(() => parseGroupingElement(tokens)) };
}

function parseGroupingElement(tokens: TokenStream): GroupingElement {
  const sets = () => tokens.inParentheses(() => (tokens.at(')') ? [] : tokens.list(() => parseGroupingSet(tokens))));
  if (tokens.take('ROLLUP')) return { kind: 'rollup', sets: sets() };
  if (tokens.take('CUBE')) return { kind: 'cube', sets: sets() };
  if (tokens.take('GROUPING', 'SETS')) return { kind: 'sets', sets: sets() };
  return { kind: 'simple', sets: [parseGroupingSet(tokens)] };
}

/** `a`, `(a, b)` or `()`; a parenthesis may also merely begin an expression, such as `(a + b) * 2`. */
function parseGroupingSet(tokens: TokenStream): Expression[] {
  const start = tokens.position;
  if (tokens.take('(')) {
    if (tokens.take(')')) return [];
    if (!atQuery(tokens)) {
      const items = tokens.list(() => parseExpression(tokens));
      if (tokens.take(')') && (tokens.at(',') || tokens.at(')') || !continues(tokens))) return items;
    }
    tokens.rewind(start);
  }
  return [parseExpression(tokens)];
}

function continues(tokens: TokenStream, ahead = 0): boolean {
  return !['HAVING', 'WINDOW', 'ORDER', 'LIMIT', 'OFFSET', 'FETCH', 'UNION', 'EXCEPT', 'INTERSECT', ';', ')', ''].includes(
    tokens.peek(ahead).key,
  );
}
