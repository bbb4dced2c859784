import { setTimeout as delay } from 'node:timers/promises';

/** Time as the interpreter sees it; a test passes one that it moves itself. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason as soon as it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** `setTimeout` fires at once when it is asked for more than this. */
const LONGEST_TIMER = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    const end = Date.now() + milliseconds;
    try {
      do await delay(Math.min(Math.max(end - Date.now(), 0), LONGEST_TIMER), undefined, { signal });
      while (Date.now() < end);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  },
};
