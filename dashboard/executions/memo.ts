export interface MemoOptions<T> {
  /** How long a value is used, in milliseconds. @default for ever */
  readonly holds?: number | ((value: T) => number);
  /** The most entries; the least recently used goes first. */
  readonly entries: number;
  /** How much a value counts towards `capacity`. @default nothing */
  readonly weigh?: (value: T) => number;
  /** The most that all values may count together; the newest is always kept. */
  readonly capacity?: number;
  /** Milliseconds for which a viewer waits for a new value where there is a previous one. @default a second */
  readonly patience?: number;
  readonly now?: () => number;
}

export type Memo<T> = (key: string, load: () => Promise<T>) => Promise<T>;

interface Entry<T> {
  /** The last value that could be loaded. */
  readonly previous: { readonly value: T; readonly loadedAt: number } | undefined;
  readonly loading: Promise<T> | undefined;
  /** The last load failed: no one waits for the next. */
  readonly failing?: boolean;
}

/**
 * Remembers values by key, so that many viewers cost AWS one call (Step Functions throttles DescribeExecution and ListExecutions).
 * Simultaneous requests share one load. If a load fails, or takes longer than `patience`, the previous value is returned,
 * at any age: `Health` says how old. The load goes on, and the next request gets its value.
 */
export function createMemo<T>(options: MemoOptions<T>): Memo<T> {
  const { holds = Number.POSITIVE_INFINITY, entries, patience = 1000, now = Date.now } = options;
  const { weigh = () => 0, capacity = Number.POSITIVE_INFINITY } = options;
  const kept = new Map<string, Entry<T>>();

  return async (key, load) => {
    const { previous, loading: running, failing = false } = kept.get(key) ?? {};
    // A clock that was set back makes no value young again: what is newer would be hidden for as long.
    if (previous && Math.abs(now() - previous.loadedAt) < holdsFor(previous.value)) {
      keep(key, { previous, loading: running, failing });
      return previous.value;
    }
    const loading = running ?? start(key, load);
    keep(key, { previous, loading, failing });
    if (!previous) return loading;
    // A request during a slow load, or after a failed one, does not wait.
    if (running || failing) return previous.value;
    return withinPatience(loading, previous.value);
  };

  function start(key: string, load: () => Promise<T>): Promise<T> {
    const loadedAt = now();
    const loading = load();
    loading.then(
      value => {
        if (kept.get(key)?.loading !== loading) return;
        kept.set(key, { previous: { value, loadedAt }, loading: undefined });
        forget();
      },
      () => {
        const entry = kept.get(key);
        if (entry?.loading !== loading) return;
        if (entry.previous) kept.set(key, { previous: entry.previous, loading: undefined, failing: true });
        else kept.delete(key);
      },
    );
    return loading;
  }

  /** Moves the entry to the end; the first ones are those that were not asked for. */
  function keep(key: string, entry: Entry<T>): void {
    kept.delete(key);
    kept.set(key, entry);
    forget();
  }

  function forget(): void {
    let weight = 0;
    for (const { previous } of kept.values()) weight += previous ? weigh(previous.value) : 0;
    for (const [oldest, { previous }] of kept) {
      if (kept.size === 1 || (kept.size <= entries && weight <= capacity)) break;
      kept.delete(oldest);
      weight -= previous ? weigh(previous.value) : 0;
    }
  }

  function holdsFor(value: T): number {
    return typeof holds === 'function' ? holds(value) : holds;
  }

  async function withinPatience(loading: Promise<T>, previous: T): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<T>(resolve => {
      timer = setTimeout(() => resolve(previous), patience);
    });
    try {
      return await Promise.race([loading.catch(() => previous), waited]);
    } finally {
      clearTimeout(timer);
    }
  }
}
