import { describeReading } from '../../pipeline/describe-reading';
import { durationOf } from '../../pipeline/duration';
import { PRICES } from '../../pipeline/prices';
import { BYTES_CUTOFF } from '../../pipeline/work-group';
import type { Execution } from '../executions/execution';
import type { FilterCounts } from '../executions/filter-counts';
import type { Manifest, QueryRun } from '../executions/manifest';
import type { DetailedEvent } from '../executions/reads';
import type { Visit } from '../executions/timeline';
import { branchTitles } from './branches';
import type { AwsConsole } from './console';
import { type Cutoff, cutoffOf } from './cutoff';
import { costOf, countsOf, dollarsOf } from './dollars';
import { bytesOf, countOf, dayOf, plural, type Shown } from './format';
import type { MachineLayout } from './machine/layout';
import { type Picture, pictureOf } from './machine/picture';
import {
  downloadPathOf,
  executionTitle,
  type Outcome,
  outcomeOf,
  pathOf,
  type RowCounts,
  type RunTimes,
  rowCountsOf,
  rowPartsOf,
  timesOf,
} from './run-summary';
import { type StatePanel, statePanelOf } from './state-panel';
import { type Timeline, timelineOf } from './timeline';
import { EVERYONE, type Viewer } from './viewer';

export interface ExecutionPage {
  readonly name: string;
  readonly outcome: Outcome;
  /** Why it ended as it did, where the word alone does not say. */
  readonly explanation: string | null;
  /** The page of the execution that ran the queries for this one too. */
  readonly answeredBy: { readonly name: string; readonly path: string } | null;
  readonly error: Execution['error'];
  readonly uploadKey: string | null;
  readonly times: RunTimes;
  readonly facts: readonly Fact[];
  readonly counts: RowCounts | null;
  readonly quarantine: Quarantine | null;
  readonly queries: readonly QueryRow[];
  /** Null while it runs. */
  readonly cost: CostTable | null;
  /** How far its queries are from being cancelled; null where it ran none. */
  readonly cutoff: Cutoff | null;
  /** The execution in AWS's console; null where there is none. */
  readonly consolePath: string | null;
  /** Null where no query has a result. */
  readonly answersPath: string | null;
  /** Against the answers before. */
  readonly comparePath: string;
  /** Null where Step Functions keeps no history any more. */
  readonly timeline: Timeline | null;
  /** Null where the definition cannot be read. */
  readonly machine: Picture | null;
  /** The state that was asked for. */
  readonly panel: StatePanel | null;
  /** Where the page is without a state. */
  readonly path: string;
  /** The tab's title, and what people know it by. */
  readonly title: string;
}

export interface Fact {
  readonly label: string;
  /** A name of something, which people copy. */
  readonly isName: boolean;
  readonly text: string;
}

/** Rows that could not be understood. Their values stay in the quarantine file. */
export interface Quarantine {
  readonly file: string | null;
  readonly rules: readonly { readonly rule: string; readonly count: string }[];
  readonly examples: readonly { readonly line: string; readonly column: string; readonly rule: string }[];
}

export interface QueryRow {
  readonly title: string;
  readonly outcome: Outcome;
  readonly took: string;
  readonly scanned: string;
  readonly problem: string | null;
  readonly downloadPath: string | null;
  readonly consolePath: string | null;
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  NothingNew: 'The same file had been uploaded before, and its answers are current: nothing was computed again.',
  Unchanged: 'The same file had been filtered before: only its answers were computed again.',
  Superseded: 'The key was uploaded again, or emptied, before this execution read it: the newer upload has its own execution.',
};

/** What the execution cost. */
export interface CostTable {
  readonly heading: string;
  readonly items: readonly { readonly what: string; readonly quantity: string; readonly price: string; readonly dollars: Shown }[];
  readonly total: Shown;
  /** Of which prices. */
  readonly note: string;
}

export interface ExecutionData {
  readonly run: Execution;
  readonly visits: readonly Visit[] | undefined;
  /** The titles of today's queries, for an execution that has no manifest yet. */
  readonly titles: readonly string[];
  readonly now: Date;
  /** @default none */
  readonly layout?: MachineLayout | null;
  /** What the filter counted, where there is no manifest yet. */
  readonly counts?: FilterCounts | undefined;
  readonly selected?: SelectedState | null;
  /** How many executions wait for the same crawl. @default this one alone */
  readonly crawlSharers?: number;
  /** @default the workgroup's own */
  readonly bytesCutoff?: number;
  /** Null where no account of AWS is behind it. @default null */
  readonly console?: AwsConsole | null;
  readonly viewer?: Viewer;
}

export interface SelectedState {
  readonly state: string;
  readonly iteration: number | null;
  readonly events: readonly DetailedEvent[];
}

