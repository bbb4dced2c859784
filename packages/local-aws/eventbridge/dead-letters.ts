import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type OnDamage, readStateFile, type StateFile } from '../data-folder/state-file';
import { writeAtomically } from '../data-folder/write-atomically';
import { type BusEvent, eventSchema } from './event';

/** An event that could not be delivered, with what EventBridge says of it in its dead-letter queue. */
export interface DeadLetter {
  readonly rule: string;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly exhaustedRetryCondition: 'MaximumRetryAttempts';
  /** Attempts after the first one. */
  readonly retryAttempts: number;
  /** ISO 8601: when it was given up. */
  readonly at: string;
  readonly event: BusEvent;
}

const LETTER: StateFile<DeadLetter> = {
  kind: 'dead letter',
  schema: z.object({
    rule: z.string(),
    errorCode: z.string(),
    errorMessage: z.string(),
    exhaustedRetryCondition: z.literal('MaximumRetryAttempts'),
    retryAttempts: z.number(),
    at: z.string(),
    event: eventSchema,
  }),
  remedy: 'it cannot be replayed; what it reported has to be done again, such as an upload',
};

/** `<directory>/<rule>/<event id>.json`: plain files that a person can read. */
export interface DeadLetters {
  add(letter: DeadLetter): Promise<void>;
  /** Oldest first. */
  list(): Promise<DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
}

export async function openDeadLetters(directory: string, onDamage: OnDamage): Promise<DeadLetters> {
  await mkdir(directory, { recursive: true });
  const pathOf = ({ rule, event }: DeadLetter) => join(directory, rule, `${event.id}.json`);
  return {
    add: letter => writeAtomically(pathOf(letter), `${JSON.stringify(letter, null, 2)}\n`),
    async list() {
      const files = (await readdir(directory, { recursive: true })).filter(file => file.endsWith('.json'));
      const letters = files.flatMap(file => readStateFile(join(directory, file), LETTER, onDamage) ?? []);
      return letters.sort((a, b) => a.at.localeCompare(b.at));
    },
    remove: letter => rm(pathOf(letter), { force: true }),
  };
}
