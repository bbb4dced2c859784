import { createMemo } from './memo';
import { type ExecutionItem, type Reads, UnknownPage } from './reads';

/** Every execution that Step Functions lists, cached, so that not each page costs a call. */
export interface History {
  /** From the newest on; fewer than `end - start` at the end of the history. */
  slice(start: number, end: number): Promise<{ readonly items: readonly ExecutionItem[]; readonly hasOlder: boolean }>;
  /** What is known of one, without a call. */
  find(name: string): ExecutionItem | undefined;
  /** Adds what was learned elsewhere: a new execution, or the end of one. */
  learn(item: ExecutionItem): void;
}

export interface HistoryOptions {
  readonly reads: Reads;
  /** Milliseconds between two looks for new executions, however many viewers there are. @default 5 seconds */
  readonly holds?: number;
  readonly now: () => number;
}

/** What one call can bring. */
const ALL = 1000;
/** Enough for what starts between two looks; where it is not, the look goes on. */
const NEWS = 100;
/** Some 4 MB. Older executions are found by name. */
const MOST = 20_000;
/** Running executions that are too old for the newest list are asked for one by one, so many at a look. */
const RUNNING = 10;

/**
 * The first list has a thousand; later ones have the newest and are joined to what is known. Older ones are listed on demand, from a
 * cursor that is kept: a page of the history costs at most one call, and forty pages cost one together.
 */
export function createHistory({ reads, holds = 5000, now }: HistoryOptions): History {
  const looks = createMemo<void>({ holds, entries: 1, now });
  let items: readonly ExecutionItem[] = [];
  /** Where the list goes on after the last item. */
  let cursor: string | undefined;
  let isFirst = true;
  let extending: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const { executions, nextToken } = await reads.listExecutions({ limit: isFirst ? ALL : NEWS });
    if (isFirst || nextToken === undefined) replace(executions, nextToken);
    else if (overlap(executions)) join(executions);
    else {
      // More than a hundred have started since.
      const more = await reads.listExecutions({ limit: ALL, token: nextToken });
      const both = [...executions, ...more.executions];
      if (overlap(more.executions)) join(both);
      else replace(both, more.nextToken);
    }
    isFirst = false;
    await refreshRunning(new Set(executions.map(({ name }) => name)));
  }

  function replace(executions: readonly ExecutionItem[], nextToken: string | undefined): void {
    items = executions;
    cursor = nextToken;
  }

  function overlap(executions: readonly ExecutionItem[]): boolean {
    const known = new Set(items.map(({ name }) => name));
    return executions.some(({ name }) => known.has(name));
  }

  function join(newest: readonly ExecutionItem[]): void {
    const names = new Set(newest.map(({ name }) => name));
    const oldest = newest.at(-1)?.startedAt ?? new Date(0);
    // What is newer than the oldest listed one and not listed was learned elsewhere, a moment ago.
    items = byStart([...newest, ...items.filter(({ name, startedAt }) => !names.has(name) && startedAt > oldest)]).concat(
      items.filter(({ name, startedAt }) => !names.has(name) && startedAt <= oldest),
    );
  }

  async function refreshRunning(listed: ReadonlySet<string>): Promise<void> {
    const running = items.filter(({ name, stoppedAt }) => !stoppedAt && !listed.has(name)).slice(0, RUNNING);
    const described = await Promise.all(running.map(({ name }) => reads.describeExecution(name)));
    for (const item of described) if (item) update(item);
  }

  function update({ name, status, startedAt, stoppedAt }: ExecutionItem): void {
    items = items.map(item => (item.name === name ? { name, status, startedAt, stoppedAt } : item));
  }

  async function extend(): Promise<void> {
    try {
      const { executions, nextToken } = await reads.listExecutions({ limit: ALL, token: cursor });
      const known = new Set(items.map(({ name }) => name));
      items = [...items, ...executions.filter(({ name }) => !known.has(name))];
      cursor = nextToken;
    } catch (error) {
      if (!(error instanceof UnknownPage)) throw error;
      // Cursors end after a day. The list is read from its beginning, as far as it goes in one call.
      const { executions, nextToken } = await reads.listExecutions({ limit: ALL });
      replace(executions, nextToken);
    }
  }

  return {
    async slice(start, end) {
      await looks('', look);
      while (items.length < end && cursor !== undefined && items.length < MOST) {
        const before = items.length;
        extending = extending.catch(() => undefined).then(() => (items.length < end && cursor !== undefined ? extend() : undefined));
        await extending;
        if (items.length <= before) break;
      }
      return { items: items.slice(start, end), hasOlder: items.length > end || (cursor !== undefined && end < MOST) };
    },
    find: name => items.find(item => item.name === name),
    learn(item) {
      if (isFirst) return;
      const known = items.find(({ name }) => name === item.name);
      if (known) {
        if (known.status !== item.status || Number(known.stoppedAt) !== Number(item.stoppedAt)) update(item);
        return;
      }
      const { name, status, startedAt, stoppedAt } = item;
      const oldest = items.at(-1)?.startedAt;
      if (!oldest || startedAt > oldest) items = byStart([{ name, status, startedAt, stoppedAt }, ...items]);
    },
  };
}

function byStart(items: readonly ExecutionItem[]): readonly ExecutionItem[] {
  return items.toSorted((a, b) => Number(b.startedAt) - Number(a.startedAt));
}
