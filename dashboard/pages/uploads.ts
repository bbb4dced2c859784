import type { Execution } from '../executions/execution';
import type { Coverage } from '../uploads/coverage';
import type { Upload } from '../uploads/upload';
import type { UploadsData } from '../uploads/uploads';
import { answersCurrency } from './currency';
import { dayOf, type Moment, momentOf, moneyOf, numberOf, plural, type Shown } from './format';
import { pathOf } from './run-summary';
import { type UploadSummary, uploadSummary } from './upload-summary';
import type { Viewer } from './viewer';

/** What lies in `raw/`, and what became of it. */
export interface UploadsPage {
  /** What the answers cover; null where it is not known. */
  readonly coverage: CoverageLine | null;
  readonly rows: readonly UploadSummary[];
  /** Of all uploads, whichever are shown; null where they are not known. */
  readonly totals: { readonly orders: Shown; readonly amount: Shown } | null;
  /** `51 to 100 of 120 uploads`. */
  readonly size: string;
  readonly search: string;
  readonly isFiltered: boolean;
  readonly newerPath: string | null;
  readonly olderPath: string | null;
  /** Where a file is uploaded; null where the stage does not allow it. */
  readonly newPath: string | null;
  readonly withdrawn: readonly { readonly key: string; readonly path: string; readonly at: Moment }[];
}

/** What the answers are of, in words, for the front page too. */
export interface CoverageLine {
  /** `12 uploads hold the 1,000 orders that count, of 1,091.` */
  readonly text: string;
  /** Empty where nothing is left out. */
  readonly leftOut: readonly string[];
  readonly asOf: string;
}

export interface UploadsQuery {
  readonly page: number;
  readonly q: string;
  readonly canUpload: boolean;
}

const PER_PAGE = 50;

export function uploadsPage(
  { run, uploads, coverage, withdrawn }: UploadsData,
  { page, q, canUpload }: UploadsQuery,
  viewer: Viewer,
): UploadsPage {
  const currency = answersCurrency(run, uploads);
  const wanted = q.trim().toLowerCase();
  const found = wanted === '' ? uploads : uploads.filter(upload => isLike(upload, wanted));
  const start = (page - 1) * PER_PAGE;
  const shown = found.slice(start, start + PER_PAGE);
  return {
    coverage: coverage && coverageLineOf(coverage, run, viewer),
    rows: shown.map(upload => uploadSummary(upload, currency, viewer)),
    totals: coverage && { orders: numberOf(coverage.orders, viewer), amount: moneyOf(coverage.amount, { currency }, viewer) },
    size: shown.length === 0 ? '' : `${start + 1} to ${start + shown.length} of ${plural(found.length, 'upload', 'uploads', viewer)}`,
    search: q,
    isFiltered: wanted !== '',
    newerPath: page > 1 ? pagePath(page - 1, q) : null,
    olderPath: found.length > start + PER_PAGE ? pagePath(page + 1, q) : null,
    newPath: canUpload ? '/uploads/new' : null,
    withdrawn: withdrawn.map(execution => withdrawal(execution, viewer)),
  };
}

/** Uploads, orders of how many, and what is left out and why. */
export function coverageLineOf(coverage: Coverage, run: Execution | undefined, viewer: Viewer): CoverageLine {
  const { uploads, orders, of, leftOut } = coverage;
  const number = (text: string) => numberOf(text, viewer).text;
  const counts = uploads === '1' ? '1 upload holds' : `${number(uploads)} uploads hold`;
  const part = (count: string, what: string) => (count === '0' ? [] : [`${number(count)} ${what}`]);
  return {
    text: `${counts} the ${number(orders)} orders that count${of === orders ? '' : `, of ${number(of)}`}.`,
    leftOut: [
      ...part(leftOut.dropped, 'dropped by the rule'),
      ...part(leftOut.ambiguous, 'ambiguous'),
      ...part(leftOut.otherCurrency, 'in another currency'),
      ...part(leftOut.quarantined, 'rows in quarantine'),
    ],
    asOf: dayOf(run?.manifest?.asOf ?? 'unknown', viewer),
  };
}

function isLike({ key, state, record }: Upload, wanted: string): boolean {
  return [key, state, record?.source, record?.shop, record?.error].some(text => text?.toLowerCase().includes(wanted));
}

function withdrawal(execution: Execution, viewer: Viewer) {
  const at = execution.stoppedAt ?? execution.startedAt;
  return { key: execution.uploadKey ?? 'an upload', path: pathOf(execution), at: momentOf(at, viewer) };
}

function pagePath(page: number, q: string): string {
  const query = new URLSearchParams();
  if (q) query.set('q', q);
  if (page > 1) query.set('page', String(page));
  return query.size === 0 ? '/uploads' : `/uploads?${query}`;
}
