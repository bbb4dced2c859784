import type { LedgerEntry } from '../../pipeline/ledger';
import { keyOfUpload, type UploadRecord } from '../../pipeline/upload-record';
import type { CountedUpload } from './counted';

/** All that is known of what one key holds. */
export interface Upload {
  readonly key: string;
  readonly state: UploadState;
  /** Why it is open; null where it is settled. */
  readonly open: LedgerEntry['open'];
  /** Since when it is as it is. */
  readonly since: Date;
  /** The object under the key; null where it is gone. */
  readonly etag: string | null;
  readonly lastModified: Date | null;
  readonly record: UploadRecord | null;
  /** What the latest snapshot holds of it; null where it holds nothing. */
  readonly counted: CountedUpload | null;
}

/**
 * - `counts`: read, and in the answers; `partly`: the same, with rows in quarantine;
 * - `refused`, `ignored`, `dismissed`: as its record says; `superseded`: refused, and the orders of an earlier object of the key count;
 * - `reading`: open for a short while, so an execution is at it; `open`: open for longer.
 */
export type UploadState = 'counts' | 'partly' | 'refused' | 'superseded' | 'ignored' | 'dismissed' | 'reading' | 'open';

/** After so long an execution that was started would have ended. */
export const OPEN_MS = 15 * 60_000;

/** Joins the ledger with what the snapshot counted: every key of either. Those that need attention first, then the newest. */
export function uploadsOf(entries: readonly LedgerEntry[], counted: readonly CountedUpload[], now: Date): readonly Upload[] {
  const byUpload = new Map(counted.map(row => [row.upload, row]));
  const listed = entries.map(entry => {
    const { key, open, since, listed: object, record } = entry;
    const row = byUpload.get(record?.upload ?? '') ?? null;
    if (record?.upload) byUpload.delete(record.upload);
    const facts = { key, open, since, etag: object?.etag ?? null, lastModified: object?.lastModified ?? null, record };
    return { ...facts, state: stateOf(entry, now), counted: row };
  });
  // Uploads of the snapshot that were deleted since, or have no record.
  const others = [...byUpload.values()].map(row => withoutRecord(row));
  return [...listed, ...others].toSorted((a, b) => urgency(a) - urgency(b) || Number(b.since) - Number(a.since) || compare(a.key, b.key));
}

function stateOf({ open, since, record }: LedgerEntry, now: Date): UploadState {
  if (open !== null) return now.getTime() - since.getTime() > OPEN_MS ? 'open' : 'reading';
  switch (record?.outcome) {
    case 'Refused':
      return record.processedEtag ? 'superseded' : 'refused';
    case 'Ignored':
      return 'ignored';
    case 'Dismissed':
      return 'dismissed';
    default:
      return Number(record?.quarantined ?? 0) > 0 ? 'partly' : 'counts';
  }
}

function withoutRecord(counted: CountedUpload): Upload {
  const key = keyOfUpload(counted.upload) ?? '';
  const at = new Date(counted.upload.split(' ')[0] ?? '');
  const since = Number.isNaN(at.getTime()) ? new Date(0) : at;
  return { key, state: 'counts', open: null, since, etag: null, lastModified: null, record: null, counted };
}

const ORDER: readonly UploadState[] = ['open', 'refused', 'superseded', 'reading', 'partly', 'counts', 'ignored', 'dismissed'];
const URGENT = 3;

/** Uploads that need attention come first, the others by time. */
function urgency({ state }: Upload): number {
  return Math.min(ORDER.indexOf(state), URGENT);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
