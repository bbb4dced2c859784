import type { DatabaseInput, Partition, PartitionInput, Table, TableInput } from '@aws-sdk/client-glue';
import type { Operation } from '../endpoint/json-protocol';
import type { GlueState } from './state';
import { describeTable } from './tables';

/** What Athena reads and writes of the catalogue. Names are lower case, as Glue keeps them. Writing fails with a `ServiceError`, as on the wire. */
export interface Catalog {
  databases(): Promise<readonly string[]>;
  tables(database: string): Promise<readonly Table[]>;
  table(database: string, name: string): Promise<Table | undefined>;
  partitions(database: string, table: string): Promise<readonly Partition[]>;
  createDatabase(input: DatabaseInput): Promise<void>;
  deleteDatabase(name: string): Promise<void>;
  createTable(database: string, input: TableInput): Promise<void>;
  addPartitions(database: string, table: string, partitions: readonly PartitionInput[]): Promise<void>;
  updateTable(database: string, input: TableInput): Promise<void>;
  deleteTable(database: string, name: string): Promise<void>;
}

/** Of partitions in one call. */
const BATCH = 100;

/** `operations` are those that Glue has on the wire. */
export function createCatalog({ databases }: GlueState, operations: Readonly<Record<string, Operation>>): Catalog {
  const tablesOf = (database: string) =>
    [...(databases.get(database)?.tables.values() ?? [])].map(table => sdkTable(describeTable(database, table)));
  const call = async (operation: string, input: object) => {
    await operations[operation]?.(JSON.parse(JSON.stringify(input)));
  };
  return {
    databases: async () => [...databases.keys()].sort(),
    tables: async database => tablesOf(database),
    table: async (database, name) => tablesOf(database).find(table => table.Name === name),
    partitions: async (database, table) =>
      [...(databases.get(database)?.tables.get(table)?.partitions.values() ?? [])].map(({ input }) => ({
        ...input,
        Values: [...input.Values],
      })),
    createDatabase: DatabaseInput => call('CreateDatabase', { DatabaseInput }),
    deleteDatabase: Name => call('DeleteDatabase', { Name }),
    createTable: (DatabaseName, TableInput) => call('CreateTable', { DatabaseName, TableInput }),
    async addPartitions(DatabaseName, TableName, partitions) {
      for (let from = 0; from < partitions.length; from += BATCH)
        await call('BatchCreatePartition', { DatabaseName, TableName, PartitionInputList: partitions.slice(from, from + BATCH) });
    },
    updateTable: (DatabaseName, TableInput) => call('UpdateTable', { DatabaseName, TableInput }),
    deleteTable: (DatabaseName, Name) => call('DeleteTable', { DatabaseName, Name }),
  };
}

function sdkTable({ CreateTime, UpdateTime, ...table }: ReturnType<typeof describeTable>): Table {
  return { ...table, CreateTime: date(CreateTime), UpdateTime: date(UpdateTime) };
}

function date(seconds: number): Date {
  return new Date(seconds * 1000);
}
