import { type Position, TrinoError } from '../trino-error';

export interface Token extends Position {
  /** `word` is a keyword or an identifier; `symbol` is an operator or punctuation; `end` follows the last one. */
  readonly kind:
    | 'word'
    | 'quoted'
    | 'integer'
    | 'decimal'
    | 'double'
    | 'string'
    | 'unicode string'
    | 'binary'
    | 'backquoted'
    | 'symbol'
    | 'end';
  /** As typed; without its quotes, if it has them. */
  readonly text: string;
  /** Upper case for words, the text itself for symbols, empty for all else: what the parser compares. */
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

type Other = 'space' | 'invalid' | 'unclosed';

/** Trino's lexical rules (SqlBase.g4); the order matters, since the first rule that matches wins. */
const RULES: readonly (readonly [Token['kind'] | Other, RegExp])[] = [
  ['space', /(?:\s+|--[^\r\n]*|\/\*[\s\S]*?\*\/)+/y],
  ['unclosed', /\/\*/y],
  ['unicode string', /U&'(?:[^']|'')*'/iy],
  ['binary', /X'(?:[^']|'')*'/iy],
  ['string', /'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")*"/y],
  ['backquoted', /`(?:[^`]|``)*`/y],
  ['integer', /0(?:x[\da-f]+|b[01]+|o[0-7]+)(?![A-Z0-9_])/iy],
  ['double', /(?:\d+(?:\.\d*)?|\.\d+)E[+-]?\d+(?![A-Z_])/iy],
  ['decimal', /(?:\d[\d_]*\.(?:\d[\d_]*)?|\.\d[\d_]*)/y],
  ['integer', /\d(?:_?\d)*(?![A-Z0-9_])/iy],
  ['invalid', /\d[\d_]*[A-Z_]\w*/iy],
  ['word', /[A-Z_][A-Z0-9_]*/iy],
  ['symbol', /<>|!=|<=|>=|->|=>|\|\||[=<>+\-*/%.,()[\]?;:]/y],
];

/** Parentheses, brackets, CASE and signs inside of each other; and words and signs in all. More would make other requests wait. */
const MOST_NESTED = 200;
const MOST_TOKENS = 30_000;

/** Fails with a SYNTAX_ERROR, also where a statement is larger than what is parsed at once. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let [nested, signs] = [0, 0];
  let [line, lineStart, offset] = [1, 0, 0];
  while (offset < sql.length) {
    const [kind, text] = match(sql, offset);
    const at = { line, column: offset - lineStart + 1 };
    if (kind === undefined) throw new TrinoError('SYNTAX_ERROR', `extraneous input '${sql[offset]}'`, at);
    if (kind === 'unclosed') throw new TrinoError('SYNTAX_ERROR', `mismatched input '*': the comment has no end`, at);
    if (text === '""') throw new TrinoError('SYNTAX_ERROR', 'Zero-length delimited identifier not allowed', at);
    if (kind === 'invalid')
      throw new TrinoError('SYNTAX_ERROR', `identifiers must not start with a digit; surround the identifier with double quotes`, at);
    if (kind !== 'space') {
      const key = keyOf(kind, text);
      tokens.push({ kind, text: bare(kind, text), key, ...at, start: offset, end: offset + text.length });
      nested = Math.max(0, nested + (NESTING[key] ?? 0));
      signs = SIGNS.has(key) ? signs + 1 : 0;
      if (nested + signs > MOST_NESTED || tokens.length > MOST_TOKENS) throw tooLarge(at);
    }
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      line += 1;
      lineStart = offset + end + 1;
    }
    offset += text.length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', key: '', line, column: offset - lineStart + 1, start: offset, end: offset });
  return tokens;
}

const NESTING: Readonly<Record<string, number>> = { '(': 1, '[': 1, CASE: 1, ')': -1, ']': -1, END: -1 };
const SIGNS = new Set(['NOT', '-', '+']);

/** Trino's words. */
function tooLarge(at: Position): TrinoError {
  const bound = `at most ${MOST_NESTED} levels of nesting and ${MOST_TOKENS} words and signs`;
  return new TrinoError('SYNTAX_ERROR', `statement is too large (stack overflow while parsing): ${bound} are supported`, at);
}

/** Symbols that nothing else begins with. */
const PLAIN_SYMBOLS = new Set('()[],;?*+=%');

function match(sql: string, offset: number): [Token['kind'] | Other | undefined, string] {
  const character = sql.charAt(offset);
  if (PLAIN_SYMBOLS.has(character) && sql.charAt(offset + 1) !== '>') return ['symbol', character];
  for (const [kind, rule] of RULES) {
    rule.lastIndex = offset;
    const found = rule.exec(sql);
    if (found) return [kind, found[0]];
  }
  return [undefined, ''];
}

function bare(kind: string, text: string): string {
  if (kind === 'string') return text.slice(1, -1).replaceAll("''", "'");
  if (kind === 'unicode string') return text.slice(3, -1).replaceAll("''", "'");
  if (kind === 'binary') return text.slice(2, -1);
  if (kind === 'quoted') return text.slice(1, -1).replaceAll('""', '"');
  return text;
}

function keyOf(kind: string, text: string): string {
  if (kind === 'word') return text.toUpperCase();
  return kind === 'symbol' ? text : '';
}
