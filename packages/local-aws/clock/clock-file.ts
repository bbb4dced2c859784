import { writeFile } from 'node:fs/promises';
import { setInterval } from 'node:timers';
import * as z from 'zod';
import { type OnDamage, readStateFile } from '../data-folder/state-file';
import { createClock, type MovableClock } from './clock';

export interface ClockFileOptions {
  readonly onDamage: OnDamage;
  /** Told when the system's clock was set back too far to be followed by time that goes on. */
  readonly onProblem: (message: string) => void;
  readonly system?: () => number;
  /** A clock that was moved is kept however far it went: the next process goes on from there. */
  readonly keepsMoves?: boolean;
}

export interface KeptClock extends MovableClock {
  close(): Promise<void>;
}

const CLOCK = {
  kind: 'time of the last start',
  schema: z.object({ latest: z.number() }),
  remedy: 'if the clock of this computer was set back since, what happens now may sort before what happened then',
};

/** How far behind the clock may be: a time zone or an hour of summer, but not a year that was a mistake. */
const FURTHEST_MS = 26 * 3_600_000;
const EVERY_MS = 30_000;

/** A clock that does not go back between two processes either: the latest time stands in a file. */
export function openClock(path: string, { onDamage, onProblem, system = Date.now, keepsMoves = false }: ClockFileOptions): KeptClock {
  const latest = readStateFile(path, CLOCK, onDamage)?.latest ?? 0;
  const isFar = !keepsMoves && latest - system() > FURTHEST_MS;
  if (isFar)
    onProblem(
      `the clock of this computer is at ${new Date(system()).toISOString()}, before the last use of the data folder at ${new Date(latest).toISOString()}; what happens now sorts before what happened then`,
    );
  const clock = createClock({ system, floor: isFar ? 0 : latest });
  const save = () => writeFile(path, JSON.stringify({ latest: clock.now() })).catch(() => undefined);
  const timer = setInterval(save, EVERY_MS).unref();
  return {
    ...clock,
    move(milliseconds) {
      clock.move(milliseconds);
      if (keepsMoves) save();
    },
    async close() {
      clearInterval(timer);
      await save();
    },
  };
}
