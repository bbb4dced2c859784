import { z } from 'zod';
import type { Operation } from '../endpoint/json-protocol';
import { ServiceError } from '../endpoint/service-error';
import { ACCOUNT } from '../identity';
import { catalogId, foldedName, parse, partitionInput } from './inputs';
import { page, pageFields } from './pages';
import type { GlueStore, StoredPartition } from './state';
import { tableOf } from './tables';

const ofTable = { ...catalogId, DatabaseName: foldedName, TableName: foldedName };
const values = z.array(z.string());
const segment = z.strictObject({ SegmentNumber: z.int().min(0), TotalSegments: z.int().min(1).max(10) });
/** `ExcludeColumnSchema`, which only leaves something out, has no effect. */
const listing = z.strictObject({
  ...ofTable,
  ...pageFields,
  Expression: z.literal('').optional(),
  ExcludeColumnSchema: z.boolean().optional(),
  Segment: segment.optional(),
});
const one = z.strictObject({ ...ofTable, PartitionValues: values });
const several = z.strictObject({ ...ofTable, PartitionsToDelete: z.array(z.strictObject({ Values: values })).max(25) });
const creation = z.strictObject({ ...ofTable, PartitionInput: partitionInput });
const creations = z.strictObject({ ...ofTable, PartitionInputList: z.array(partitionInput).max(100) });

/** The partitions of a table, by their values. */
export function partitionOperations({ state, save }: GlueStore, now: () => number): Record<string, Operation> {
  const partitionsOf = ({ DatabaseName, TableName }: { DatabaseName: string; TableName: string }) =>
    tableOf(state, DatabaseName, TableName).partitions;
  const existing = (partitions: Map<string, StoredPartition>, of: readonly string[]) => {
    const found = partitions.get(keyOf(of));
    if (!found) throw new ServiceError('EntityNotFoundException', 'Cannot find partition.');
    return found;
  };
  const create = (partitions: Map<string, StoredPartition>, input: z.output<typeof partitionInput>, keys: number) => {
    if (input.Values.length !== keys)
      throw new ServiceError('InvalidInputException', 'The number of partition keys do not match the number of partition values');
    if (partitions.has(keyOf(input.Values))) throw new ServiceError('AlreadyExistsException', 'Partition already exists.');
    partitions.set(keyOf(input.Values), { input, createTime: now() });
  };
  const keysOf = ({ DatabaseName, TableName }: { DatabaseName: string; TableName: string }) =>
    tableOf(state, DatabaseName, TableName).input.PartitionKeys?.length ?? 0;
  return {
    GetPartitions(input) {
      const request = parse(listing, input);
      const { SegmentNumber, TotalSegments } = request.Segment ?? { SegmentNumber: 0, TotalSegments: 1 };
      const some = [...partitionsOf(request).values()].filter((_, index) => index % TotalSegments === SegmentNumber);
      return page(
        'Partitions',
        some.map(partition => describe(partition, request)),
        request,
      );
    },
    GetPartition(input) {
      const request = parse(one, input);
      return { Partition: describe(existing(partitionsOf(request), request.PartitionValues), request) };
    },
    async CreatePartition(input) {
      const request = parse(creation, input);
      create(partitionsOf(request), request.PartitionInput, keysOf(request));
      await save();
    },
    async BatchCreatePartition(input) {
      const request = parse(creations, input);
      const partitions = partitionsOf(request);
      const Errors = errorsOf(request.PartitionInputList, each => create(partitions, each, keysOf(request)));
      await save();
      return { Errors };
    },
    async DeletePartition(input) {
      const request = parse(one, input);
      existing(partitionsOf(request), request.PartitionValues);
      partitionsOf(request).delete(keyOf(request.PartitionValues));
      await save();
    },
    async BatchDeletePartition(input) {
      const request = parse(several, input);
      const partitions = partitionsOf(request);
      const Errors = errorsOf(request.PartitionsToDelete, each => {
        existing(partitions, each.Values);
        partitions.delete(keyOf(each.Values));
      });
      await save();
      return { Errors };
    },
  };
}

function keyOf(of: readonly string[]): string {
  return JSON.stringify(of);
}

/** A batch does what it can: what it cannot is listed. */
function errorsOf<T extends { readonly Values: readonly string[] }>(items: readonly T[], act: (item: T) => void) {
  return items.flatMap(item => {
    try {
      act(item);
      return [];
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return [{ PartitionValues: item.Values, ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message } }];
    }
  });
}

function describe({ input, createTime }: StoredPartition, { DatabaseName, TableName }: { DatabaseName: string; TableName: string }) {
  return { ...input, DatabaseName, TableName, CreationTime: createTime, CatalogId: ACCOUNT };
}
