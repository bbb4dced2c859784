import { TrinoError } from '../trino-error';
import type { Expression, Query } from './ast';
import { atQuery, parseExpression } from './parse-expression';
import { parseQuery } from './parse-query';
import { parseUnload, type Unload } from './parse-unload';
import { TokenStream } from './token-stream';

/** The words that begin the statements that Athena takes beside a query. */
const OTHER_STATEMENTS = new Set(
  `ALTER ANALYZE CALL COMMENT CREATE DEALLOCATE DELETE DESC DESCRIBE DROP EXECUTE EXPLAIN GRANT INSERT MERGE MSCK OPTIMIZE PREPARE REFRESH
  RESET REVOKE SET SHOW TRUNCATE UPDATE USE VACUUM`.split(/\s+/),
);

export type Statement =
  | { readonly kind: 'query'; readonly query: Query; readonly parameters: number }
  | ({ readonly kind: 'unload'; readonly parameters: number } & Unload)
  | { readonly kind: 'other'; readonly name: string };

/** One statement, with or without a semicolon. A query and an UNLOAD are parsed to their end; of any other only the first word is read. */
export function parseStatement(sql: string): Statement {
  const tokens = new TokenStream(sql);
  const first = tokens.peek();
  if (OTHER_STATEMENTS.has(first.key)) return { kind: 'other', name: first.key };
  const statement = parseKnown(tokens);
  tokens.take(';');
  if (tokens.peek().kind !== 'end') throw tokens.unexpected('<EOF>');
  return { ...statement, parameters: tokens.nextParameter() };
}

function parseKnown(tokens: TokenStream) {
  if (tokens.at('UNLOAD')) return { kind: 'unload' as const, ...parseUnload(tokens) };
  if (!atQuery(tokens))
    throw tokens.unexpected("'ALTER', 'CREATE', 'DELETE', 'DESCRIBE', 'DROP', 'EXPLAIN', 'INSERT', 'SHOW', 'UNLOAD', 'WITH', <query>");
  return { kind: 'query' as const, query: parseQuery(tokens) };
}

/** An expression on its own, such as the value of an execution parameter. */
export function parseExpressionText(text: string): Expression {
  const tokens = new TokenStream(text);
  const expression = parseExpression(tokens);
  if (tokens.peek().kind !== 'end') throw new TrinoError('SYNTAX_ERROR', `mismatched input in the parameter ${text}`);
  return expression;
}

/** Every table's name in a query, wherever it stands. Names of WITH queries are among them. */
export function tableNames(node: unknown): (readonly string[])[] {
  if (Array.isArray(node)) return node.flatMap(tableNames);
  if (typeof node !== 'object' || node === null) return [];
  if ('kind' in node && node.kind === 'table' && 'name' in node && Array.isArray(node.name)) return [node.name];
  // The windows of a SELECT are a map.
  return (node instanceof Map ? [...node.values()] : Object.values(node)).flatMap(tableNames);
}
