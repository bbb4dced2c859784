import type { Execution } from '../executions/execution';
import { type Outcome, outcomeOf, pathOf, type RowCounts, type RunTimes, rowCountsOf, timesOf } from './run-summary';

export interface ExecutionsPage {
  readonly rows: readonly ExecutionRow[];
  readonly isFirst: boolean;
  /** Null on the last page. */
  readonly olderPath: string | null;
}

export interface ExecutionRow {
  readonly name: string;
  readonly path: string;
  readonly outcome: Outcome;
  readonly uploadKey: string;
  readonly times: RunTimes;
  readonly counts: RowCounts | null;
  readonly errorName: string | null;
}

export interface ExecutionsData {
  readonly runs: readonly Execution[];
  readonly token: string | undefined;
  readonly nextToken: string | undefined;
  readonly now: Date;
}

export function executionsPage({ runs, token, nextToken, now }: ExecutionsData): ExecutionsPage {
  return {
    rows: runs.map(run => ({
      name: run.name,
      path: pathOf(run),
      outcome: outcomeOf(run),
      uploadKey: run.uploadKey ?? 'no upload named',
      times: timesOf(run, now),
      counts: rowCountsOf(run),
      errorName: run.error?.name ?? null,
    })),
    isFirst: token === undefined,
    olderPath: nextToken === undefined ? null : `/executions?page=${encodeURIComponent(nextToken)}`,
  };
}
