import { z } from 'zod';
import type { Operation } from '../endpoint/json-protocol';
import { ServiceError } from '../endpoint/service-error';
import { ACCOUNT } from '../identity';
import { catalogId, databaseInput, foldedName, parse } from './inputs';
import { page, pageRequest } from './pages';
import type { Database, GlueState, GlueStore } from './state';

const named = z.strictObject({ ...catalogId, Name: foldedName });

export function databaseOperations({ state, save }: GlueStore, now: () => number): Record<string, Operation> {
  return {
    async CreateDatabase(input) {
      const { DatabaseInput } = parse(z.strictObject({ ...catalogId, DatabaseInput: databaseInput }), input);
      if (state.databases.has(DatabaseInput.Name)) throw new ServiceError('AlreadyExistsException', 'Database already exists.');
      state.databases.set(DatabaseInput.Name, { input: DatabaseInput, createTime: now(), tables: new Map() });
      await save();
    },
    GetDatabase: input => ({ Database: describe(databaseOf(state, parse(named, input).Name)) }),
    GetDatabases(input) {
      return page('DatabaseList', [...state.databases.values()].map(describe).sort(byName), parse(pageRequest.extend(catalogId), input));
    },
    async DeleteDatabase(input) {
      const { Name } = parse(named, input);
      databaseOf(state, Name);
      state.databases.delete(Name);
      await save();
    },
  };
}

/** @throws `EntityNotFoundException` */
export function databaseOf(state: GlueState, name: string): Database {
  const database = state.databases.get(name);
  if (!database) throw new ServiceError('EntityNotFoundException', `Database ${name} not found.`);
  return database;
}

function describe({ input, createTime }: Database) {
  return { ...input, CreateTime: createTime, CatalogId: ACCOUNT };
}

export function byName(a: { readonly Name: string }, b: { readonly Name: string }): number {
  return a.Name < b.Name ? -1 : 1;
}
