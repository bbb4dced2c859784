import { once } from 'node:events';
import type { Clock } from '../../clock/clock';

/** Time that stands still until a test moves it. */
export interface MovingClock extends Clock {
  /** How long each sleep was asked to be, in the order in which they began. */
  readonly sleeps: readonly number[];
  /** Ends the sleeps that last until then. */
  move(milliseconds: number): void;
  /** Moves to the end of the next sleep, if there is one. */
  moveToNext(): void;
}

export function movingClock(start = Date.UTC(2025, 0, 15, 9, 30)): MovingClock {
  let now = start;
  const sleepers = new Map<AbortController, number>();
  const sleeps: number[] = [];
  function wake(): void {
    for (const [sleeper, until] of sleepers) if (until <= now) sleeper.abort();
  }
  return {
    sleeps,
    now: () => now,
    async sleep(milliseconds, signal) {
      const sleeper = new AbortController();
      sleeps.push(milliseconds);
      sleepers.set(sleeper, now + milliseconds);
      wake();
      const either = AbortSignal.any([sleeper.signal, signal]);
      if (!either.aborted) await once(either, 'abort');
      sleepers.delete(sleeper);
      signal.throwIfAborted();
    },
    move(milliseconds) {
      now += milliseconds;
      wake();
    },
    moveToNext() {
      if (sleepers.size === 0) return;
      now = Math.max(now, Math.min(...sleepers.values()));
      wake();
    },
  };
}
