import { z } from 'zod';
import type { Operation } from '../endpoint/json-protocol';
import { messageOf, ServiceError } from '../endpoint/service-error';
import { ACCOUNT } from '../identity';
import { byName, databaseOf } from './databases';
import { foldedName, parse, type TableInput, tableInput } from './inputs';
import { page, pageFields } from './pages';
import type { GlueState, GlueStore, StoredTable, TableVersion } from './state';

const named = z.object({ DatabaseName: foldedName, Name: foldedName });
const versioned = z.object({ DatabaseName: foldedName, TableName: foldedName });

export function tableOperations({ state, save }: GlueStore, now: () => number): Record<string, Operation> {
  return {
    async CreateTable(input) {
      const { DatabaseName, TableInput } = parse(z.object({ DatabaseName: foldedName, TableInput: tableInput }), input);
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
      const request = parse(z.object({ DatabaseName: foldedName, Expression: z.string().max(2048).optional(), ...pageFields }), input);
      const { tables } = databaseOf(state, request.DatabaseName);
      const wanted = nameFilter(request.Expression);
      const found = [...tables].filter(([name]) => wanted.test(name)).map(([, table]) => describeTable(request.DatabaseName, table));
      return page('TableList', found.sort(byName), request);
    },
    async UpdateTable(input) {
      const request = z.object({
        DatabaseName: foldedName,
        TableInput: tableInput,
        SkipArchive: z.boolean().optional(),
        VersionId: z.string().optional(),
      });
      const { DatabaseName, TableInput, SkipArchive, VersionId } = parse(request, input);
      const table = tableOf(state, DatabaseName, TableInput.Name);
      if (VersionId !== undefined && VersionId !== String(currentVersion(table).id))
        throw new ServiceError('ConcurrentModificationException', 'Update table failed due to concurrent modifications.');
      updateTable(table, TableInput, now(), { skipArchive: SkipArchive ?? false });
      await save();
    },
    async DeleteTable(input) {
      const { DatabaseName, Name } = parse(named, input);
      tableOf(state, DatabaseName, Name);
      databaseOf(state, DatabaseName).tables.delete(Name);
      await save();
    },
    async BatchDeleteTable(input) {
      const { DatabaseName, TablesToDelete } = parse(
        z.object({ DatabaseName: foldedName, TablesToDelete: z.array(foldedName).max(100) }),
        input,
      );
      const { tables } = databaseOf(state, DatabaseName);
      const missing = TablesToDelete.filter(name => !tables.delete(name));
      await save();
      return {
        Errors: missing.map(name => ({
          TableName: name,
          ErrorDetail: { ErrorCode: 'EntityNotFoundException', ErrorMessage: notFound(name) },
        })),
      };
    },
    GetTableVersions(input) {
      const request = parse(versioned.extend(pageFields), input);
      const table = tableOf(state, request.DatabaseName, request.TableName);
      const versions = table.versions.map(version => describeVersion(request.DatabaseName, table, version)).reverse();
      return page('TableVersions', versions, request);
    },
    GetTableVersion(input) {
      const { DatabaseName, TableName, VersionId } = parse(versioned.extend({ VersionId: z.string().optional() }), input);
      const table = tableOf(state, DatabaseName, TableName);
      const version = VersionId === undefined ? currentVersion(table) : table.versions.find(({ id }) => String(id) === VersionId);
      if (!version) throw new ServiceError('EntityNotFoundException', 'Version not found.');
      return { TableVersion: describeVersion(DatabaseName, table, version) };
    },
  };
}

/** @throws `EntityNotFoundException` for the database or the table */
export function tableOf(state: GlueState, database: string, name: string, message = notFound(name)): StoredTable {
  const table = databaseOf(state, database).tables.get(name);
  if (!table) throw new ServiceError('EntityNotFoundException', message);
  return table;
}

export function newTable(input: TableInput, createdBy: string, time: number): StoredTable {
  return { createTime: time, createdBy, versions: [{ id: 0, input, updateTime: time }], partitions: new Map() };
}

/** The former definition stays as a version, unless the caller skips that. */
export function updateTable(table: StoredTable, input: TableInput, time: number, { skipArchive }: { skipArchive: boolean }): void {
  const { id } = currentVersion(table);
  if (skipArchive) table.versions.pop();
  table.versions.push({ id: id + 1, input, updateTime: time });
}

export function currentVersion({ versions }: StoredTable): TableVersion {
  const current = versions.at(-1);
  if (!current) throw new Error('A table without a version');
  return current;
}

/** A table as `GetTable` answers it. */
export function describeTable(database: string, table: StoredTable, version = currentVersion(table)) {
  return {
    Retention: 0,
    PartitionKeys: [],
    ...version.input,
    DatabaseName: database,
    CreateTime: table.createTime,
    UpdateTime: version.updateTime,
    CreatedBy: `arn:aws:sts::${ACCOUNT}:assumed-role/${table.createdBy}`,
    IsRegisteredWithLakeFormation: false,
    CatalogId: ACCOUNT,
    VersionId: String(version.id),
  };
}

function describeVersion(database: string, table: StoredTable, version: TableVersion) {
  return { Table: describeTable(database, table, version), VersionId: String(version.id) };
}

function notFound(name: string): string {
  return `Table ${name} not found.`;
}

/** The whole name has to match. */
function nameFilter(expression = '.*'): RegExp {
  try {
    return new RegExp(`^(?:${expression})$`, 's');
  } catch (error) {
    throw new ServiceError('InvalidInputException', `Expression is not a regular expression: ${messageOf(error)}`);
  }
}
