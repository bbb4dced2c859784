import type { Query } from './ast';
import { parseQuery } from './parse-query';
import type { TokenStream } from './token-stream';

/** `CREATE OR REPLACE VIEW name AS query`. Source: https://docs.aws.amazon.com/athena/latest/ug/create-view.html */
export interface CreateView {
  /** `[view]`, `[database, view]` or `[catalog, database, view]`, as typed. */
  readonly name: readonly string[];
  readonly replace: boolean;
  readonly query: Query;
}

export function parseCreateView(tokens: TokenStream): CreateView {
  tokens.expect('CREATE');
  const replace = tokens.take('OR', 'REPLACE');
  tokens.expect('VIEW');
  const name = [tokens.name()];
  while (tokens.take('.')) name.push(tokens.name());
  tokens.expect('AS');
  return { name, replace, query: parseQuery(tokens) };
}
