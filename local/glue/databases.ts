import { z } from 'zod';
import type { Operation } from '../endpoint/json-protocol';
import { ServiceError } from '../endpoint/service-error';
import { ACCOUNT } from '../identity';
import { databaseInput, foldedName, parse, tagsSchema } from './inputs';
import { page, pageFields } from './pages';
import type { Database, GlueState, GlueStore } from './state';

export function databaseOperations({ state, save }: GlueStore, now: () => number): Record<string, Operation> {
  return {
    async CreateDatabase(input) {
      const { DatabaseInput } = parse(z.object({ DatabaseInput: databaseInput, Tags: tagsSchema.optional() }), input);
      if (state.databases.has(DatabaseInput.Name)) throw new ServiceError('AlreadyExistsException', 'Database already exists.');
      state.databases.set(DatabaseInput.Name, { input: DatabaseInput, createTime: now(), tables: new Map() });
      await save();
    },
    GetDatabase(input) {
      const { Name } = parse(z.object({ Name: foldedName }), input);
      return { Database: describe(databaseOf(state, Name)) };
    },
    GetDatabases(input) {
      const request = parse(z.object(pageFields), input);
      return page('DatabaseList', [...state.databases.values()].map(describe).sort(byName), request);
    },
    async UpdateDatabase(input) {
      const { Name, DatabaseInput } = parse(z.object({ Name: foldedName, DatabaseInput: databaseInput }), input);
      const database = databaseOf(state, Name);
      if (DatabaseInput.Name !== Name) throw new ServiceError('InvalidInputException', 'Database name cannot be changed.');
      database.input = DatabaseInput;
      await save();
    },
    async DeleteDatabase(input) {
      const { Name } = parse(z.object({ Name: foldedName }), input);
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
