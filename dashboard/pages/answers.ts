import type { Chart } from '../../queries/header';
import type { Execution } from '../executions/execution';
import type { QueryRun } from '../executions/manifest';
import type { Result } from '../executions/result';
import type { Since } from '../executions/since';
import { type Drawing, drawingOf } from './charts';
import { countOf, dayOf, plural } from './format';
import { type KeyFigure, keyFiguresOf } from './key-figures';
import { downloadPathOf, type Outcome, outcomeOf, pathOf, type RowCounts, type RunTimes, rowCountsOf, timesOf } from './run-summary';
import { type Table, tableOf } from './table';

/** What the page shows when there are answers. */
export interface AnswersPage {
  /** The newest answers, or those of an execution that was asked for. */
  readonly isLatest: boolean;
  readonly notices: readonly Notice[];
  readonly figures: readonly KeyFigure[];
  readonly source: Source;
  readonly questions: readonly Question[];
}

export interface Notice {
  readonly tone: 'bad' | 'live';
  readonly text: string;
  readonly detail: string | null;
  readonly link: { readonly path: string; readonly text: string };
}

/** Where the answers came from. */
export interface Source {
  readonly name: string;
  readonly path: string;
  readonly uploadKey: string;
  readonly asOf: string;
  readonly outcome: Outcome;
  readonly times: RunTimes;
  readonly counts: RowCounts | null;
}

export interface Question {
  readonly number: number;
  readonly id: string;
  readonly title: string;
  /** What a row is; empty where nobody says. */
  readonly row: string;
  readonly table: Table | null;
  readonly drawing: Drawing | null;
  /** How many rows there are, and whether more than are shown. */
  readonly size: string;
  /** Why there is no table. */
  readonly problem: string | null;
  readonly downloadPath: string | null;
}

/** What a query's file says of its result. */
export interface QueryInfo {
  readonly id: string;
  readonly title: string;
  readonly row: string;
  readonly chart: Chart | null;
}

export interface AnswersData {
  readonly run: Execution;
  /** By query id; without those whose file is gone. */
  readonly results: ReadonlyMap<string, Result>;
  readonly queries: readonly QueryInfo[];
  /** Null on the page of an execution that was asked for. */
  readonly since: Since | null;
  readonly now: Date;
}

export function answersPage({ run, results, queries, since, now }: AnswersData): AnswersPage {
  const infos = new Map(queries.map(query => [query.id, query]));
  return {
    isLatest: since !== null,
    notices: since ? noticesOf(since, { areAnswers: true }) : [],
    figures: keyFiguresOf(results),
    source: {
      name: run.name,
      path: pathOf(run),
      uploadKey: run.uploadKey ?? 'unknown',
      asOf: dayOf(run.manifest?.asOf ?? 'unknown'),
      outcome: outcomeOf(run),
      times: timesOf(run, now),
      counts: rowCountsOf(run),
    },
    questions: (run.manifest?.queries ?? []).map((query, index) =>
      questionOf(run, query, index + 1, results.get(query.id), infos.get(query.id)),
    ),
  };
}

/** `areAnswers`: there are answers to which what failed is later. */
export function noticesOf({ lastFailed, failed, running }: Since, { areAnswers }: { readonly areAnswers: boolean }): readonly Notice[] {
  const notices: Notice[] = [];
  if (running) {
    const text = `${running.uploadKey ?? 'An upload'} is being worked on.`;
    notices.push({ tone: 'live', text, detail: null, link: { path: pathOf(running), text: 'Follow it' } });
  }
  if (lastFailed) {
    const which = `${areAnswers ? 'A later' : 'An'} execution${lastFailed.uploadKey ? ` of ${lastFailed.uploadKey}` : ''}`;
    const others = failed > 1 ? `, the last of ${countOf(failed)} that did not succeed` : '';
    notices.push({
      tone: 'bad',
      text: `${which} ended as ${lastFailed.error?.name ?? outcomeOf(lastFailed).label}${others}.`,
      detail: lastFailed.error?.cause ?? null,
      link: { path: pathOf(lastFailed), text: 'See what happened' },
    });
  }
  return notices;
}

function questionOf(run: Execution, query: QueryRun, number: number, result: Result | undefined, info: QueryInfo | undefined): Question {
  const chart = info?.chart ?? null;
  return {
    number,
    id: query.id,
    title: query.title,
    row: info ? `One row is ${info.row}.` : '',
    table: result ? tableOf(result, chart) : null,
    drawing: result ? drawingOf(result, chart) : null,
    size: result ? sizeOf(result) : '',
    problem: result ? null : problemOf(query),
    downloadPath: result ? downloadPathOf(run, query) : null,
  };
}

function sizeOf({ rows, cut, total }: Result): string {
  return cut ? `The first ${countOf(rows.length)} of ${plural(total, 'row')}; the download has all` : plural(total, 'row');
}

function problemOf({ error, cause, location, state }: QueryRun): string {
  if (error) return cause ? `${error}: ${cause}` : error;
  return location ? 'The result file is no longer in S3.' : `The query ended as ${state}.`;
}
