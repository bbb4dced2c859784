import type { Table } from '@aws-sdk/client-glue';
import * as z from 'zod';
import type { Operation } from '../../endpoint/json-protocol';
import { ServiceError } from '../../endpoint/service-error';
import type { Catalog } from '../../glue/catalog';
import { page, pageFields, pageSize, parse } from './input';

const CATALOG = { CatalogName: 'AwsDataCatalog', Type: 'GLUE', Status: 'CREATE_COMPLETE' };

const database = z.looseObject({ CatalogName: z.string(), DatabaseName: z.string() });
const table = database.extend({ TableName: z.string() });
const tables = database.extend({ ...pageFields, Expression: z.string().optional() });

/** What Athena shows of the catalogue. */
export function catalogOperations(catalog: Catalog): Record<string, Operation> {
  return {
    ListDataCatalogs: () => ({ DataCatalogsSummary: [CATALOG] }),
    GetDataCatalog: () => ({ DataCatalog: { Name: CATALOG.CatalogName, Type: CATALOG.Type, Description: '', Parameters: {} } }),
    async ListDatabases(input) {
      const request = pageSize(parse(z.looseObject(pageFields), input));
      const { items, ...token } = page(await catalog.databases(), request);
      return { DatabaseList: items.map(Name => ({ Name })), ...token };
    },
    async GetDatabase(input) {
      const Name = parse(database, input).DatabaseName.toLowerCase();
      if (!(await catalog.databases()).includes(Name)) throw notFound(`Database ${Name} not found.`);
      return { Database: { Name } };
    },
    async ListTableMetadata(input) {
      const request = pageSize(parse(tables, input));
      const pattern = new RegExp(request.Expression ?? '');
      const found = (await catalog.tables(request.DatabaseName.toLowerCase())).filter(({ Name = '' }) => pattern.test(Name));
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

function notFound(message: string): ServiceError {
  return new ServiceError('MetadataException', message);
}

function describe({ Name, TableType, CreateTime, StorageDescriptor: storage, PartitionKeys = [], Parameters = {} }: Table) {
  const column = ({ Name, Type, Comment }: { Name?: string | undefined; Type?: string | undefined; Comment?: string | undefined }) => ({
    Name,
    Type,
    Comment,
  });
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
