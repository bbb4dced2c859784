import { notSupported, TrinoError } from '../trino-error';
import type { Query } from './ast';
import { parseNames, parseQuery } from './parse-query';
import { type Property, parseProperties } from './parse-unload';
import type { TokenStream } from './token-stream';

/** `CREATE TABLE name WITH (name = value, …) AS query`. Source: https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html */
export interface CreateTableAs {
  /** `[table]`, `[database, table]` or `[catalog, database, table]`, as typed. */
  readonly name: readonly string[];
  readonly ifNotExists: boolean;
  /** Names for the columns of the query. */
  readonly columns?: readonly string[] | undefined;
  readonly properties: readonly Property[];
  /** The property `external_location`: where the table's files go. */
  readonly target?: string | undefined;
  readonly query: Query;
  readonly withData: boolean;
}

export function parseCreateTableAs(tokens: TokenStream): CreateTableAs {
  tokens.expect('CREATE', 'TABLE');
  const ifNotExists = tokens.take('IF', 'NOT', 'EXISTS');
  const name = [tokens.name()];
  while (tokens.take('.')) name.push(tokens.name());
  const columns = parseNames(tokens);
  if (tokens.at('COMMENT')) throw notSupported('A COMMENT in CREATE TABLE AS', tokens.peek());
  const properties = tokens.take('WITH') ? parseProperties(tokens) : [];
  tokens.expect('AS');
  const query = parseQuery(tokens);
  const withData = !tokens.take('WITH', 'NO', 'DATA');
  tokens.take('WITH', 'DATA');
  return { name, ifNotExists, columns, properties, target: targetOf(properties), query, withData };
}

function targetOf(properties: readonly Property[]): string | undefined {
  const value = properties.find(({ name }) => name === 'external_location')?.value;
  if (value === undefined) return undefined;
  if (value.kind !== 'string') throw new TrinoError('INVALID_TABLE_PROPERTY', "The property 'external_location' is text", value.at);
  return value.value;
}
