import { runInNewContext } from 'node:vm';
import { z } from 'zod';
import type { Operation } from '../endpoint/json-protocol';
import { messageOf, ServiceError } from '../endpoint/service-error';
import { ACCOUNT } from '../identity';
import { byName, databaseOf } from './databases';
import { catalogId, foldedName, parse, type TableInput, tableInput } from './inputs';
import { page, pageFields } from './pages';
import type { GlueState, GlueStore, StoredTable } from './state';

const named = z.strictObject({ ...catalogId, DatabaseName: foldedName, Name: foldedName });

export function tableOperations({ state, save }: GlueStore, now: () => number): Record<string, Operation> {
  return {
    async CreateTable(input) {
      const { DatabaseName, TableInput } = parse(z.strictObject({ ...catalogId, DatabaseName: foldedName, TableInput: tableInput }), input);
      const { tables } = databaseOf(state, DatabaseName);
      if (tables.has(TableInput.Name)) throw new ServiceError('AlreadyExistsException', 'Table already exists.');
      tables.set(TableInput.Name, newTable(TableInput, 'user/local', now()));
      await save();
    },
    GetTable(input) {
      const { DatabaseName, Name } = parse(named, input);
      return { Table: describeTable(DatabaseName, tableOf(state, DatabaseName, Name, 'Entity Not Found')) };
    },
    GetTables(input) {
      const request = parse(
        z.strictObject({ ...catalogId, DatabaseName: foldedName, Expression: z.string().max(2048).optional(), ...pageFields }),
        input,
      );
      const { tables } = databaseOf(state, request.DatabaseName);
      const wanted = matchingNames([...tables.keys()], request.Expression ?? '.*');
      const found = [...tables].filter(([name]) => wanted.has(name)).map(([, table]) => describeTable(request.DatabaseName, table));
      return page('TableList', found.sort(byName), request);
    },
    /** Earlier versions are not kept. */
    GetTableVersions(input) {
      const request = parse(z.strictObject({ ...catalogId, DatabaseName: foldedName, TableName: foldedName, ...pageFields }), input);
      const table = tableOf(state, request.DatabaseName, request.TableName);
      const current = { Table: describeTable(request.DatabaseName, table), VersionId: String(table.version) };
      return page('TableVersions', [current], request);
    },
    async UpdateTable(input) {
      const { DatabaseName, TableInput, VersionId } = parse(
        z.strictObject({
          ...catalogId,
          DatabaseName: foldedName,
          TableInput: tableInput,
          VersionId: z.string().optional(),
          SkipArchive: z.boolean().optional(),
        }),
        input,
      );
      const table = tableOf(state, DatabaseName, TableInput.Name);
      if (VersionId !== undefined && VersionId !== String(table.version))
        throw new ServiceError('ConcurrentModificationException', 'Update table failed due to concurrent modifications.');
      updateTable(table, TableInput, now());
      await save();
    },
    async DeleteTable(input) {
      const { DatabaseName, Name } = parse(named, input);
      tableOf(state, DatabaseName, Name);
      databaseOf(state, DatabaseName).tables.delete(Name);
      await save();
    },
  };
}

/** @throws `EntityNotFoundException` for the database or the table */
export function tableOf(state: GlueState, database: string, name: string, message = `Table ${name} not found.`): StoredTable {
  const table = databaseOf(state, database).tables.get(name);
  if (!table) throw new ServiceError('EntityNotFoundException', message);
  return table;
}

export function newTable(input: TableInput, createdBy: string, time: number): StoredTable {
  return { createTime: time, createdBy, input, version: 0, updateTime: time, partitions: new Map() };
}

export function updateTable(table: StoredTable, input: TableInput, time: number): void {
  Object.assign(table, { input, version: table.version + 1, updateTime: time });
}

/** A table as `GetTable` answers it. */
export function describeTable(database: string, { input, createTime, updateTime, createdBy, version }: StoredTable) {
  return {
    Retention: 0,
    PartitionKeys: [],
    ...input,
    DatabaseName: database,
    CreateTime: createTime,
    UpdateTime: updateTime,
    CreatedBy: `arn:aws:sts::${ACCOUNT}:assumed-role/${createdBy}`,
    IsRegisteredWithLakeFormation: false,
    CatalogId: ACCOUNT,
    VersionId: String(version),
  };
}

/** Milliseconds for all names together. */
const MOST_MATCHING = 150;

/** Names with few wildcards, as people write them: soon matched, so that no busy machine refuses them. */
const PLAIN = /^[\w-]*(?:\.\*[\w-]*){0,2}$/;

/** The names that an expression matches as a whole. One that takes too long is refused, since others wait while it runs. */
function matchingNames(names: readonly string[], expression: string): ReadonlySet<string> {
  try {
    const wanted = new RegExp(`^(?:${expression})$`, 's');
    if (PLAIN.test(expression)) return new Set(names.filter(name => wanted.test(name)));
    return new Set(runInNewContext('names.filter(name => wanted.test(name))', { names, wanted }, { timeout: MOST_MATCHING }));
  } catch (error) {
    const isSlow = Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    const problem = isSlow ? 'takes too long to match' : `is not a regular expression: ${messageOf(error)}`;
    throw new ServiceError('InvalidInputException', `Expression ${problem}`);
  }
}
