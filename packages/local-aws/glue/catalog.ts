import type { Table } from '@aws-sdk/client-glue';
import type { GlueState } from './state';
import { describeTable } from './tables';

/** What Athena reads of the catalogue. Names are lower case, as Glue keeps them. */
export interface Catalog {
  databases(): Promise<readonly string[]>;
  tables(database: string): Promise<readonly Table[]>;
  table(database: string, name: string): Promise<Table | undefined>;
}

export function createCatalog({ databases }: GlueState): Catalog {
  const tablesOf = (database: string) =>
    [...(databases.get(database)?.tables.values() ?? [])].map(table => sdkTable(describeTable(database, table)));
  return {
    databases: async () => [...databases.keys()].sort(),
    tables: async database => tablesOf(database),
    table: async (database, name) => tablesOf(database).find(table => table.Name === name),
  };
}

function sdkTable({ CreateTime, UpdateTime, ...table }: ReturnType<typeof describeTable>): Table {
  return { ...table, CreateTime: date(CreateTime), UpdateTime: date(UpdateTime) };
}

function date(seconds: number): Date {
  return new Date(seconds * 1000);
}
