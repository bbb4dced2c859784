import type { Column, Table } from '@aws-sdk/client-glue';
import { regularExpression, TrinoError } from 'trino-on-duckdb';
import * as z from 'zod';
import type { Operation } from '../../endpoint/json-protocol';
import { ServiceError } from '../../endpoint/service-error';
import type { Catalog } from '../../glue/catalog';
import { CATALOG, catalogName, invalidRequest, page, pageFields, parse } from './input';

const named = z.looseObject({ Name: catalogName });
const inCatalog = z.looseObject({ CatalogName: catalogName });
const databases = inCatalog.extend(pageFields);
const database = inCatalog.extend({ DatabaseName: z.string() });
const table = database.extend({ TableName: z.string() });
const tables = database.extend({ ...pageFields, Expression: z.string().max(256).optional() });

/** What Athena shows of the catalogue. */
export function catalogOperations(catalog: Catalog): Record<string, Operation> {
  const existing = async (name: string) => {
    const found = (await catalog.databases()).find(known => known === name.toLowerCase());
    if (found === undefined) throw notFound(`EntityNotFoundException: Database ${name} not found.`);
    return found;
  };
  return {
    ListDataCatalogs: () => ({ DataCatalogsSummary: [{ CatalogName: CATALOG, Type: 'GLUE', Status: 'CREATE_COMPLETE' }] }),
    GetDataCatalog(input) {
      parse(named, input);
      return { DataCatalog: { Name: CATALOG, Type: 'GLUE', Description: '', Parameters: {} } };
    },
    async ListDatabases(input) {
      const request = parse(databases, input);
      const { items, ...token } = page(await catalog.databases(), request);
      return { DatabaseList: items.map(Name => ({ Name })), ...token };
    },
    async GetDatabase(input) {
      return { Database: { Name: await existing(parse(database, input).DatabaseName) } };
    },
    async ListTableMetadata(input) {
      const request = parse(tables, input);
      const found = (await catalog.tables(await existing(request.DatabaseName))).filter(({ Name = '' }) =>
        matches(Name, request.Expression),
      );
      const { items, ...token } = page(found, request);
      return { TableMetadataList: items.map(describe), ...token };
    },
    async GetTableMetadata(input) {
      const { DatabaseName, TableName } = parse(table, input);
      const found = await catalog.table(DatabaseName.toLowerCase(), TableName.toLowerCase());
      if (!found) throw notFound(`EntityNotFoundException: Table ${TableName} not found.`);
      return { TableMetadata: describe(found) };
    },
  };
}

/** The pattern is Java's; one that might never end is refused, as in a query. */
function matches(name: string, pattern = ''): boolean {
  try {
    return regularExpression(pattern).test(name);
  } catch (error) {
    throw error instanceof TrinoError ? invalidRequest(`Expression ${pattern}: ${error.detail}`) : error;
  }
}

function notFound(message: string): ServiceError {
  return new ServiceError('MetadataException', message);
}

function describe({ Name, TableType, CreateTime, StorageDescriptor: storage, PartitionKeys = [], Parameters = {} }: Table) {
  const column = ({ Name, Type, Comment }: Column) => ({ Name, Type, Comment });
  return {
    Name,
    TableType,
    CreateTime: CreateTime instanceof Date ? CreateTime.getTime() / 1000 : CreateTime,
    Columns: (storage?.Columns ?? []).map(column),
    PartitionKeys: PartitionKeys.map(column),
    Parameters: {
      ...Parameters,
      location: storage?.Location,
      inputformat: storage?.InputFormat,
      'serde.serialization.lib': storage?.SerdeInfo?.SerializationLibrary,
    },
  };
}
