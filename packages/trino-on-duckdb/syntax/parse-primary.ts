import { TrinoError } from '../trino-error';
import type { Expression } from './ast';
import type { Token } from './lexer';
import { parseCall, parseSpecialCall } from './parse-call';
import { atQuery, parseExpression, parseValue } from './parse-expression';
import { parseQuery } from './parse-query';
import { parseType } from './parse-type';
import type { TokenStream } from './token-stream';

/** Trino's `primaryExpression`, with the subscripts and field names behind it. */
export function parsePrimary(tokens: TokenStream): Expression {
  const start = tokens.position;
  let base = parseBase(tokens);
  for (;;) {
    if (tokens.take('[')) {
      const index = parseValue(tokens);
      tokens.expect(']');
      base = { kind: 'subscript', base, index, ...tokens.node(start) };
    } else if (tokens.at('.') && tokens.atName(1)) {
      tokens.take('.');
      const name = tokens.name();
      base = { kind: 'field', base, name, ...tokens.node(start) };
    } else return base;
  }
}

function parseBase(tokens: TokenStream): Expression {
  const start = tokens.position;
  return parseLiteral(tokens) ?? parseKeyword(tokens) ?? parseSpecialCall(tokens) ?? parseNamed(tokens, start);
}

function parseLiteral(tokens: TokenStream): Expression | undefined {
  const start = tokens.position;
  const negative = tokens.take('-');
  const token = tokens.peek();
  switch (token.kind) {
    case 'integer':
    case 'decimal':
    case 'double':
      tokens.next();
      return { kind: 'number', form: token.kind, value: (negative ? '-' : '') + digits(token.text), ...tokens.node(start) };
    case 'string':
      tokens.next();
      return { kind: 'string', value: token.text, ...tokens.node(start) };
    case 'unicode string':
      tokens.next();
      return parseUnicode(tokens, token, start);
    case 'binary':
      tokens.next();
      return { kind: 'binary', hex: token.text.replaceAll(/\s/g, ''), ...tokens.node(start) };
    case 'word':
      break;
    default:
      return undefined;
  }
  if (tokens.take('NULL')) return { kind: 'null', ...tokens.node(start) };
  const truth = tokens.takeOne('TRUE', 'FALSE');
  if (truth) return { kind: 'boolean', value: truth === 'TRUE', ...tokens.node(start) };
  const signed = ['+', '-'].includes(tokens.peek(1).key);
  if (
    tokens.at('INTERVAL') &&
    (signed || (tokens.peek(1).kind === 'string' && INTERVAL_FIELDS.some(field => field === tokens.peek(2).key)))
  )
    return parseInterval(tokens);
  const words = tokens.at('DOUBLE', 'PRECISION') ? 2 : 1;
  if (tokens.atName() && tokens.peek(words).kind === 'string') {
    const type = token.text.toLowerCase();
    for (let taken = 0; taken < words; taken += 1) tokens.next();
    const value = tokens.next().text;
    return { kind: 'typed', type, value, ...tokens.node(start) };
  }
  return undefined;
}

/** Without underscores; `0x1F` as 31. */
function digits(text: string): string {
  return /^0[xbo]/i.test(text) ? String(BigInt(text)) : text.replaceAll('_', '');
}

