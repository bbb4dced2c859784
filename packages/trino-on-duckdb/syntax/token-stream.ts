import { notSupported, type Position, TrinoError } from '../trino-error';
import { type Token, tokenize } from './lexer';
import { TokenCursor } from './token-cursor';

/** The words that cannot be a name unless they are quoted. Source: https://trino.io/docs/476/language/reserved.html */
const RESERVED = new Set(
  `ALTER AND AS BETWEEN BY CASE CAST CONSTRAINT CREATE CROSS CUBE CURRENT_CATALOG CURRENT_DATE CURRENT_PATH CURRENT_ROLE CURRENT_SCHEMA
  CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DEALLOCATE DELETE DESCRIBE DISTINCT DROP ELSE END ESCAPE EXCEPT EXISTS EXTRACT EXECUTE
  FALSE FOR FROM FULL GROUP GROUPING HAVING IN INNER INSERT INTERSECT INTO IS JOIN JSON_ARRAY JSON_EXISTS JSON_OBJECT JSON_QUERY
  JSON_TABLE JSON_VALUE LEFT LIKE LISTAGG LOCALTIME LOCALTIMESTAMP NATURAL NORMALIZE NOT NULL ON OR ORDER OUTER PREPARE RECURSIVE RIGHT
  ROLLUP SELECT SKIP TABLE THEN TRIM TRUE UESCAPE UNION UNNEST USING VALUES WHEN WHERE WITH`.split(/\s+/),
);

/** In tokens, beside four times the statement. */
const MOST_REWOUND = 8_000;

/** The tokens of a statement and a cursor: what every part of the parser shares. */
export class TokenStream extends TokenCursor<Token> {
  private parameters = 0;
  private rewound = 0;

  constructor(private readonly sql: string) {
    super(tokenize(sql));
  }

  /** Whether any token satisfies the test. */
  has(test: (token: Token, before: Token | undefined) => boolean): boolean {
    return this.tokens.some((token, index) => test(token, this.tokens[index - 1]));
  }

  /** Fails with Trino's words where a name stands in backquotes, as in Hive. */
  refuseBackquotes(): void {
    const found = this.tokens.find(token => token.kind === 'backquoted');
    if (!found) return;
    throw new TrinoError('SYNTAX_ERROR', 'backquoted identifiers are not supported; use double quotes to quote identifiers', found);
  }

  unexpected(expected: string): TrinoError {
    const token = this.peek();
    return new TrinoError(
      'SYNTAX_ERROR',
      `mismatched input '${this.sql.slice(token.start, token.end) || '<EOF>'}'. Expecting: ${expected}`,
      token,
    );
  }

  /** What a node that begins at `start` and ends before the cursor carries. `at` is elsewhere for binary operators. */
  node(start: number, at: Position = this.tokenAt(start)): { at: Position; text: string } {
    const end = this.tokens[this.index - 1]?.end ?? this.sql.length;
    return { at: { line: at.line, column: at.column }, text: this.sql.slice(this.tokenAt(start).start, end) };
  }

  get position(): number {
    return this.index;
  }

  /** Goes back to try another reading. Where each of many nested parts has two, that would take for ever. */
  rewind(position: number): void {
    this.rewound += this.index - position;
    if (this.rewound > MOST_REWOUND + 4 * this.tokens.length)
      throw notSupported('A statement with parentheses nested as deeply as this', this.peek());
    this.index = position;
  }

  nextParameter(): number {
    this.parameters += 1;
    return this.parameters - 1;
  }

  /** Whether a name may begin `ahead` tokens from here. */
  atName(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'quoted' || (token.kind === 'word' && !RESERVED.has(token.key));
  }

  name(): string {
    if (!this.atName()) throw this.unexpected('<identifier>');
    return this.next().text;
  }

  private tokenAt(index: number): Token {
    return this.tokens[index] ?? this.peek();
  }
}
