import { TrinoError } from '../trino-error';
import { printType, type Type } from '../types/type';
import type { TableDefinition, ViewDefinition } from './definition';

export const VIEW_TYPE = 'VIRTUAL_VIEW';
const TEXT = /^\/\* Presto View: ([\w+/=]+) \*\/$/;

/** What a table of the catalogue says that is a view: Trino keeps its statement as JSON in base 64. */
export function viewOf({ TableType, ViewOriginalText = '' }: TableDefinition, name: string): ViewDefinition | undefined {
  if (TableType !== VIEW_TYPE) return undefined;
  try {
    const { originalSql, schema, columns } = JSON.parse(Buffer.from(TEXT.exec(ViewOriginalText)?.[1] ?? '', 'base64').toString());
    return { sql: String(originalSql), database: String(schema), columns: columns.map((column: { name: unknown }) => String(column.name)) };
  } catch {
    throw new TrinoError('HIVE_INVALID_VIEW_DATA', `Invalid view JSON: view ${name} is not one that Trino wrote`);
  }
}

/** The text that the catalogue keeps of a view. */
export function viewText(sql: string, database: string, columns: readonly { readonly name: string; readonly type: Type }[]): string {
  const typed = columns.map(({ name, type }) => ({ name, type: printType(type) }));
  const view = { originalSql: sql, catalog: 'awsdatacatalog', schema: database, columns: typed };
  return `/* Presto View: ${Buffer.from(JSON.stringify(view)).toString('base64')} */`;
}