export function executionPage(data: ExecutionData): ExecutionPage {
  const { run, visits, now, layout = null, counts, selected = null, console = null, viewer = EVERYONE } = data;
  const { manifest, error } = run;
  const queries = manifest?.queries ?? [];
  const titles = branchTitles(manifest, data.titles);
  return {
    name: run.name,
    outcome: outcomeOf(run),
    explanation: EXPLANATIONS[manifest?.filter?.outcome ?? ''] ?? null,
    answeredBy: manifest?.answeredBy ? { name: manifest.answeredBy, path: pathOf({ name: manifest.answeredBy }) } : null,
    error,
    uploadKey: run.uploadKey,
    times: timesOf(run, now, viewer),
    facts: manifest ? factsOf(manifest) : [],
    counts: rowCountsOf(run, viewer) ?? (counts ? rowPartsOf(counts, viewer) : null),
    quarantine: manifest?.filter ? quarantineOf(manifest.filter) : null,
    queries: queries.map(query => queryRowOf(run, query, console)),
    cost: run.stoppedAt ? costTableOf(data, viewer) : null,
    cutoff: cutoffOf(run, data.bytesCutoff ?? BYTES_CUTOFF, viewer),
    consolePath: console?.execution(run.name) ?? null,
    answersPath: queries.some(({ location }) => location !== null) ? `${pathOf(run)}/results` : null,
    timeline: visits ? timelineOf({ visits, run, titles, now }) : null,
    machine: layout && visits ? pictureOf({ layout, visits, run, titles, selected, now }) : null,
    panel: selected && statePanelOf({ ...selected, titles, end: run.stoppedAt ?? now, viewer }),
    path: pathOf(run),
    comparePath: `/compare?to=${encodeURIComponent(run.name)}`,
    title: executionTitle(run, viewer),
  };
}

function costTableOf({ run, visits, crawlSharers = 1, console = null }: ExecutionData, viewer: Viewer): CostTable | null {
  const { items, dollars } = costOf({ manifest: run.manifest, crawlSharers, ...countsOf(visits), viewer });
  if (items.length === 0) return null;
  const { date, region } = PRICES;
  const shown = (amount: number) => ({ value: amount.toFixed(8), text: dollarsOf(amount, viewer) });
  return {
    heading: console ? 'What it cost' : 'What it would have cost in AWS',
    items: items.map(item => ({ ...item, dollars: shown(item.dollars) })),
    total: shown(dollars),
    note: `${console ? '' : 'On this machine it cost nothing. '}At the prices of ${dayOf(date, viewer)} in ${region}, without free tiers, taxes, storage and the requests to S3.`,
  };
}

function factsOf({ asOf, upload, filter, reading, crawl }: Manifest): readonly Fact[] {
  return [
    fact('As of', asOf && dayOf(asOf)),
    fact('File size', upload?.size == null ? null : bytesOf(upload.size)),
    name('ETag', upload?.etag),
    name('Written to', filter?.processedKey),
    fact('Reading', reading && filter && describeReading(reading, filter)),
    fact('Extra columns, left in the upload', filter?.extraColumns.join(', ')),
    fact('Rule', filter?.settings && ruleOf(filter.settings)),
    fact('Line breaks made spaces', filter?.lineBreaksReplaced ? countOf(filter.lineBreaksReplaced) : null),
    fact(
      'Crawl',
      crawl?.status && `${crawl.status}, ${crawl.startedHere ? 'started here' : 'shared'}, after ${plural(crawl.looks ?? 0, 'look')}`,
    ),
  ].flat();
}

function ruleOf({ dropStatuses, dropAfterDays, maxBadShare }: NonNullable<NonNullable<Manifest['filter']>['settings']>): string {
  const share = Number((100 * maxBadShare).toFixed(2));
  return `${dropStatuses.join(', ')} dropped at ${plural(dropAfterDays, 'day')} or older; at most ${share}% in quarantine`;
}

function fact(label: string, text: string | null | undefined, isName = false): readonly Fact[] {
  return text ? [{ label, text, isName }] : [];
}

function name(label: string, text: string | null | undefined): readonly Fact[] {
  return fact(label, text, true);
}

function quarantineOf({ rules, examples, quarantineKey }: NonNullable<Manifest['filter']>): Quarantine | null {
  const counted = Object.entries(rules).filter(([, count]) => count > 0);
  if (counted.length === 0) return null;
  return {
    file: quarantineKey,
    rules: counted
      .toSorted(([a, most], [b, more]) => more - most || a.localeCompare(b))
      .map(([rule, count]) => ({ rule, count: countOf(count) })),
    examples: examples.map(({ line, column, rule }) => ({
      line: line === null ? '' : countOf(line),
      column: column || 'the whole row',
      rule,
    })),
  };
}

function queryRowOf(run: Execution, query: QueryRun, console: AwsConsole | null): QueryRow {
  const { title, state, executionId, milliseconds, bytesScanned, location, error, cause } = query;
  return {
    title,
    outcome:
      state === 'SUCCEEDED' ? { label: 'Succeeded', tone: 'good' } : { label: state === 'CANCELLED' ? 'Cancelled' : 'Failed', tone: 'bad' },
    took: milliseconds === null ? '' : durationOf(milliseconds),
    scanned: bytesScanned === null ? '' : bytesOf(bytesScanned),
    problem: [error, cause].filter(Boolean).join(': ') || null,
    downloadPath: state === 'SUCCEEDED' && location ? downloadPathOf(run, query) : null,
    consolePath: executionId === null ? null : (console?.query(executionId) ?? null),
  };
}
