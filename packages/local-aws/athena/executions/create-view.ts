import { hiveType, type QueryResult, type Statement, TrinoError, VIEW_TYPE, viewText } from 'trino-on-duckdb';
import type { Catalog } from '../../glue/catalog';
import { CATALOG, nameOf, START } from './create-table';

type CreateView = Extract<Statement, { kind: 'create view' }>;

/** Puts a view into the catalogue, whose columns are those of its query. Fails where something else of its name is there. */
export async function createView(statement: CreateView, current: string, columns: QueryResult['columns'], catalog: Catalog): Promise<void> {
  const { database, name } = await nameOf(statement.name, current, catalog);
  const existing = await catalog.table(database, name);
  const what = `${CATALOG}.${database}.${name}`;
  if (existing && existing.TableType !== VIEW_TYPE) throw new TrinoError('TABLE_ALREADY_EXISTS', `Table already exists: '${what}'`, START);
  if (existing && !statement.replace) throw new TrinoError('TABLE_ALREADY_EXISTS', `View already exists: '${what}'`, START);
  const view = {
    Name: name,
    Owner: 'hadoop',
    TableType: VIEW_TYPE,
    ViewOriginalText: viewText(statement.query.text, current, columns),
    ViewExpandedText: '/* Presto View */',
    Parameters: { presto_view: 'true', comment: 'Presto View' },
    PartitionKeys: [],
    StorageDescriptor: { Columns: columns.map(column => ({ Name: column.name, Type: hiveType(column.type) })), Location: '' },
  };
  await (existing ? catalog.updateTable(database, view) : catalog.createTable(database, view));
}
