export interface MemoOptions {
  /** Milliseconds for which an answer holds. @default for ever: what it holds never changes */
  readonly holds?: number;
  /** Entries kept; the one that was not asked for the longest goes first. */
  readonly entries: number;
  /** Milliseconds for which an answer is still given after its time, where no new one can be had. @default a minute */
  readonly grace?: number;
  readonly now?: () => number;
}

export type Memo<T> = (key: string, load: () => Promise<T>) => Promise<T>;

interface Entry<T> {
  readonly value: Promise<T>;
  readonly loadedAt: number;
}

/**
 * Remembers answers by key, so that many viewers cost AWS one call (Step Functions throttles DescribeExecution and ListExecutions).
 * Viewers who ask at once share one load. A load that fails is forgotten, and the answer before it is given instead while its grace lasts.
 */
export function createMemo<T>({ holds = Number.POSITIVE_INFINITY, entries, grace = 60_000, now = Date.now }: MemoOptions): Memo<T> {
  const kept = new Map<string, Entry<T>>();

  return (key, load) => {
    const known = kept.get(key);
    kept.delete(key);
    const entry = known && now() - known.loadedAt < holds ? known : { value: loaded(key, load, known), loadedAt: now() };
    kept.set(key, entry);
    for (const oldest of kept.keys()) {
      if (kept.size <= entries) break;
      kept.delete(oldest);
    }
    return entry.value;
  };

  function loaded(key: string, load: () => Promise<T>, before: Entry<T> | undefined): Promise<T> {
    const value = load().catch(error => {
      if (kept.get(key)?.value === value) kept.delete(key);
      if (!before || now() - before.loadedAt >= holds + grace) throw error;
      if (!kept.has(key)) kept.set(key, before);
      return before.value;
    });
    return value;
  }
}
