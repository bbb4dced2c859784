import type { Execution } from '../executions/execution';
import type { Filter } from '../executions/filter';
import { type Outcome, outcomeOf, pathOf, type RowCounts, type RunTimes, rowCountsOf, subjectOf, timesOf } from './run-summary';
import { EVERYONE, type Viewer } from './viewer';

export interface ExecutionsPage {
  readonly rows: readonly ExecutionRow[];
  readonly isFirst: boolean;
  /** Null on the first page. */
  readonly newerPath: string | null;
  /** Null on the last page. */
  readonly olderPath: string | null;
  /** What the list is filtered by; empty for all. */
  readonly state: string;
  readonly upload: string;
}

export interface ExecutionRow {
  readonly name: string;
  readonly path: string;
  readonly outcome: Outcome;
  readonly uploadKey: string;
  readonly times: RunTimes;
  readonly counts: RowCounts | null;
  readonly errorName: string | null;
  /** Against the answers before; null without answers. */
  readonly comparePath: string | null;
}

export interface ExecutionsData {
  readonly runs: readonly Execution[];
  /** Counts from 1. */
  readonly page: number;
  readonly filter: Filter | undefined;
  readonly hasOlder: boolean;
  readonly now: Date;
  readonly viewer?: Viewer;
}

export function executionsPage({ runs, page, filter, hasOlder, now, viewer = EVERYONE }: ExecutionsData): ExecutionsPage {
  return {
    rows: runs.map(run => ({
      name: run.name,
      path: pathOf(run),
      outcome: outcomeOf(run),
      uploadKey: subjectOf(run),
      times: timesOf(run, now, viewer),
      counts: rowCountsOf(run, viewer),
      errorName: run.error?.name ?? null,
      comparePath: hasAnswers(run) ? `/compare?to=${encodeURIComponent(run.name)}` : null,
    })),
    isFirst: page === 1,
    newerPath: page === 1 ? null : pagePath(page - 1, filter),
    olderPath: hasOlder ? pagePath(page + 1, filter) : null,
    state: filter?.state ?? '',
    upload: filter?.upload ?? '',
  };
}

function hasAnswers({ manifest }: Execution): boolean {
  return manifest?.queries.some(({ location }) => location !== null) ?? false;
}

function pagePath(page: number, filter: Filter | undefined): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter ?? {})) if (value) query.set(name, value);
  if (page > 1) query.set('page', String(page));
  return query.size === 0 ? '/executions' : `/executions?${query}`;
}
