import { TrinoError } from '../trino-error';
import type { Expression, Query } from './ast';
import type { Token } from './lexer';
import { type CreateTableAs, parseCreateTableAs } from './parse-create-table-as';
import { type CreateView, parseCreateView } from './parse-create-view';
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
  | ({ readonly kind: 'create table as'; readonly parameters: number } & CreateTableAs)
  | ({ readonly kind: 'create view'; readonly parameters: number } & CreateView)
  | { readonly kind: 'other'; readonly name: string };

/** The first two words, behind spaces and comments. */
const FIRST_WORDS = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*(\w+)(?:\s+(\w+))?/;

/**
 * One statement, with or without a semicolon. Queries, UNLOAD, CREATE TABLE AS and CREATE VIEW are parsed to their end. Of any other statement only the first
 * word is read: Athena takes most of them in Hive's language, whose names and texts are written otherwise.
 */
export function parseStatement(sql: string): Statement {
  const [, first = '', second = ''] = FIRST_WORDS.exec(sql)?.map(word => word?.toUpperCase()) ?? [];
  const other: Statement = { kind: 'other', name: first };
  if (OTHER_STATEMENTS.has(first) && !(first === 'CREATE' && ['TABLE', 'VIEW', 'OR'].includes(second))) return other;
  const tokens = new TokenStream(sql);
  if (first === 'CREATE' && !tokens.has(isQueryOfTable)) return other;
  tokens.refuseBackquotes();
  const statement = parseKnown(tokens);
  tokens.take(';');
  if (tokens.peek().kind !== 'end') throw tokens.unexpected('<EOF>');
  return { ...statement, parameters: tokens.nextParameter() };
}

/** The AS of CREATE TABLE AS; Hive's tables are STORED AS something. */
function isQueryOfTable(token: Token, before: Token | undefined): boolean {
  return token.key === 'AS' && before?.key !== 'STORED';
}

function parseKnown(tokens: TokenStream) {
  if (tokens.at('CREATE', 'VIEW') || tokens.at('CREATE', 'OR')) return { kind: 'create view' as const, ...parseCreateView(tokens) };
  if (tokens.at('CREATE')) return { kind: 'create table as' as const, ...parseCreateTableAs(tokens) };
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
