import { keyOfUpload } from '../../pipeline/upload-record';
import type { Upload, UploadState } from '../uploads/upload';
import { type Moment, momentOf, moneyOf, numberOf, type Shown, shortDayOf, shortMomentOf } from './format';
import { type Outcome, pathOf } from './run-summary';
import type { Viewer } from './viewer';

/** What is known of an upload, in words and in print: the same in the list and on its own page. */
export interface UploadSummary {
  readonly key: string;
  readonly path: string;
  readonly outcome: Outcome;
  /** What the state means, and what to do about it; empty where the word alone says it. */
  readonly explanation: string;
  /** Source, shop and currency, as far as they are known. */
  readonly kind: string;
  readonly received: Moment | null;
  /** Without the year and the time zone. */
  readonly receivedShort: Moment | null;
  readonly rows: Shown | null;
  readonly orders: Shown | null;
  /** What of it does not count, by reason. */
  readonly leftOut: readonly string[];
  readonly amount: Shown | null;
  /** `1 January 2025 to 31 March 2025`. */
  readonly days: string;
  readonly executionPath: string | null;
}

const STATES: Readonly<Record<UploadState, Outcome>> = {
  counts: { label: 'Counts', tone: 'good' },
  partly: { label: 'Counts in part', tone: 'good' },
  refused: { label: 'Refused', tone: 'bad' },
  superseded: { label: 'Refused', tone: 'bad' },
  ignored: { label: 'Ignored', tone: 'quiet' },
  dismissed: { label: 'Dismissed', tone: 'quiet' },
  reading: { label: 'Being read', tone: 'live' },
  open: { label: 'Not in the answers', tone: 'bad' },
};

export function uploadSummary(upload: Upload, currency: string | null, viewer: Viewer): UploadSummary {
  const { key, record, counted, lastModified } = upload;
  const received = lastModified ?? dateOf(record?.lastModified);
  return {
    key: key === '' ? 'files that no record speaks of' : key,
    path: uploadPathOf(key),
    outcome: outcomeOf(upload),
    explanation: explanationOf(upload, viewer),
    kind: [record?.source, record?.shop && `shop ${record.shop}`, record?.currency].filter(Boolean).join(', '),
    received: received && momentOf(received, viewer),
    receivedShort: received && shortMomentOf(received, viewer),
    rows: shown(record?.read || counted?.rows, viewer),
    orders: counted && numberOf(counted.orders, viewer),
    leftOut: leftOutOf(upload, viewer),
    amount: counted && moneyOf(counted.amount, { currency }, viewer),
    days: counted?.firstDay ? [...new Set([counted.firstDay, counted.lastDay])].map(day => shortDayOf(day, viewer)).join(' to ') : '',
    executionPath: record?.execution ? pathOf({ name: record.execution }) : null,
  };
}

/** An upload whose orders all stand in later ones counts, and brings nothing. */
function outcomeOf({ state, counted }: Upload): Outcome {
  const isReplaced = state === 'counts' && counted?.orders === '0' && counted.replaced !== '0';
  return isReplaced ? { label: 'Replaced', tone: 'quiet' } : STATES[state];
}

/** The page of an upload. Keys hold slashes, which proxies do not leave alone in a path. */
export function uploadPathOf(key: string): string {
  return `/uploads/upload?key=${encodeURIComponent(key.toWellFormed())}`;
}

function leftOutOf({ record, counted }: Upload, viewer: Viewer): readonly string[] {
  const by = counted?.replacedBy ? `, by ${keyOfUpload(counted.replacedBy) ?? counted.replacedBy}` : '';
  const clash = counted?.clashesWith ? ` with ${keyOfUpload(counted.clashesWith) ?? counted.clashesWith}` : '';
  return [
    part(counted?.replaced, `replaced${by}`, viewer),
    part(counted?.dropped, 'dropped by the rule', viewer),
    part(counted?.ambiguous, 'ambiguous: upload again with --rows', viewer),
    part(counted?.otherCurrency, 'in another currency', viewer),
    part(record?.quarantined, 'rows in quarantine', viewer),
    part(counted?.repeated, 'rows repeated', viewer),
    part(counted?.clashes, `count twice, since the same ids stand for other orders${clash}: tell shops apart with --shop`, viewer),
  ].flat();
}

function part(count: string | undefined, what: string, viewer: Viewer): readonly string[] {
  return count === undefined || count === '' || count === '0' ? [] : [`${numberOf(count, viewer).text} ${what}`];
}

/** Why an upload is not in the answers, in words. */
export const OPEN_REASONS: Readonly<Record<NonNullable<Upload['open']>, string>> = {
  unread: 'No execution has read it.',
  changed: 'It was uploaded again, and no execution has read the new file.',
  outputs: 'Its output files are missing or incomplete.',
  rules: 'It was read by older rules.',
  unanswered: 'It was read, but no answers have been computed since.',
  deleted: 'It was deleted, but its orders are still in the answers.',
};

function explanationOf({ key, state, open, record, counted }: Upload, viewer: Viewer): string {
  if (open !== null) {
    if (state === 'reading') return 'Its execution should be running.';
    const command = open === 'unanswered' ? 'refresh' : open === 'rules' ? `reread -- --key ${key}` : `rerun -- ${key}`;
    return `${OPEN_REASONS[open]} Run it: npm run ${command}`;
  }
  switch (state) {
    case 'refused':
      return `${record?.error ?? ''} Upload a corrected file under the same name, delete it, or dismiss it.`;
    case 'superseded': {
      const earlier = dateOf(record?.upload.split(' ')[0]);
      return `${record?.error ?? ''} Until it is corrected, deleted or dismissed, the orders of ${earlier ? momentOf(earlier, viewer).text : 'the object before it'} count.`;
    }
    case 'ignored':
      return 'No file of orders.';
    case 'dismissed':
      return record?.error ?? '';
    default:
      return counted === null ? 'The latest answers have no orders of it.' : '';
  }
}

function shown(count: string | undefined, viewer: Viewer): Shown | null {
  return count ? numberOf(count, viewer) : null;
}

function dateOf(text: string | undefined): Date | null {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}
