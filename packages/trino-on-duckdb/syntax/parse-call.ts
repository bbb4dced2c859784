import { notSupported } from '../trino-error';
import type { Call, Expression, Frame, FrameBound, SortItem, WindowSpecification } from './ast';
import { parseExpression, parseValue } from './parse-expression';
import type { TokenStream } from './token-stream';

/** A call with everything that may stand in and behind it; the cursor is at the opening parenthesis. */
export function parseCall(tokens: TokenStream, start: number, name: string): Call {
  const inside = tokens.inParentheses(() => {
    if (tokens.take('*')) return { star: true, arguments: [] };
    const quantifier = tokens.takeOne('DISTINCT', 'ALL');
    const distinct = quantifier === 'DISTINCT';
    const given = !quantifier && (tokens.at(')') || tokens.at('ORDER', 'BY')) ? [] : tokens.list(() => parseExpression(tokens));
    return { distinct, arguments: given, orderBy: parseOrderBy(tokens) };
  });
  return parseTail(tokens, start, name, inside);
}

function parseTail(
  tokens: TokenStream,
  start: number,
  name: string,
  inside: Pick<Call, 'arguments' | 'star' | 'distinct' | 'orderBy'>,
): Call {
  const filter = tokens.take('FILTER')
    ? tokens.inParentheses(() => {
        tokens.expect('WHERE');
        return parseExpression(tokens);
      })
    : undefined;
  const nulls = (['IGNORE', 'RESPECT'] as const).find(treatment => tokens.take(treatment, 'NULLS'));
  if (nulls && !tokens.at('OVER')) throw tokens.unexpected("'OVER'");
  const over = tokens.take('OVER') ? parseOver(tokens) : undefined;
  return { kind: 'call', name, ...inside, filter, nulls, over, ...tokens.node(start) };
}

export function parseOrderBy(tokens: TokenStream): SortItem[] {
  return tokens.take('ORDER', 'BY') ? tokens.list(() => parseSortItem(tokens)) : [];
}

function parseSortItem(tokens: TokenStream): SortItem {
  const value = parseExpression(tokens);
  const descending = tokens.takeOne('ASC', 'DESC') === 'DESC';
  if (!tokens.take('NULLS')) return { value, descending, nullsFirst: false };
  const where = tokens.takeOne('FIRST', 'LAST');
  if (!where) throw tokens.unexpected("'FIRST', 'LAST'");
  return { value, descending, nullsFirst: where === 'FIRST' };
}

function parseOver(tokens: TokenStream): WindowSpecification {
  const start = tokens.position;
  if (tokens.at('(')) return tokens.inParentheses(() => parseWindow(tokens));
  const base = tokens.name();
  return { base, isName: true, partitionBy: [], orderBy: [], ...tokens.node(start) };
}

/** What stands between the parentheses of OVER, or of a window of the WINDOW clause. */
export function parseWindow(tokens: TokenStream): WindowSpecification {
  const start = tokens.position;
  const base =
    tokens.atName() && !tokens.at('PARTITION', 'BY') && !tokens.at('ROWS') && !tokens.at('RANGE') && !tokens.at('GROUPS')
      ? tokens.name()
      : undefined;
  const partitionBy = tokens.take('PARTITION', 'BY') ? tokens.list(() => parseExpression(tokens)) : [];
  const orderBy = parseOrderBy(tokens);
  const frame = parseFrame(tokens);
  return { base, partitionBy, orderBy, frame, ...tokens.node(start) };
}

function parseFrame(tokens: TokenStream): Frame | undefined {
  const type = tokens.takeOne('ROWS', 'RANGE', 'GROUPS');
  if (!type) return undefined;
  if (!tokens.take('BETWEEN')) return { type, start: parseBound(tokens) };
  const start = parseBound(tokens);
  tokens.expect('AND');
  return { type, start, end: parseBound(tokens) };
}

function parseBound(tokens: TokenStream): FrameBound {
  const start = tokens.position;
  if (tokens.take('CURRENT', 'ROW')) return { direction: 'CURRENT ROW', ...tokens.node(start) };
  const offset = tokens.take('UNBOUNDED') ? undefined : parseExpression(tokens);
  const direction = tokens.takeOne('PRECEDING', 'FOLLOWING');
  if (!direction) throw tokens.unexpected("'FOLLOWING', 'PRECEDING'");
  return { direction, offset, ...tokens.node(start) };
}

const NILADIC = new Set([
  'CURRENT_DATE',
  'CURRENT_TIMESTAMP',
  'CURRENT_TIME',
  'LOCALTIME',
  'LOCALTIMESTAMP',
  'CURRENT_USER',
  'CURRENT_SCHEMA',
  'CURRENT_CATALOG',
  'CURRENT_PATH',
]);

