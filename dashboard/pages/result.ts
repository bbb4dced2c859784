import { chartProblem } from '../../queries/chart-problem';
import type { QueryInfo } from '../../queries/load';
import type { Execution } from '../executions/execution';
import type { QueryRun } from '../executions/manifest';
import { problemOf } from '../executions/problem';
import type { Result } from '../executions/result';
import { dayOf } from './format';
import { customerPathOf, downloadPathOf, executionTitle, jsonPathOf, pathOf, resultPathOf } from './run-summary';
import { type TableQuery, type TableWindow, windowOf } from './table-window';
import { EVERYONE, type Viewer } from './viewer';

/** One result alone, sorted, searched and page by page. */
export interface ResultPage {
  readonly title: string;
  readonly row: string;
  readonly isLatest: boolean;
  readonly execution: { readonly path: string; readonly label: string };
  readonly asOf: string;
  readonly window: TableWindow | null;
  readonly problem: string | null;
  readonly downloadPath: string;
  readonly jsonPath: string;
}

export interface ResultData {
  readonly run: Execution;
  readonly query: QueryRun;
  readonly result: Result | undefined;
  readonly info: QueryInfo | undefined;
  readonly isLatest: boolean;
  readonly view: TableQuery;
  readonly viewer?: Viewer;
}

export function resultPage({ run, query, result, info, isLatest, view, viewer = EVERYONE }: ResultData): ResultPage {
  const owner = isLatest ? null : run;
  const options = {
    query: view,
    path: resultPathOf(owner, query),
    chart: info?.chart ?? null,
    viewer,
    customerPath: customerPathOf(owner),
  };
  return {
    title: query.title,
    row: info ? `One row is ${info.row}.` : '',
    isLatest,
    execution: { path: pathOf(run), label: executionTitle(run, viewer) },
    asOf: dayOf(run.manifest?.asOf ?? 'unknown', viewer),
    window: result ? windowOf(result, options) : null,
    problem: result ? ((info && chartProblem(info, result.columns)) ?? null) : problemOf(query),
    downloadPath: downloadPathOf(owner, query),
    jsonPath: jsonPathOf(owner, query),
  };
}
