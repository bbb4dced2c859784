import { type OutputKeys, tableKeys } from './output-keys';
import { inSeconds, type UploadRecord } from './upload-record';

/** An object as a listing names it. */
export interface Listed {
  /** Without quotes. */
  readonly etag: string;
  readonly lastModified: Date;
}

/** The hash of the rules by which an upload must be read today. */
export type RulesFor = (record: UploadRecord) => string;

export interface LedgerInput {
  /** What lies in `raw/`, by key. */
  readonly raw: ReadonlyMap<string, Listed>;
  /** The records in `uploads/`, by the key that they speak of, each with the time at which it was written. */
  readonly records: ReadonlyMap<string, { readonly record: UploadRecord; readonly writtenAt: Date }>;
  /** What lies in `processed/` and `dropped/`: key → ETag without quotes. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly outputKeys: (key: string) => OutputKeys;
  /** Keys of which an output is left, but neither object nor record, each with the time of the output: an execution was cut off. */
  readonly orphans?: ReadonlyMap<string, Date>;
  /** When the latest snapshot was begun; null before the first. */
  readonly latestBegun: Date | null;
  /** The hash of the rules by which the object of a record is read today; null where the caller does not know them. */
  readonly rulesFor: RulesFor | null;
  /** After how many days the stage lets `raw/` expire; null for never. */
  readonly rawDays: number | null;
  readonly now: Date;
}

export const OPEN_REASONS = ['unread', 'changed', 'outputs', 'rules', 'unanswered', 'deleted'] as const;

export interface LedgerEntry {
  readonly key: string;
  /**
   * Null where the upload is settled; else why it is open:
   * - `unread`: no record speaks of the object; `changed`: its record speaks of another object of the key;
   * - `outputs`: an output is not the one that the record names, or is left without a record; `rules`: it was read by other rules than today's;
   * - `unanswered`: no snapshot was begun since its record was written; `deleted`: its object is gone, its record is not.
   */
  readonly open: (typeof OPEN_REASONS)[number] | null;
  /** Since when: the later of the object's and the record's times. */
  readonly since: Date;
  readonly listed: Listed | null;
  readonly record: UploadRecord | null;
}

const DAY_MS = 86_400_000;

/** What lies in `raw/` against the records in `uploads/`, both ways, by key. */
export function ledger(input: LedgerInput): readonly LedgerEntry[] {
  const keys = [...new Set([...input.raw.keys(), ...input.records.keys(), ...(input.orphans?.keys() ?? [])])].sort();
  return keys.map(key => {
    const listed = input.raw.get(key) ?? null;
    const found = input.records.get(key);
    const times = [listed?.lastModified, found?.writtenAt, input.orphans?.get(key)].filter(time => time !== undefined);
    const since = new Date(Math.max(...times.map(Number)));
    return { key, open: whyOpen(key, input), since, listed, record: found?.record ?? null };
  });
}

function whyOpen(key: string, input: LedgerInput): LedgerEntry['open'] {
  const listed = input.raw.get(key);
  const found = input.records.get(key);
  if (!found) return listed ? 'unread' : 'outputs';
  const { record, writtenAt } = found;
  if (!listed) {
    if (!hasExpired(record, input)) return 'deleted';
  } else if (record.etag !== listed.etag || record.lastModified !== inSeconds(listed.lastModified)) return 'changed';
  const { processed, dropped } = record.file === '' ? input.outputKeys(key) : tableKeys(record.file);
  if ((input.outputs.get(processed) ?? '') !== record.processedEtag || (input.outputs.get(dropped) ?? '') !== record.droppedEtag)
    return 'outputs';
  if (listed && record.outcome === 'Read' && input.rulesFor && record.rules !== input.rulesFor(record)) return 'rules';
  const hasRows = record.processedEtag !== '';
  if (hasRows && (input.latestBegun === null || input.latestBegun <= writtenAt)) return 'unanswered';
  return null;
}

/** A lifecycle rule's expiration withdraws nothing: the orders of an object that is old enough to have expired go on counting. */
export function hasExpired({ lastModified }: UploadRecord, { rawDays, now }: Pick<LedgerInput, 'rawDays' | 'now'>): boolean {
  return rawDays !== null && now.getTime() - Date.parse(lastModified) >= rawDays * DAY_MS;
}