/** Functions with a special syntax in SQL, as plain calls. */
export function parseSpecialCall(tokens: TokenStream): Expression | undefined {
  const start = tokens.position;
  const { key } = tokens.peek();
  if (NILADIC.has(key)) {
    tokens.next();
    const precision = key.endsWith('STAMP') && tokens.at('(') ? tokens.inParentheses(() => [parseExpression(tokens)]) : [];
    return { kind: 'call', name: key.toLowerCase(), arguments: precision, ...tokens.node(start) };
  }
  if (tokens.peek(1).key !== '(') return undefined;
  switch (key) {
    case 'EXTRACT':
      return special(tokens, 'extract', () => {
        if (tokens.peek().kind === 'quoted') throw tokens.unexpected('<field>');
        const field = tokens.name();
        const unit: Expression = { kind: 'string', value: field.toLowerCase(), ...tokens.node(start) };
        tokens.expect('FROM');
        return [unit, parseValue(tokens)];
      });
    case 'POSITION':
      return special(tokens, 'strpos', () => {
        const part = parseValue(tokens);
        tokens.expect('IN');
        return [parseValue(tokens), part];
      });
    case 'SUBSTRING':
      return special(tokens, 'substring', () => {
        const text = parseExpression(tokens);
        if (!tokens.take('FROM')) return [text, ...(tokens.take(',') ? tokens.list(() => parseExpression(tokens)) : [])];
        const from = parseValue(tokens);
        return tokens.take('FOR') ? [text, from, parseValue(tokens)] : [text, from];
      });
    case 'NORMALIZE':
      return special(tokens, 'normalize', () => {
        const text = parseValue(tokens);
        const form = tokens.take(',') ? tokens.peek().text : 'NFC';
        if (tokens.peek(-1).key === ',' && !tokens.takeOne('NFC', 'NFD', 'NFKC', 'NFKD'))
          throw tokens.unexpected("'NFC', 'NFD', 'NFKC', 'NFKD'");
        return [text, { kind: 'string', value: form, ...tokens.node(start) }];
      });
    case 'TRIM':
      return parseTrim(tokens);
    case 'LISTAGG':
      return parseListagg(tokens);
    case 'JSON_ARRAY':
    case 'JSON_EXISTS':
    case 'JSON_OBJECT':
    case 'JSON_QUERY':
    case 'JSON_VALUE':
      throw notSupported(key, tokens.peek());
    default:
      return undefined;
  }
}

function special(tokens: TokenStream, name: string, content: () => Expression[]): Expression {
  const start = tokens.position;
  tokens.next();
  const given = tokens.inParentheses(content);
  return { kind: 'call', name, arguments: given, ...tokens.node(start) };
}

function parseTrim(tokens: TokenStream): Expression {
  const start = tokens.position;
  tokens.expect('TRIM', '(');
  const side = tokens.takeOne('LEADING', 'TRAILING', 'BOTH');
  const first = side && tokens.at('FROM') ? undefined : parseValue(tokens);
  const from = tokens.take('FROM');
  const given = from ? [parseValue(tokens), ...(first ? [first] : [])] : first ? [first] : [];
  if (!from && tokens.take(',')) given.push(parseValue(tokens));
  if (side && !from) throw tokens.unexpected("'FROM'");
  tokens.expect(')');
  const name = side === 'LEADING' ? 'ltrim' : side === 'TRAILING' ? 'rtrim' : 'trim';
  return { kind: 'call', name, arguments: given, ...tokens.node(start) };
}

function parseListagg(tokens: TokenStream): Expression {
  const start = tokens.position;
  tokens.expect('LISTAGG', '(');
  const distinct = tokens.takeOne('DISTINCT', 'ALL') === 'DISTINCT';
  const given = [parseExpression(tokens)];
  if (tokens.take(',')) given.push(parseValue(tokens));
  if (tokens.at('ON', 'OVERFLOW') && !tokens.take('ON', 'OVERFLOW', 'ERROR')) {
    // An overflow is more than a megabyte of text, which no result here holds.
    tokens.expect('ON', 'OVERFLOW', 'TRUNCATE');
    if (tokens.peek().kind === 'string') tokens.next();
    if (!tokens.take('WITH', 'COUNT')) tokens.expect('WITHOUT', 'COUNT');
  }
  tokens.expect(')', 'WITHIN', 'GROUP');
  const orderBy = tokens.inParentheses(() => parseOrderBy(tokens));
  return parseTail(tokens, start, 'listagg', { distinct, arguments: given, orderBy });
}
