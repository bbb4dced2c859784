import { performance } from 'node:perf_hooks';

/** Adds up the time spent on each of a few kinds of work, in whole milliseconds. */
export class Stopwatch<Kind extends string> {
  private readonly spent = new Map<Kind, number>();

  async measure<T>(kind: Kind, work: () => T | Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.spent.set(kind, (this.spent.get(kind) ?? 0) + performance.now() - start);
    }
  }

  /** Measures the wait for each item. */
  async *each<T>(kind: Kind, items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]();
    for (;;) {
      const next = await this.measure(kind, () => iterator.next());
      if (next.done) return;
      yield next.value;
    }
  }

  get milliseconds(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.spent].map(([kind, spent]) => [kind, Math.round(spent)]));
  }
}
