import type { Readable } from 'node:stream';
import { CsvError } from 'csv-parse';
import { PREFIXES } from '../../pipeline/prefixes';
import { createExecutionReader, type Execution, type ExecutionReader, versionOf } from './execution';
import { type Filter, filterExecutions } from './filter';
import { type FilterCounts, filterCountsOf } from './filter-counts';
import { type Health, observe } from './health';
import { createHistory } from './history';
import { createLatest, type OlderAnswer } from './latest';
import { lastWithResults, lookBack } from './look-back';
import { createMemo } from './memo';
import type { DetailedEvent, ExecutionItem, Reads } from './reads';
import { type Result, readResult } from './result';
import { type Visit, visitsOf } from './timeline';

/** Executions, their manifests and results, cached so that a page costs few reads. */
export interface Executions extends ExecutionReader, Health {
  /** Whose answers the front page shows; undefined before the first. */
  latest(): Promise<Execution | undefined>;
  /** For each query of which `execution` has no result, the newest good one of an earlier execution. */
  older(execution: Execution): Promise<ReadonlyMap<string, OlderAnswer>>;
  /** The newest executions, at most `RECENT`. */
  recent(): Promise<readonly ExecutionItem[]>;
  /** Pages count from 1. */
  page(page: number, filter?: Filter): Promise<ExecutionsPart>;
  /** The events of an execution with what went in and out; undefined as below. */
  details(execution: ExecutionItem): Promise<readonly DetailedEvent[] | undefined>;
  /** What the filter counted, as soon as it has: before there is a manifest. */
  counts(execution: ExecutionItem): Promise<FilterCounts | undefined>;
  /** The definition that the execution runs, JSON; undefined where it cannot be read. */
  definition(execution: ExecutionItem): Promise<string | undefined>;
  /** Undefined where Step Functions keeps no history any more. */
  timeline(execution: ExecutionItem): Promise<readonly Visit[] | undefined>;
  /** The beginning of a query's result, and what is known of the whole; undefined where the file is gone, or is no CSV any more. */
  result(location: string): Promise<Result | undefined>;
  openResult(location: string): Promise<Readable | undefined>;
  /** Whether the services answer. */
  readonly reads: Reads;
}

export interface ExecutionsPart {
  readonly runs: readonly Execution[];
  readonly hasOlder: boolean;
}

export interface ExecutionsOptions {
  readonly reads: Reads;
  readonly bucket: string;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** How many of the newest executions are looked at for what failed and what runs. */
const RECENT = 200;
/** How many are searched by upload or state. */
const SEARCHED = 1000;
const PAGE = 25;
const MAX_EVENTS = 5000;
/** The filter is among the first states. */
const FIRST_EVENTS = 40;
/** How long a running execution is cached (milliseconds). */
const LIVE_MS = 1000;
/** New answers are seen at once; S3 has no limits that we would reach. */
const LATEST_MS = 300;
/** In the rows of all results that are remembered: some 100 MB. */
const REMEMBERED_CHARACTERS = 16 * 1024 * 1024;
/** A look back may cost many reads. */
const LOOK_BACK_MS = 60_000;

export function createExecutions({ reads: unobserved, bucket, now = Date.now }: ExecutionsOptions): Executions {
  const { reads, health } = observe(unobserved, now);
  const history = createHistory({ reads, now });
  const { find, complete } = createExecutionReader({ reads, live: LIVE_MS, now, onFound: history.learn });
  const latest = createLatest({ reads, live: LATEST_MS, now, known: history.find, onFound: history.learn });
  const older = createMemo<Execution | undefined>({ holds: LOOK_BACK_MS, entries: 1, now });
  const liveTimelines = createMemo<readonly Visit[] | undefined>({ holds: LIVE_MS, entries: 10, now });
  const details = createMemo<readonly DetailedEvent[] | undefined>({ holds: LIVE_MS, entries: 3, now });
  const counted = createMemo<FilterCounts | undefined>({
    holds: counts => (counts ? Number.POSITIVE_INFINITY : LIVE_MS),
    entries: 50,
    now,
  });
  const definitions = createMemo<string | undefined>({ entries: 20 });
  const timelines = createMemo<readonly Visit[] | undefined>({ entries: 20 });
  const results = createMemo<Result | undefined>({ entries: 64, weigh: weightOf, capacity: REMEMBERED_CHARACTERS });

  async function withoutKeys(): Promise<Execution | undefined> {
    const { items, hasOlder } = await history.slice(0, RECENT);
    const found = await lastWithResults(items, complete);
    return found || !hasOlder ? found : older('', () => lookBack(reads, complete));
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
    away: health.away,
    older: latest.older,
    async latest() {
      const found = await latest.find();
      return found ?? withoutKeys();
    },
    async recent() {
      return (await history.slice(0, RECENT)).items;
    },
    async page(page, filter) {
      const [start, end] = [(page - 1) * PAGE, page * PAGE];
      if (filter) {
        const { items } = await history.slice(0, SEARCHED);
        const found = await filterExecutions(items, filter, complete, end + 1);
        return { runs: found.slice(start, end), hasOlder: found.length > end };
      }
      const { items, hasOlder } = await history.slice(start, end);
      return { runs: await Promise.all(items.map(complete)), hasOlder };
    },
    details(execution) {
      return details(versionOf(execution), () => reads.readDetails(execution.name, MAX_EVENTS));
    },
    counts({ name }) {
      return counted(name, async () => filterCountsOf((await reads.readDetails(name, FIRST_EVENTS)) ?? []));
    },
    definition({ name }) {
      return definitions(name, () => reads.readDefinition(name));
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
    reads,
  };
}

/** A row costs memory, however little stands in it. */
function weightOf(result: Result | undefined): number {
  return result ? result.characters + 32 * result.rows.length : 0;
}

/** A broken result file affects that result alone. */
function asGone(error: unknown): undefined {
  if (!(error instanceof CsvError)) throw error;
}
