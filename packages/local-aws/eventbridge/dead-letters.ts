import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../data-folder/write-atomically';
import type { BusEvent } from './event';

/** An event that could not be delivered, with what EventBridge tells of it in its dead-letter queue. */
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

/** `<directory>/<rule>/<event id>.json`: plain files that a person can read. */
export interface DeadLetters {
  add(letter: DeadLetter): Promise<void>;
  /** Oldest first. */
  list(): Promise<DeadLetter[]>;
  remove(letter: DeadLetter): Promise<void>;
}

export async function openDeadLetters(directory: string): Promise<DeadLetters> {
  await mkdir(directory, { recursive: true });
  const pathOf = ({ rule, event }: DeadLetter) => join(directory, rule, `${event.id}.json`);
  return {
    add: letter => writeAtomically(pathOf(letter), `${JSON.stringify(letter, null, 2)}\n`),
    async list() {
      const files = (await readdir(directory, { recursive: true })).filter(file => file.endsWith('.json'));
      const letters = await Promise.all(
        files.map(async (file): Promise<DeadLetter> => JSON.parse(await readFile(join(directory, file), 'utf8'))),
      );
      return letters.sort((a, b) => a.at.localeCompare(b.at));
    },
    remove: letter => rm(pathOf(letter), { force: true }),
  };
}
