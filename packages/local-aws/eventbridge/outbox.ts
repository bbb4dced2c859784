import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type OnDamage, readStateFile, type StateFile } from '../data-folder/state-file';
import { writeAtomically } from '../data-folder/write-atomically';
import { type BusEvent, eventSchema } from './event';

/** One event on its way to one rule. */
export interface Delivery {
  readonly rule: string;
  readonly event: BusEvent;
}

const DELIVERY: StateFile<Delivery> = {
  kind: 'event on its way',
  schema: z.object({ rule: z.string(), event: eventSchema }),
  remedy: 'it is not delivered; what it reported has to be done again, such as an upload',
};

/** Deliveries that have not ended yet, one file each, named so that their order is the order of arrival. */
export interface Outbox {
  /** The names of the events that a previous process left, oldest first. */
  readonly left: readonly string[];
  /** @returns the delivery's name, when it is on disk */
  add(delivery: Delivery): Promise<string>;
  /** Undefined for one that cannot be read; it has been reported, and is gone. */
  read(name: string): Delivery | undefined;
  remove(name: string): Promise<void>;
}

export async function openOutbox(directory: string, now: () => Date, onDamage: OnDamage): Promise<Outbox> {
  await mkdir(directory, { recursive: true });
  const files = (await readdir(directory)).sort();
  await Promise.all(files.filter(file => file.endsWith('.tmp')).map(file => rm(join(directory, file), { recursive: true, force: true })));
  const left = files.filter(file => /^\d+-\d+-.*\.json$/.test(file));
  // A clock that was set back does not put a new event before those that are left.
  let latest = Math.max(0, ...left.map(file => Number.parseInt(file, 10)));
  let added = 0;
  return {
    left,
    async add(delivery) {
      latest = Math.max(latest, now().getTime());
      const arrival = `${String(latest).padStart(15, '0')}-${String(added++).padStart(9, '0')}`;
      const name = `${arrival}-${delivery.rule}-${delivery.event.id}.json`;
      await writeAtomically(join(directory, name), JSON.stringify(delivery));
      return name;
    },
    read: name => readStateFile(join(directory, name), DELIVERY, onDamage),
    remove: name => rm(join(directory, name), { force: true }),
  };
}
