import { type Position, TokenCursor, TrinoError } from 'trino-on-duckdb';

interface DdlToken extends Position {
  /** `name` is a name in backquotes. */
  readonly kind: 'word' | 'name' | 'string' | 'symbol' | 'end';
  /** Without its quotes. */
  readonly text: string;
  /** Upper case for words, the text for symbols, empty for all else. */
  readonly key: string;
}

const RULES: readonly (readonly [DdlToken['kind'] | 'space', RegExp])[] = [
  ['space', /(?:\s+|--[^\r\n]*|\/\*[\s\S]*?\*\/)+/y],
  ['name', /`(?:[^`]|``)+`/y],
  ['string', /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y],
  ['word', /[A-Z0-9_$]+/iy],
  ['symbol', /[.,;()<>:=*]/y],
];

/** The words and signs of a statement in Hive's language: names stand in backquotes, texts in either kind of quotes, with backslashes. */
export class DdlTokens extends TokenCursor<DdlToken> {
  constructor(sql: string) {
    super(tokenize(sql));
  }

  /** Names are in lower case in the catalogue. */
  name(): string {
    const { kind } = this.peek();
    if (kind !== 'word' && kind !== 'name') throw this.unexpected('<identifier>');
    return this.next().text.toLowerCase();
  }

  string(): string {
    if (this.peek().kind !== 'string') throw this.unexpected('<string>');
    return this.next().text;
  }

  takeString(): string | undefined {
    return this.peek().kind === 'string' ? this.next().text : undefined;
  }

  /** `('name' = 'value', …)`. */
  properties(): Record<string, string> {
    const entries = this.inParentheses(() =>
      this.list(() => {
        const name = this.string();
        this.expect('=');
        return [name, this.string()] as const;
      }),
    );
    return Object.fromEntries(entries);
  }

  /** Fails unless the statement ends here. */
  end(): void {
    this.take(';');
    if (this.peek().kind !== 'end') throw this.unexpected('<EOF>');
  }

  unexpected(expected: string): TrinoError {
    const token = this.peek();
    return new TrinoError('SYNTAX_ERROR', `mismatched input '${token.text}'. Expecting: ${expected}`, token);
  }
}

function tokenize(sql: string): DdlToken[] {
  const tokens: DdlToken[] = [];
  let offset = 0;
  while (offset < sql.length) {
    const at = positionOf(sql, offset);
    const found = match(sql, offset);
    if (!found) throw new TrinoError('SYNTAX_ERROR', `extraneous input '${sql[offset]}'`, at);
    const [kind, text] = found;
    if (kind !== 'space')
      tokens.push({ kind, text: bare(kind, text), key: kind === 'word' || kind === 'symbol' ? text.toUpperCase() : '', ...at });
    offset += text.length;
  }
  return [...tokens, { kind: 'end', text: '<EOF>', key: '', ...positionOf(sql, sql.length) }];
}

function match(sql: string, offset: number): [DdlToken['kind'] | 'space', string] | undefined {
  for (const [kind, rule] of RULES) {
    rule.lastIndex = offset;
    const found = rule.exec(sql);
    if (found) return [kind, found[0]];
  }
  return undefined;
}

function positionOf(sql: string, offset: number): Position {
  const lines = sql.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', b: '\b', Z: '\u001a' };

function bare(kind: DdlToken['kind'], text: string): string {
  if (kind === 'name') return text.slice(1, -1).replaceAll('``', '`');
  if (kind !== 'string') return text;
  return text.slice(1, -1).replaceAll(/\\(?:u([\da-f]{4})|([0-3][0-7]{2})|([\s\S]))/gi, (_, hex?: string, octal?: string, other = '') => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return ESCAPES[other] ?? other;
  });
}
