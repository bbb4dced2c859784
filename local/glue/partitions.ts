import { z } from 'zod';
import type { Operation } from '../endpoint/json-protocol';
import { ServiceError } from '../endpoint/service-error';
import { ACCOUNT } from '../identity';
import { foldedName, type PartitionInput, parse, partitionInput } from './inputs';
import { page, pageFields } from './pages';
import type { GlueStore, StoredPartition, StoredTable } from './state';
import { currentVersion, tableOf } from './tables';

const ofTable = z.object({ DatabaseName: foldedName, TableName: foldedName });
const named = ofTable.extend({ PartitionValues: z.array(z.string()) });

export function partitionOperations({ state, save }: GlueStore, now: () => number): Record<string, Operation> {
  return {
    async CreatePartition(input) {
      const { DatabaseName, TableName, PartitionInput } = parse(ofTable.extend({ PartitionInput: partitionInput }), input);
      addPartition(tableOf(state, DatabaseName, TableName), PartitionInput, now());
      await save();
    },
    async BatchCreatePartition(input) {
      const { DatabaseName, TableName, PartitionInputList } = parse(
        ofTable.extend({ PartitionInputList: z.array(partitionInput).max(100) }),
        input,
      );
      const table = tableOf(state, DatabaseName, TableName);
      const Errors = PartitionInputList.flatMap(partition => {
        try {
          addPartition(table, partition, now());
          return [];
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          return [{ PartitionValues: partition.Values, ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message } }];
        }
      });
      await save();
      return { Errors };
    },
    GetPartition(input) {
      const { DatabaseName, TableName, PartitionValues } = parse(named, input);
      const partition = partitionOf(tableOf(state, DatabaseName, TableName), PartitionValues);
      return { Partition: describe(DatabaseName, TableName, partition) };
    },
    GetPartitions(input) {
      const request = parse(
        z.strictObject({ ...ofTable.shape, ...pageFields, CatalogId: z.string().optional(), ExcludeColumnSchema: z.boolean().optional() }),
        input,
      );
      const { partitions } = tableOf(state, request.DatabaseName, request.TableName);
      const described = [...partitions.values()].map(partition => describe(request.DatabaseName, request.TableName, partition));
      return page('Partitions', described, request);
    },
    async DeletePartition(input) {
      const { DatabaseName, TableName, PartitionValues } = parse(named, input);
      const table = tableOf(state, DatabaseName, TableName);
      partitionOf(table, PartitionValues);
      table.partitions.delete(JSON.stringify(PartitionValues));
      await save();
    },
  };
}

/** @throws `InvalidInputException` for the wrong number of values, `AlreadyExistsException` */
function addPartition(table: StoredTable, input: PartitionInput, time: number): void {
  const keys = currentVersion(table).input.PartitionKeys ?? [];
  if (keys.length !== input.Values.length)
    throw new ServiceError('InvalidInputException', 'The number of partition keys do not match the number of partition values');
  const key = JSON.stringify(input.Values);
  if (table.partitions.has(key)) throw new ServiceError('AlreadyExistsException', 'Partition already exists.');
  table.partitions.set(key, { input, createTime: time });
}

/** A partition as `GetPartition` answers it. */
function describe(database: string, table: string, { input, createTime }: StoredPartition) {
  return { ...input, DatabaseName: database, TableName: table, CreationTime: createTime, CatalogId: ACCOUNT };
}

function partitionOf({ partitions }: StoredTable, values: readonly string[]): StoredPartition {
  const partition = partitions.get(JSON.stringify(values));
  if (!partition) throw new ServiceError('EntityNotFoundException', 'Cannot find partition.');
  return partition;
}
