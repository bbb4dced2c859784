import type { Readable } from 'node:stream';
import { CsvError } from 'csv-parse';
import { PREFIXES } from '../../pipeline/prefixes';
import { createExecutionReader, type Execution, type ExecutionReader, versionOf } from './execution';
import { lastWithResults, lookBack } from './latest';
import { createMemo } from './memo';
import type { ExecutionItem, ExecutionList, Reads } from './reads';
import { type Result, readResult } from './result';
import { type Visit, visitsOf } from './timeline';

/** Executions, what they say of themselves, and their results, remembered so that a view costs few reads. */
export interface Executions extends ExecutionReader {
  /** The succeeded execution with query results that stopped last; undefined before the first. */
  latest(): Promise<Execution | undefined>;
  /** The newest executions, at most `RECENT`. */
  recent(): Promise<readonly ExecutionItem[]>;
  /** Throws `UnknownPage`. */
  page(token: string | undefined): Promise<{ readonly runs: readonly Execution[]; readonly nextToken: string | undefined }>;
  /** Undefined where Step Functions keeps no history any more. */
  timeline(execution: ExecutionItem): Promise<readonly Visit[] | undefined>;
  /** The beginning of a query's result; undefined where the file is gone, or is no CSV any more. */
  result(location: string): Promise<Result | undefined>;
  openResult(location: string): Promise<Readable | undefined>;
}

export interface ExecutionsOptions {
  readonly reads: Reads;
  readonly bucket: string;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** How many of the newest executions are looked at for the latest answers and for what failed since. */
const RECENT = 200;
const PAGE = 25;
const MAX_EVENTS = 5000;
/** For so long every viewer sees the same. An account has five ListExecutions per second in the largest regions, and two in the others. */
const LIVE_MS = 700;
/** A look back may cost many reads. */
const LOOK_BACK_MS = 60_000;

export function createExecutions({ reads, bucket, now = Date.now }: ExecutionsOptions): Executions {
  const { find, complete } = createExecutionReader({ reads, live: LIVE_MS, now });
  const pages = createMemo<ExecutionList>({ holds: LIVE_MS, entries: 20, now });
  const older = createMemo<Execution | undefined>({ holds: LOOK_BACK_MS, entries: 1, now });
  const liveTimelines = createMemo<readonly Visit[] | undefined>({ holds: LIVE_MS, entries: 10, now });
  const timelines = createMemo<readonly Visit[] | undefined>({ entries: 20 });
  const results = createMemo<Result | undefined>({ entries: 32 });

  function recentPage(): Promise<ExecutionList> {
    return pages('recent', () => reads.listExecutions({ limit: RECENT }));
  }

  async function readTimeline(name: string): Promise<readonly Visit[] | undefined> {
    const events = await reads.readHistory(name, MAX_EVENTS);
    return events && visitsOf(events);
  }

  /** A manifest may only point into our own results. */
  async function openResult(location: string): Promise<Readable | undefined> {
    const root = `s3://${bucket}/`;
    return location.startsWith(root + PREFIXES.enriched) ? reads.openObject(location.slice(root.length)) : undefined;
  }

  return {
    find,
    complete,
    async latest() {
      const { executions, nextToken } = await recentPage();
      const found = await lastWithResults(executions, complete);
      return found || nextToken === undefined ? found : older('', () => lookBack(reads, complete));
    },
    async recent() {
      return (await recentPage()).executions;
    },
    async page(token) {
      const { executions, nextToken } = await pages(`page ${token ?? ''}`, () => reads.listExecutions({ limit: PAGE, token }));
      return { runs: await Promise.all(executions.map(complete)), nextToken };
    },
    timeline(execution) {
      const memo = execution.stoppedAt ? timelines : liveTimelines;
      return memo(versionOf(execution), () => readTimeline(execution.name));
    },
    result(location) {
      return results(location, async () => {
        const file = await openResult(location);
        return file && readResult(file).catch(asGone);
      });
    },
    openResult,
  };
}

/** Whoever broke a result file has taken that answer away, not the others. */
function asGone(error: unknown): undefined {
  if (!(error instanceof CsvError)) throw error;
}
