import { analyzeStatement, type Prepared } from '../analysis/analyze-statement';
import { parseStatement } from '../syntax/parse-statement';
import type { CatalogTable } from '../tables/definition';
import { openTable, type Table } from '../tables/table';
import { notSupported, type Position, TrinoError } from '../trino-error';
import { trinoErrorOf } from './duckdb-error';
import type { Job } from './job';

/** Everything about a statement that needs no row: it is parsed, typed and translated. Fails with a `TrinoError`. */
export function prepare(job: Job): Prepared {
  try {
    const opened = new Map<CatalogTable, Table>();
    let uses = 0;
    const findTable = (name: readonly string[], at: Position, database: string): Table => {
      const found = find(name, at, { ...job, database });
      const table = opened.get(found) ?? openTable(found, `scan_${uses++}`);
      // Each use of a partitioned table reads the partitions that its own WHERE clause leaves.
      if (!table.partitions) opened.set(found, table);
      return table;
    };
    const findView = (parts: readonly string[], database: string) => {
      const [name, schema = database, ...more] = parts.map(part => part.toLowerCase()).reverse();
      return more.length > 1 ? undefined : job.views?.find(known => known.database === schema && known.name === name);
    };
    const { parameters, now, database } = job;
    return analyzeStatement({ statement: parseStatement(job.sql), parameters, now, database, findTable, findView });
  } catch (error) {
    throw trinoErrorOf(error);
  }
}

function find(parts: readonly string[], at: Position, { database, databases, tables }: Job): CatalogTable {
  const [name = '', schema = database, catalog = 'awsdatacatalog', ...more] = parts.map(part => part.toLowerCase()).reverse();
  if (more.length > 0) throw new TrinoError('SYNTAX_ERROR', `Too many dots in table name: ${parts.join('.')}`, at);
  if (catalog !== 'awsdatacatalog') throw new TrinoError('CATALOG_NOT_FOUND', `Catalog '${catalog}' not found`, at);
  if (schema === '') throw new TrinoError('MISSING_SCHEMA_NAME', 'Schema must be specified when session schema is not set', at);
  const table = tables.find(known => known.database === schema && known.name === name);
  if (table) return table;
  if (schema === 'information_schema') throw notSupported('The schema information_schema', at);
  if (!databases.includes(schema)) throw new TrinoError('SCHEMA_NOT_FOUND', `Schema '${schema}' does not exist`, at);
  throw new TrinoError('TABLE_NOT_FOUND', `Table '${catalog}.${schema}.${name}' does not exist`, at);
}
