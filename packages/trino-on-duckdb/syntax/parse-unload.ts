import type { Expression, Query } from './ast';
import { parseExpression } from './parse-expression';
import { parseQuery } from './parse-query';
import type { TokenStream } from './token-stream';

/** A setting of a WITH clause, such as `format = 'PARQUET'`. Names are lower case. */
export interface Property {
  readonly name: string;
  readonly value: Expression;
}

/** `UNLOAD (query) TO 'location' WITH (name = value, …)`. Source: https://docs.aws.amazon.com/athena/latest/ug/unload.html */
export interface Unload {
  readonly query: Query;
  readonly target: string;
  readonly properties: readonly Property[];
}

export function parseUnload(tokens: TokenStream): Unload {
  tokens.expect('UNLOAD');
  const query = tokens.inParentheses(() => parseQuery(tokens));
  tokens.expect('TO');
  if (tokens.peek().kind !== 'string') throw tokens.unexpected('<string>');
  const target = tokens.next().text;
  const properties = tokens.take('WITH') ? parseProperties(tokens) : [];
  return { query, target, properties };
}

export function parseProperties(tokens: TokenStream): Property[] {
  return tokens.inParentheses(() =>
    tokens.list(() => {
      const name = tokens.name().toLowerCase();
      tokens.expect('=');
      return { name, value: parseExpression(tokens) };
    }),
  );
}
