import type { Clock } from './clock';

/** How often the date is checked (milliseconds). After the machine slept, the next check sees the new day. */
const EVERY_MS = 30_000;

/**
 * Calls `run` when a UTC day after `since` has begun, and on each new day from then on. A `run` that fails is called again on the next day.
 * Returns a function that ends this.
 */
export function onEachDay(clock: Clock, run: () => Promise<unknown>, since = dayOf(clock)): () => void {
  const closed = new AbortController();
  let day = since;
  const watch = async () => {
    for (;;) {
      await clock.sleep(EVERY_MS, closed.signal);
      if (dayOf(clock) === day) continue;
      day = dayOf(clock);
      await run().catch(() => undefined);
    }
  };
  watch().catch(() => undefined);
  return () => closed.abort();
}

/** The UTC day, `2026-11-30`. */
export function dayOf(clock: Pick<Clock, 'now'>): string {
  return new Date(clock.now()).toISOString().slice(0, 10);
}
