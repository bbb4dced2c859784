import { BYTES_CUTOFF } from '../../pipeline/work-group';
import { chartProblem } from '../../queries/chart-problem';
import type { Chart } from '../../queries/header';
import type { QueryInfo } from '../../queries/load';
import { differenceOf } from '../decimal';
import type { Execution } from '../executions/execution';
import type { QueryRun } from '../executions/manifest';
import { problemOf } from '../executions/problem';
import type { Result } from '../executions/result';
import type { Since } from '../executions/since';
import type { UploadState } from '../uploads/upload';
import type { UploadsData } from '../uploads/uploads';
import { type Drawing, drawingOf } from './charts';
import { answersCurrency } from './currency';
import { cutoffNotices } from './cutoff';
import { countOf, dayOf, type Moment, momentOf, moneyOf, plural } from './format';
import { type KeyFigure, keyFiguresOf, type Totals, totalsOf } from './key-figures';
import { type News, newsOf } from './news';
import { type Ranking, rankingOf } from './ranking';
import {
  comparePathOf,
  customerPathOf,
  downloadPathOf,
  jsonPathOf,
  type Outcome,
  outcomeOf,
  pathOf,
  type RowCounts,
  type RunTimes,
  resultPathOf,
  rowCountsOf,
  subjectOf,
  timesOf,
} from './run-summary';
import { type Sentence, sentence } from './sentence';
import { type TableWindow, windowOf } from './table-window';
import { uploadNotices } from './upload-notices';
import { coverageLineOf } from './uploads';
import { EVERYONE, type Viewer } from './viewer';

/** What the page shows when there are answers. */
export interface AnswersPage {
  /** The newest answers, or those of an execution that was asked for. */
  readonly isLatest: boolean;
  readonly notices: readonly Notice[];
  /** Folded: the answers stand on the first screen, however much there is to tell. */
  readonly moreNotices: readonly Notice[];
  /** Where there is no notice. */
  readonly calm: Calm | null;
  readonly news: News;
  /** The change in a sentence, for people who do not see it happen; null where there are no previous answers. */
  readonly announcement: Sentence | null;
  readonly coverage: Coverage;
  readonly figures: readonly KeyFigure[];
  readonly months: MonthsFigure | null;
  readonly ranking: Ranking | null;
  readonly source: Source;
  readonly queries: readonly QuerySection[];
}

/** The revenue by month, drawn large. */
export interface MonthsFigure {
  readonly id: string;
  readonly title: string;
  readonly drawing: Drawing;
}

export interface Notice {
  readonly tone: 'bad' | 'live';
  readonly text: Sentence;
  readonly detail: string | null;
  readonly link: { readonly path: string; readonly text: string };
}

/** That all is well, and since when. */
export interface Calm {
  readonly outcome: Outcome;
  readonly at: Moment;
  readonly duration: string;
}

