import { type Position, TrinoError } from '../trino-error';

export interface KeyedToken extends Position {
  /** The keyword or symbol by which it is compared. */
  readonly key: string;
}

/** The tokens of a statement and a position in them: what parsers of all dialects share. */
export abstract class TokenCursor<T extends KeyedToken> {
  protected index = 0;

  /** The last token is the end of the statement. */
  protected constructor(protected readonly tokens: readonly T[]) {}

  /** The error for the coming token, in place of which `expected` was expected. */
  abstract unexpected(expected: string): TrinoError;

  peek(ahead = 0): T {
    const token = this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)];
    if (!token) throw new TrinoError('SYNTAX_ERROR', 'the statement has no tokens');
    return token;
  }

  next(): T {
    const token = this.peek();
    this.index += 1;
    return token;
  }

  /** Whether the coming tokens are these keywords or symbols. */
  at(...keys: string[]): boolean {
    return keys.every((key, ahead) => this.peek(ahead).key === key);
  }

  /** Takes these keywords or symbols if they come next. */
  take(...keys: string[]): boolean {
    if (!this.at(...keys)) return false;
    this.index += keys.length;
    return true;
  }

  /** Takes the first of these that comes next. */
  takeOne<const K extends string>(...keys: K[]): K | undefined {
    return keys.find(key => this.take(key));
  }

  expect(...keys: string[]): void {
    for (const key of keys) if (!this.take(key)) throw this.unexpected(`'${key}'`);
  }

  /** One or more, with commas between. */
  list<I>(item: () => I): I[] {
    const items = [item()];
    while (this.take(',')) items.push(item());
    return items;
  }

  inParentheses<I>(content: () => I): I {
    this.expect('(');
    const value = content();
    this.expect(')');
    return value;
  }
}