/** `\0041` and `\+01F600` are code points, `\\` is a backslash; UESCAPE names another character. */
function parseUnicode(tokens: TokenStream, token: Token, start: number): Expression {
  const mark = tokens.take('UESCAPE') ? tokens.next().text : '\\';
  const invalid = (message: string) => new TrinoError('SYNTAX_ERROR', message, token);
  if (!/^[^\s'"+0-9a-f]$/i.test(mark)) throw invalid('Invalid Unicode escape character');
  const [first = '', ...parts] = token.text.replaceAll(mark + mark, '\0').split(mark);
  const value = parts.map(part => {
    const [whole, six, four] = /^(?:\+([0-9a-f]{6})|([0-9a-f]{4}))/i.exec(part) ?? [];
    const code = Number.parseInt(six ?? four ?? '', 16);
    if (whole === undefined) throw invalid(`Incomplete escape sequence: ${part}`);
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw invalid(`Invalid escaped character: ${whole}`);
    return String.fromCodePoint(code) + part.slice(whole.length);
  });
  return { kind: 'string', value: [first, ...value].join('').replaceAll('\0', mark), ...tokens.node(start) };
}

const INTERVAL_FIELDS = ['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND'] as const;

function parseInterval(tokens: TokenStream): Expression {
  const start = tokens.position;
  tokens.expect('INTERVAL');
  const negative = tokens.takeOne('+', '-') === '-';
  if (tokens.peek().kind !== 'string') throw tokens.unexpected('<string>');
  const value = tokens.next().text;
  const from = intervalField(tokens);
  const to = tokens.take('TO') ? intervalField(tokens) : undefined;
  return { kind: 'interval', negative, value, from, to, ...tokens.node(start) };
}

function intervalField(tokens: TokenStream): string {
  const field = tokens.takeOne(...INTERVAL_FIELDS);
  if (!field) throw tokens.unexpected(INTERVAL_FIELDS.map(name => `'${name}'`).join(', '));
  return field.toLowerCase();
}

function parseKeyword(tokens: TokenStream): Expression | undefined {
  const start = tokens.position;
  if (tokens.at('CASE')) return parseCase(tokens);
  if (tokens.at('CAST', '(') || tokens.at('TRY_CAST', '(')) {
    const safe = tokens.next().key === 'TRY_CAST';
    return tokens.inParentheses(() => {
      const value = parseExpression(tokens);
      tokens.expect('AS');
      const type = parseType(tokens);
      return { kind: 'cast', value, type, safe, ...tokens.node(start) };
    });
  }
  if (tokens.take('EXISTS')) {
    const query = tokens.inParentheses(() => parseQuery(tokens));
    return { kind: 'exists', query, ...tokens.node(start) };
  }
  if (tokens.take('?')) return { kind: 'parameter', index: tokens.nextParameter(), ...tokens.node(start) };
  if (tokens.take('ARRAY', '[') || tokens.take('[')) {
    const items = tokens.at(']') ? [] : tokens.list(() => parseExpression(tokens));
    tokens.expect(']');
    return { kind: 'array', items, ...tokens.node(start) };
  }
  if (tokens.take('GROUPING')) {
    const columns = tokens.inParentheses(() => (tokens.at(')') ? [] : tokens.list(() => parseColumn(tokens))));
    return { kind: 'grouping', columns, ...tokens.node(start) };
  }
  if (tokens.at('ROW', '(')) {
    tokens.next();
    const items = tokens.inParentheses(() => tokens.list(() => parseExpression(tokens)));
    return { kind: 'row', items, ...tokens.node(start) };
  }
  if (tokens.at('(')) return parseParenthesized(tokens);
  return undefined;
}

function parseColumn(tokens: TokenStream): Expression {
  const column = parsePrimary(tokens);
  if (column.kind !== 'name' && column.kind !== 'field') throw tokens.unexpected("')', ',', '.'");
  return column;
}

function parseCase(tokens: TokenStream): Expression {
  const start = tokens.position;
  tokens.expect('CASE');
  const operand = tokens.at('WHEN') ? undefined : parseExpression(tokens);
  const whens: { condition: Expression; result: Expression }[] = [];
  if (!tokens.at('WHEN')) throw tokens.unexpected("'WHEN'");
  while (tokens.take('WHEN')) {
    const condition = parseExpression(tokens);
    tokens.expect('THEN');
    whens.push({ condition, result: parseExpression(tokens) });
  }
  const otherwise = tokens.take('ELSE') ? parseExpression(tokens) : undefined;
  tokens.expect('END');
  return { kind: 'case', operand, whens, otherwise, ...tokens.node(start) };
}

function parseParenthesized(tokens: TokenStream): Expression {
  const start = tokens.position;
  const lambda = parseLambda(tokens, start);
  if (lambda) return lambda;
  tokens.expect('(');
  if (atQuery(tokens)) {
    const query = parseQuery(tokens);
    tokens.expect(')');
    return { kind: 'subquery', query, ...tokens.node(start) };
  }
  const items = tokens.list(() => parseExpression(tokens));
  tokens.expect(')');
  const [only] = items;
  return only && items.length === 1 ? only : { kind: 'row', items, ...tokens.node(start) };
}

/** `(a, b) -> body`, or nothing, with the cursor where it was. */
function parseLambda(tokens: TokenStream, start: number): Expression | undefined {
  const parameters: string[] = [];
  tokens.expect('(');
  while (tokens.atName()) {
    parameters.push(tokens.name());
    if (!tokens.take(',')) break;
  }
  if (tokens.take(')', '->')) {
    const body = parseExpression(tokens);
    return { kind: 'lambda', parameters, body, ...tokens.node(start) };
  }
  tokens.rewind(start);
  return undefined;
}

function parseNamed(tokens: TokenStream, start: number): Expression {
  const name = tokens.name();
  if (tokens.take('->')) {
    const body = parseExpression(tokens);
    return { kind: 'lambda', parameters: [name], body, ...tokens.node(start) };
  }
  if (tokens.at('(')) return parseCall(tokens, start, name.toLowerCase());
  return { kind: 'name', name, ...tokens.node(start) };
}