/** What the answers are of, in one line. */
export interface Coverage {
  /** The upload that the execution was started for; null for a refresh. */
  readonly upload: string | null;
  /** `12 uploads hold the 1,000 orders that count, of 1,091.` Null where it is not known. */
  readonly text: string | null;
  readonly asOf: string;
  /** The day was given: these are not the newest answers of any day. */
  readonly isAsOfGiven: boolean;
  /** When the orders were looked at. */
  readonly fresh: Moment | null;
  /** Null where nothing was. */
  readonly leftOut: { readonly text: string; readonly path: string } | null;
  /** Where the change stands row by row; null where there are no previous answers. */
  readonly comparePath: string | null;
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

export interface QuerySection {
  readonly number: number;
  readonly id: string;
  readonly title: string;
  /** What a row is; empty where nothing says it. */
  readonly row: string;
  readonly window: TableWindow | null;
  readonly drawing: Drawing | null;
  /** Why there is no table, or no chart. */
  readonly problem: string | null;
  /** The newest execution could not compute it: this is the newest good result, of an earlier one. */
  readonly older: { readonly path: string; readonly asOf: string } | null;
  /** The page of this result alone, and its files. */
  readonly path: string;
  readonly downloadPath: string | null;
  readonly jsonPath: string | null;
}

export interface PreviousAnswers {
  readonly run: Execution;
  readonly totals: Totals;
}

export interface Older {
  readonly run: Execution;
  readonly query: QueryRun;
  readonly result: Result;
}

export interface AnswersData {
  readonly run: Execution;
  /** By query id; without those whose file is gone. */
  readonly results: ReadonlyMap<string, Result>;
  readonly queries: readonly QueryInfo[];
  /** Null on the page of an execution that was asked for. */
  readonly since: Since | null;
  readonly now: Date;
  /** For queries without a result of this execution, the newest good one. @default none */
  readonly older?: ReadonlyMap<string, Older>;
  /** What became of the uploads. @default not known */
  readonly uploads?: UploadsData | null;
  /** @default what the uploads show, else the execution's own */
  readonly currency?: string | null;
  /** The answers before these. @default none */
  readonly previous?: PreviousAnswers | null;
  /** @default the workgroup's own */
  readonly bytesCutoff?: number;
  readonly viewer?: Viewer;
}

const MONTHS = 'monthly-order-volume-and-revenue';

export function answersPage(data: AnswersData): AnswersPage {
  const { run, results, queries, since, now, older = new Map(), uploads = null, previous = null, viewer = EVERYONE } = data;
  const infos = new Map(queries.map(query => [query.id, query]));
  const currency = data.currency === undefined ? answersCurrency(run, uploads?.uploads) : data.currency;
  const isLatest = since !== null;
  const customerPath = customerPathOf(isLatest ? null : run);
  const months = infos.get(MONTHS);
  const notices: readonly Notice[] = since
    ? [
        ...noticesOf(settledSince(since, uploads), { areAnswers: true, viewer }),
        ...cutoffNotices(run, data.bytesCutoff ?? BYTES_CUTOFF, viewer),
        ...uploadNotices(uploads?.uploads ?? [], { told: since.lastFailed?.name, viewer }),
      ]
    : [];
  const monthsDrawing = drawn(results.get(MONTHS), months?.chart ?? null);
  return {
    isLatest,
    ...foldedNotices(notices),
    calm: calmOf(run, timesOf(run, now, viewer)),
    news: newsOf({
      totals: totalsOf(results),
      previous: previous && { totals: previous.totals, asOf: previous.run.manifest?.asOf ?? null },
      asOf: run.manifest?.asOf ?? null,
      currency,
      viewer,
    }),
    announcement: announcementOf(totalsOf(results), previous, run, currency, viewer),
    coverage: coverageOf(run, { previous, uploads, viewer }),
    figures: keyFiguresOf(results, { previous: previous?.totals ?? null, currency, viewer }),
    months: monthsDrawing && { id: MONTHS, title: 'Revenue by month', drawing: monthsDrawing },
    ranking: rankingOf(results.get('total-sales-by-customer'), { currency, customerPath, viewer }),
    source: {
      name: run.name,
      path: pathOf(run),
      uploadKey: subjectOf(run),
      asOf: dayOf(run.manifest?.asOf ?? 'unknown', viewer),
      outcome: outcomeOf(run),
      times: timesOf(run, now, viewer),
      counts: rowCountsOf(run, viewer),
    },
    queries: (run.manifest?.queries ?? []).map((query, index) => {
      const info = infos.get(query.id);
      const earlier = older.get(query.id);
      const result = earlier?.result ?? results.get(query.id);
      return {
        ...sectionOf(earlier?.run ?? run, earlier?.query ?? query, { result, info, isLatest, viewer }),
        number: index + 1,
        older: earlier ? { path: pathOf(earlier.run), asOf: dayOf(earlier.run.manifest?.asOf ?? 'unknown', viewer) } : null,
        // What is drawn large at the top is not drawn again below.
        drawing: query.id === MONTHS && monthsDrawing ? null : drawn(result, info?.chart ?? null),
      };
    }),
  };

  function drawn(result: Result | undefined, chart: Chart | null): Drawing | null {
    return result ? drawingOf(result, chart, { currency: chart && isMoney(chart.value) ? currency : null, viewer }) : null;
  }
}

/** So many fit above the answers. */
const SHOWN_NOTICES = 4;

function foldedNotices(notices: readonly Notice[]): Pick<AnswersPage, 'notices' | 'moreNotices'> {
  // One that is folded alone would take as much room as it does open.
  const shown = notices.length <= SHOWN_NOTICES + 1 ? notices.length : SHOWN_NOTICES;
  return { notices: notices.slice(0, shown), moreNotices: notices.slice(shown) };
}

/** A refusal that was dismissed, or whose key holds something else by now, is no news any more. */
function settledSince(since: Since, uploads: UploadsData | null): Since {
  const { lastFailed } = since;
  const isRefusal = lastFailed?.manifest?.filter?.outcome === 'Refused';
  if (!isRefusal || !uploads) return since;
  const isOpen = uploads.uploads.some(({ state, record }) => isRefused(state) && record?.execution === lastFailed?.name);
  return isOpen ? since : { ...since, lastFailed: undefined };
}

function isRefused(state: UploadState): boolean {
  return state === 'refused' || state === 'superseded';
}

/** `areAnswers`: there are answers to which what failed is later. */
export function noticesOf(
  { lastFailed, failed, running }: Since,
  { areAnswers, viewer = EVERYONE }: { readonly areAnswers: boolean; readonly viewer?: Viewer },
): readonly Notice[] {
  const notices: Notice[] = [];
  if (running) {
    const text = running.uploadKey === null ? sentence`All queries are running again.` : sentence`${running.uploadKey} is being read.`;
    notices.push({ tone: 'live', text, detail: null, link: { path: pathOf(running), text: 'Follow it' } });
  }
  if (lastFailed) {
    const which = areAnswers ? 'A later execution' : 'An execution';
    const others = failed > 1 ? `, the last of ${countOf(failed, viewer)} that did not succeed` : '';
    const end = [{ text: ` ended as ${lastFailed.error?.name ?? outcomeOf(lastFailed).label}${others}.`, isName: false }];
    const of = lastFailed.uploadKey === null ? [] : sentence` of ${lastFailed.uploadKey}`;
    notices.push({
      tone: 'bad',
      text: [{ text: which, isName: false }, ...of, ...end],
      detail: lastFailed.error?.cause ?? null,
      link: { path: pathOf(lastFailed), text: 'See what happened' },
    });
  }
  return notices;
}

/** A column of amounts, by its name. */
export function isMoney(column: string): boolean {
  return /(^|_)(amount|sales|revenue|value|total|price|spend)(_|$)/i.test(column);
}

/** `Total sales €262,204.00, up €126,228.00 from raw/more.csv.` */
function announcementOf(
  { sales }: Totals,
  previous: PreviousAnswers | null,
  run: Execution,
  currency: string | null,
  viewer: Viewer,
): Sentence | null {
  const before = previous?.totals.sales;
  if (sales === undefined || before === undefined) return null;
  const difference = differenceOf(sales, before);
  if (Number(difference) === 0) return null;
  const size = moneyOf(difference.replace('-', ''), { currency }, viewer).text;
  const text = `Total sales ${moneyOf(sales, { currency }, viewer).text}, ${difference.startsWith('-') ? 'down' : 'up'} ${size} from `;
  return [{ text, isName: false }, ...(run.uploadKey === null ? sentence`asking again.` : sentence`${run.uploadKey}.`)];
}

function calmOf(run: Execution, { stopped, duration }: RunTimes): Calm | null {
  return stopped && { outcome: outcomeOf(run), at: stopped, duration };
}

interface CoverageData {
  readonly previous: PreviousAnswers | null;
  readonly uploads: UploadsData | null;
  readonly viewer: Viewer;
}

function coverageOf(run: Execution, { previous, uploads, viewer }: CoverageData): Coverage {
  const { asOf, isAsOfGiven, snapshot } = run.manifest ?? {};
  // Of another snapshot than the answers it would be another truth.
  const line = uploads?.coverage && uploads.run?.name === run.name ? coverageLineOf(uploads.coverage, run, viewer) : null;
  const begun = new Date(snapshot?.startedAt ?? '');
  return {
    upload: run.uploadKey,
    text: line?.text ?? null,
    asOf: dayOf(asOf ?? 'unknown', viewer),
    isAsOfGiven: isAsOfGiven ?? false,
    fresh: Number.isNaN(begun.getTime()) ? null : momentOf(begun, viewer),
    leftOut: line ? leftOutOf(line.leftOut) : rowsLeftOutOf(run, viewer),
    comparePath: previous && comparePathOf(previous.run, run),
  };
}

function leftOutOf(parts: readonly string[]): Coverage['leftOut'] {
  return parts.length === 0 ? null : { text: `Left out: ${parts.join(', ')}`, path: '/uploads' };
}

function rowsLeftOutOf(run: Execution, viewer: Viewer): Coverage['leftOut'] {
  const { dropped, quarantined } = run.manifest?.filter ?? {};
  const leftOut = (dropped ?? 0) + (quarantined ?? 0);
  return leftOut > 0 ? { text: `${plural(leftOut, 'row', 'rows', viewer)} left out`, path: `${pathOf(run)}#left-out` } : null;
}

interface SectionData {
  readonly result: Result | undefined;
  readonly info: QueryInfo | undefined;
  readonly isLatest: boolean;
  readonly viewer: Viewer;
}

function sectionOf(
  run: Execution,
  query: QueryRun,
  { result, info, isLatest, viewer }: SectionData,
): Omit<QuerySection, 'number' | 'drawing' | 'older'> {
  const chart = info?.chart ?? null;
  const owner = isLatest ? null : run;
  const path = resultPathOf(owner, query);
  return {
    id: query.id,
    title: query.title,
    row: info ? `One row is ${info.row}.` : '',
    window: result ? windowOf(result, { query: {}, path, chart, viewer, customerPath: customerPathOf(owner) }) : null,
    problem: result ? ((info && chartProblem(info, result.columns)) ?? null) : problemOf(query),
    path,
    downloadPath: result ? downloadPathOf(run, query) : null,
    jsonPath: result ? jsonPathOf(run, query) : null,
  };
}
