import type { Reading } from '../../pipeline/reading';
import type { Rules } from '../../pipeline/rules';
import type { UploadRecord } from '../../pipeline/upload-record';
import type { Look } from './look-at-key';
import type { OrdersReport } from './report';

/** What the state machine gets: counts and references, never rows. It goes into the manifest as it is. */
export interface FilterResult {
  /** Null for a refresh. */
  readonly upload: UploadFacts | null;
  /** `YYYY-MM-DD`: the day that the input names, validated; null where it names none. */
  readonly asOf: string | null;
  readonly filter: FilterFacts | null;
  readonly reading: Reading | null;
  /** Why the object was refused. */
  readonly error: { readonly name: string; readonly state: string; readonly cause: string } | null;
}

export interface UploadFacts {
  readonly bucket: string;
  readonly key: string;
  /** Without quotes; null where the key holds nothing. */
  readonly etag: string | null;
  readonly size: number | null;
  readonly sequencer: string | null;
  /** ISO 8601. */
  readonly at: string | null;
}

/**
 * - `Written`: an output of a table changed; `Withdrawn`: the object is gone, and so are its outputs;
 * - `Unchanged`: no file of a table changed, but queries are due;
 * - `NothingNew`: a succeeded execution has answered for this very state of the key;
 * - `Superseded`: the key holds another object than the one whose creation was reported;
 * - `Ignored`: no order file; `Refused`: see `error`; `Dismissed`: a person has seen the refusal.
 */
export type FilterOutcome = 'Written' | 'Withdrawn' | 'Unchanged' | 'NothingNew' | 'Superseded' | 'Ignored' | 'Refused' | 'Dismissed';

export interface FilterFacts {
  readonly outcome: FilterOutcome;
  /** Whether a file of table `processed` or `dropped` changed. */
  readonly changed: boolean;
  /** read = kept + dropped + quarantined + continuations, in rows. */
  readonly read: number;
  readonly kept: number;
  readonly dropped: number;
  readonly quarantined: number;
  readonly continuations: number;
  readonly rules: Readonly<Record<string, number>>;
  readonly examples: readonly { readonly line: number; readonly column: string | null; readonly rule: string }[];
  readonly problems: readonly { readonly rule: string; readonly sentence: string; readonly count: number; readonly line: number }[];
  readonly lineBreaksReplaced: number;
  readonly extraColumns: readonly string[];
  readonly processedKey: string;
  /** Null where the rule dropped no row. */
  readonly droppedKey: string | null;
  /** Null where no row was bad. */
  readonly quarantineKey: string | null;
  readonly settings: Rules;
}

/** Whether the state machine goes on to the queries, or would if nothing had been answered yet. */
export function areQueriesNext({ filter }: FilterResult): boolean {
  if (!filter) return true;
  const { outcome, changed } = filter;
  return outcome === 'Refused' ? changed : !['Superseded', 'Ignored', 'Dismissed'].includes(outcome);
}

export interface LookFacts {
  readonly outcome: FilterOutcome;
  readonly changed?: boolean;
  /** What was read; else the counts are the record's. */
  readonly report?: OrdersReport | undefined;
  readonly record?: UploadRecord | undefined;
  readonly error?: FilterResult['error'];
}

export function lookResult(look: Look, { outcome, changed = false, report, record, error = null }: LookFacts): FilterResult {
  const { request, source, keys, rules } = look;
  const number = (text: string | undefined) => Number(text ?? '') || 0;
  const dropped = report?.dropped ?? number(record?.dropped);
  const quarantined = report?.quarantined ?? number(record?.quarantined);
  return {
    upload: {
      bucket: request.bucket,
      key: request.key,
      etag: source?.etag ?? null,
      size: source?.size ?? null,
      sequencer: request.sequencer,
      at: request.at ?? source?.lastModified.toISOString() ?? null,
    },
    asOf: request.asOf,
    filter: {
      outcome,
      changed,
      read: report?.read ?? number(record?.read),
      kept: report?.kept ?? number(record?.kept),
      dropped,
      quarantined,
      continuations: report?.continuations ?? 0,
      rules: report?.rules ?? {},
      examples: report?.examples ?? [],
      problems: report?.problems ?? [],
      lineBreaksReplaced: report?.lineBreaksReplaced ?? 0,
      extraColumns: report?.extraColumns ?? [],
      processedKey: keys.processed,
      droppedKey: dropped > 0 ? keys.dropped : null,
      quarantineKey: quarantined > 0 ? keys.quarantine : null,
      settings: rules,
    },
    reading: report?.reading ?? readingOf(record),
    error,
  };
}

function readingOf(record: UploadRecord | undefined): Reading | null {
  return record && record.reading !== '' ? JSON.parse(record.reading) : null;
}
