import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createLock } from '../../data-folder/lock';
import { type OnDamage, printDamage, readStateFile } from '../../data-folder/state-file';
import { writeAtomically } from '../../data-folder/write-atomically';
import { fileName } from './file-name';

const versionSchema = z.object({
  number: z.number(),
  definition: z.string(),
  roleArn: z.string(),
  description: z.string().optional(),
  /** Of the machine when it was published; absent for one that had never been changed. */
  revisionId: z.string().optional(),
  createdAt: z.number(),
});

const aliasSchema = z.object({
  name: z.string(),
  description: z.string().optional(),
  /** Version numbers with their weights, which sum up to 100. */
  routes: z.array(z.object({ version: z.number(), weight: z.number() })),
  createdAt: z.number(),
  updatedAt: z.number(),
});

const machineSchema = z.object({
  name: z.string(),
  /** As it was given, to the last blank. */
  definition: z.string(),
  roleArn: z.string(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  updatedAt: z.number(),
  revisionId: z.string().optional(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  /** The oldest first. */
  versions: z.array(versionSchema).default([]),
  /** The number of the latest version that was ever published: numbers are not given twice. */
  lastVersion: z.number().default(0),
  aliases: z.array(aliasSchema).default([]),
});

const MACHINE = {
  kind: 'state machine',
  schema: machineSchema,
  remedy: 'the state machine is gone with its versions and aliases; create it again',
};

export type StoredVersion = z.infer<typeof versionSchema>;
export type StoredAlias = z.infer<typeof aliasSchema>;

export type StoredMachine = z.infer<typeof machineSchema>;

export interface MachineStore {
  get(name: string): StoredMachine | undefined;
  /** In the order of their names. */
  list(): readonly StoredMachine[];
  put(machine: StoredMachine): Promise<void>;
  remove(name: string): Promise<void>;
}

/** A file per state machine. */
export async function openMachineStore(directory: string, onDamage: OnDamage = printDamage): Promise<MachineStore> {
  await mkdir(directory, { recursive: true });
  const machines = new Map<string, StoredMachine>();
  for (const file of await readdir(directory)) {
    if (!file.endsWith('.json')) continue;
    const machine = readStateFile(join(directory, file), MACHINE, onDamage);
    if (machine) machines.set(machine.name, machine);
  }
  const path = (name: string) => join(directory, `${fileName(name)}.json`);
  // In turn, so that of two changes at once the disk keeps the one that memory does.
  const lock = createLock();
  return {
    get: name => machines.get(name),
    list: () => [...machines.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    put(machine) {
      machines.set(machine.name, machine);
      return lock(() => writeAtomically(path(machine.name), JSON.stringify(machine)));
    },
    remove(name) {
      machines.delete(name);
      return lock(() => rm(path(name), { force: true }));
    },
  };
}
