import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../data-folder/write-atomically';
import type { BusEvent } from './event';

/** One event on its way to one rule. */
export interface Delivery {
  readonly rule: string;
  readonly event: BusEvent;
}

/** Deliveries that have not ended yet, one file each, named so that their order is the order of arrival. */
export interface Outbox {
  /** The names of what a former process left, oldest first. */
  readonly left: readonly string[];
  /** @returns the delivery's name, when it is on disk */
  add(delivery: Delivery): Promise<string>;
  read(name: string): Promise<Delivery>;
  remove(name: string): Promise<void>;
}

export async function openOutbox(directory: string, now: () => Date): Promise<Outbox> {
  await mkdir(directory, { recursive: true });
  const files = (await readdir(directory)).sort();
  await Promise.all(files.filter(file => !file.endsWith('.json')).map(file => rm(join(directory, file), { force: true })));
  let added = 0;
  return {
    left: files.filter(file => file.endsWith('.json')),
    async add(delivery) {
      const arrival = `${String(now().getTime()).padStart(15, '0')}-${String(added++).padStart(9, '0')}`;
      const name = `${arrival}-${delivery.rule}-${delivery.event.id}.json`;
      await writeAtomically(join(directory, name), JSON.stringify(delivery));
      return name;
    },
    read: async name => JSON.parse(await readFile(join(directory, name), 'utf8')),
    remove: name => rm(join(directory, name), { force: true }),
  };
}
