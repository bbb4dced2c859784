import { setTimeout as delay } from 'node:timers/promises';

/** Time as every service sees it; a test passes one that it moves. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason as soon as it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** A clock that a caller can move forward. */
export interface MovableClock extends Clock {
  /** Sleeps that end by then end at once. */
  move(milliseconds: number): void;
}

export interface ClockOptions {
  /** The system's clock, in milliseconds since 1970. */
  readonly system?: () => number;
  /** Milliseconds for which this machine was awake, since any moment. */
  readonly awake?: () => number;
  /** No time before this one is given. */
  readonly floor?: number;
}

/** `setTimeout` fires at once when it is asked for more than this. */
const LONGEST_TIMER = 2 ** 31 - 1;

/**
 * The system's clock, which here never goes back: where it is set back, time goes on from where it was, so that what happens later has a
 * later time. Sleeps count the time for which the machine was awake: a clock that is set and a laptop that slept neither end nor prolong
 * them.
 */
export function createClock({ system = Date.now, awake = () => performance.now(), floor = 0 }: ClockOptions = {}): MovableClock {
  const sleepers = new Set<AbortController>();
  let moved = 0;
  let latest = Math.max(system(), floor);
  let seen = awake();

  const passed = () => awake() + moved;
  const nap = async (milliseconds: number, signal: AbortSignal) => {
    const woken = new AbortController();
    sleepers.add(woken);
    try {
      await delay(Math.min(Math.max(milliseconds, 0), LONGEST_TIMER), undefined, { signal: AbortSignal.any([signal, woken.signal]) });
    } catch (error) {
      signal.throwIfAborted();
      if (!woken.signal.aborted) throw error;
    } finally {
      sleepers.delete(woken);
    }
  };
  return {
    now() {
      const elapsed = awake() - seen;
      seen += elapsed;
      const current = system() + moved;
      latest = current >= latest ? current : latest + elapsed;
      return Math.floor(latest);
    },
    async sleep(milliseconds, signal) {
      const end = passed() + milliseconds;
      do await nap(end - passed(), signal);
      while (passed() < end);
    },
    move(milliseconds) {
      moved += milliseconds;
      latest += milliseconds;
      for (const sleeper of sleepers) sleeper.abort();
    },
  };
}

export const systemClock: Clock = createClock();
