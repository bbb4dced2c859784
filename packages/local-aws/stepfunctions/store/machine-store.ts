import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createLock } from '../../data-folder/lock';
import { writeAtomically } from '../../data-folder/write-atomically';
import { fileName } from './file-name';

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
});

export type StoredMachine = z.infer<typeof machineSchema>;

export interface MachineStore {
  get(name: string): StoredMachine | undefined;
  /** In the order of their names. */
  list(): readonly StoredMachine[];
  put(machine: StoredMachine): Promise<void>;
  remove(name: string): Promise<void>;
}

/** A file per state machine. */
export async function openMachineStore(directory: string): Promise<MachineStore> {
  await mkdir(directory, { recursive: true });
  const machines = new Map<string, StoredMachine>();
  for (const file of await readdir(directory)) {
    if (!file.endsWith('.json')) continue;
    const machine = machineSchema.parse(JSON.parse(await readFile(join(directory, file), 'utf8')));
    machines.set(machine.name, machine);
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
