import { renameSync, writeFileSync } from 'node:fs';
import { setInterval } from 'node:timers';
import * as z from 'zod';
import { type OnDamage, readStateFile } from '../data-folder/state-file';
import { createClock, type MovableClock } from './clock';

export interface ClockFileOptions {
  readonly onDamage: OnDamage;
  /** Told when the system's clock was set back too far to be followed by time that goes on. */
  readonly onProblem: (message: string) => void;
  readonly system?: () => number;
  /** As of `createClock`. */
  readonly awake?: () => number;
  /** A clock that was moved is kept however far it went: the next process goes on from there. */
  readonly keepsMoves?: boolean;
}

export interface KeptClock extends MovableClock {
  close(): Promise<void>;
}

const CLOCK = {
  kind: 'time of the last start',
  schema: z.object({ latest: z.number(), ahead: z.number().default(0) }),
  remedy: 'if the clock of this computer was set back since, what happens now may sort before what happened then',
};

/** How far behind the clock may be: a time zone or an hour of summer, but not a year that was a mistake. */
const FURTHEST_MS = 26 * 3_600_000;
const EVERY_MS = 30_000;

/**
 * A clock that does not go back between two processes either, also where the first one is killed: the latest time stands in a file. While the
 * clock is ahead of the system's, the file has the latest time that it may reach before it is written again.
 */
export function openClock(
  path: string,
  { onDamage, onProblem, system = Date.now, awake, keepsMoves = false }: ClockFileOptions,
): KeptClock {
  const { latest, ahead } = readStateFile(path, CLOCK, onDamage) ?? { latest: 0, ahead: 0 };
  const isFar = !keepsMoves && latest - system() > FURTHEST_MS;
  if (isFar)
    onProblem(
      `the clock of this computer is at ${new Date(system()).toISOString()}, before the last use of the data folder at ${new Date(latest).toISOString()}; what happens now sorts before what happened then`,
    );
  // A moved clock goes on as far ahead of the system's as it was; one that is ahead since that was set back may be right by now.
  const floor = keepsMoves ? Math.max(latest, system() + ahead) : latest;
  const clock = createClock({ system, ...(awake && { awake }), floor: isFar ? 0 : floor });
  const save = (until: number) => {
    const now = clock.now();
    const isAhead = now > system();
    write(path, { latest: isAhead && !keepsMoves ? now + until : now, ahead: now - system() });
  };
  save(EVERY_MS);
  const timer = setInterval(() => save(EVERY_MS), EVERY_MS).unref();
  return {
    ...clock,
    move(milliseconds) {
      clock.move(milliseconds);
      if (keepsMoves) save(0);
    },
    async close() {
      clearInterval(timer);
      save(0);
    },
  };
}

/** At once, since the process may be killed. What cannot be written is left out: the disk is full, and others say so. */
function write(path: string, time: { readonly latest: number; readonly ahead: number }): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(time));
    renameSync(`${path}.new`, path);
  } catch {
    // The file keeps an earlier time.
  }
}
