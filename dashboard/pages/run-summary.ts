import { durationOf } from '../../pipeline/duration';
import type { Execution } from '../executions/execution';
import type { FilterCounts } from '../executions/filter-counts';
import { countOf, type Moment, momentOf, shortMomentOf } from './format';
import { percent } from './table';
import { EVERYONE, type Viewer } from './viewer';

/** How an execution ended, in a word, with the tone in which it is shown. */
export interface Outcome {
  readonly label: string;
  readonly tone: 'good' | 'bad' | 'live' | 'quiet';
}

const ENDED: Readonly<Record<Execution['status'], Outcome>> = {
  RUNNING: { label: 'Running', tone: 'live' },
  PENDING_REDRIVE: { label: 'Waiting for redrive', tone: 'live' },
  SUCCEEDED: { label: 'Succeeded', tone: 'good' },
  FAILED: { label: 'Failed', tone: 'bad' },
  TIMED_OUT: { label: 'Timed out', tone: 'bad' },
  ABORTED: { label: 'Aborted', tone: 'bad' },
};

const WITHOUT_WORK: Readonly<Record<string, Outcome>> = {
  NothingNew: { label: 'Nothing new', tone: 'quiet' },
  Superseded: { label: 'Superseded', tone: 'quiet' },
};

export function outcomeOf({ status, manifest }: Execution): Outcome {
  return (status === 'SUCCEEDED' && WITHOUT_WORK[manifest?.outcome ?? '']) || ENDED[status];
}

/** What became of the rows of an upload: the parts make up what was read. */
export interface RowCounts {
  readonly read: string;
  readonly parts: readonly {
    readonly label: string;
    readonly count: string;
    readonly start: string;
    readonly length: string;
    readonly tone: string;
  }[];
  /** For where there is no room for the parts. */
  readonly summary: string;
}

/** Null where the filter did not get that far, or left alone what it had written before. */
export function rowCountsOf({ manifest }: Execution, viewer: Viewer = EVERYONE): RowCounts | null {
  const { outcome, read, kept, dropped, quarantined } = manifest?.filter ?? {};
  if (typeof read !== 'number' || (read === 0 && outcome !== 'Written')) return null;
  return rowPartsOf({ read, kept: kept ?? 0, dropped: dropped ?? 0, quarantined: quarantined ?? 0 }, viewer);
}

export function rowPartsOf(
  { read, kept, dropped, quarantined }: Pick<FilterCounts, 'read' | 'kept' | 'dropped' | 'quarantined'>,
  viewer: Viewer = EVERYONE,
): RowCounts {
  let before = 0;
  const parts = Object.entries({ kept, dropped, quarantined }).map(([label, count]) => {
    const shown = { count: countOf(count, viewer), start: percent(before / (read || 1)), length: percent(count / (read || 1)) };
    before += count;
    return { label, tone: label, ...shown };
  });
  return { read: countOf(read, viewer), parts, summary: parts.map(({ label, count }) => `${count} ${label}`).join(', ') };
}

/** What an execution is about, for a list: its upload, or that it asks again. */
export function subjectOf({ uploadKey, manifest, isRefresh, unread }: Execution): string {
  if (uploadKey !== null) return uploadKey;
  if (manifest?.trigger === 'refresh' || isRefresh)
    return manifest?.isAsOfGiven && manifest.asOf ? `Refresh as of ${manifest.asOf}` : 'Refresh';
  return unread ? 'could not be read just now' : 'no upload named';
}

/** `orders.csv, 22 Nov, 19:00`: what people know an execution by, for the title of a tab. */
export function executionTitle(run: Execution, viewer: Viewer = EVERYONE): string {
  return `${subjectOf(run).replace(/^raw\//, '')}, ${shortMomentOf(run.startedAt, viewer).text}`;
}

export interface RunTimes {
  readonly started: Moment;
  /** Without the year and the time zone. */
  readonly startedShort: Moment;
  readonly stopped: Moment | null;
  /** Until now while it runs. */
  readonly duration: string;
}

export function timesOf({ startedAt, stoppedAt }: Execution, now: Date, viewer: Viewer = EVERYONE): RunTimes {
  const end = stoppedAt ?? now;
  return {
    started: momentOf(startedAt, viewer),
    startedShort: shortMomentOf(startedAt, viewer),
    stopped: stoppedAt && momentOf(stoppedAt, viewer),
    duration: durationOf(end.getTime() - startedAt.getTime()),
  };
}

/** The paths of an execution's pages. */
export function pathOf({ name }: { readonly name: string }): string {
  return `/executions/${encodeURIComponent(name)}`;
}

interface Named {
  readonly name: string;
}

interface Identified {
  readonly id: string;
}

/** The page of one result; of the newest execution without naming it. */
export function resultPathOf(run: Named | null, { id }: Identified): string {
  return `${run ? pathOf(run) : ''}/results/${encodeURIComponent(id)}`;
}

export function downloadPathOf(run: Named | null, query: Identified): string {
  return `${resultPathOf(run, query)}.csv`;
}

export function jsonPathOf(run: Named | null, query: Identified): string {
  return `${resultPathOf(run, query)}.json`;
}

/** An address with more characters is refused by servers on the way, and by this one. */
const LONGEST_NAME = 1000;

/** The page of a customer, in the newest answers or in those of an execution. A name that fits into no address leads to all customers. */
export function customerPathOf(run: Named | null): (name: string) => string {
  return name => {
    if (name.length > LONGEST_NAME) return resultPathOf(run, { id: 'total-sales-by-customer' });
    return `${run ? pathOf(run) : ''}/customers?name=${encodeURIComponent(name.toWellFormed())}`;
  };
}

export function comparePathOf(from: Named, to: Named): string {
  return `/compare?from=${encodeURIComponent(from.name)}&to=${encodeURIComponent(to.name)}`;
}
