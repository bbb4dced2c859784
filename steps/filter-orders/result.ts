import { outputKeys } from '../../pipeline/output-keys';
import type { Rules } from '../../pipeline/rules';
import { type OrdersReport as FilterReport, NOTHING_READ } from './report';
import type { FilterRequest } from './request';
import type { Source } from './storage/source';

/** What the state machine gets: counts and references, never rows. It goes into the manifest as it is. */
export interface FilterResult {
  readonly upload: {
    readonly bucket: string;
    readonly key: string;
    /** Without quotes; null where the key holds nothing and the input did not say. */
    readonly etag: string | null;
    readonly size: number | null;
    readonly sequencer: string | null;
    /** ISO 8601. */
    readonly at: string | null;
  };
  /** `YYYY-MM-DD`; null only for an upload that is superseded and came without a time. */
  readonly asOf: string | null;
  readonly filter: FilterFacts;
}

export interface FilterFacts extends Omit<FilterReport, 'rules' | 'examples'> {
  /**
   * - `Written`: the output is this execution's;
   * - `Unchanged`: it is what it would become, but the execution that wrote it did not succeed or asked other questions, so crawl and queries are due;
   * - `NothingNew`: the same, and that execution has answered these questions;
   * - `Superseded`: the key holds something else by now, or the output is a later upload's.
   */
  readonly outcome: 'Written' | 'Unchanged' | 'NothingNew' | 'Superseded';
  readonly rules: Readonly<Record<string, number>>;
  readonly examples: readonly { readonly line: number; readonly column: string | null; readonly rule: string }[];
  readonly processedKey: string;
  /** Null where no row was bad. */
  readonly quarantineKey: string | null;
  readonly settings: Rules;
}

export interface Answered {
  readonly request: FilterRequest;
  readonly settings: Rules;
  /** What was found under the key; undefined where it is gone. */
  readonly source?: Source;
  readonly asOf?: string;
  /** What was counted; nothing was read where it is missing. */
  readonly counted?: Partial<FilterFacts>;
}

export function filterResult(
  outcome: FilterFacts['outcome'],
  { request, settings, source, asOf = request.asOf, counted = {} }: Answered,
): FilterResult {
  return {
    upload: {
      bucket: request.bucket,
      key: request.key,
      etag: source?.etag ?? request.etag ?? null,
      size: source?.size ?? null,
      sequencer: request.sequencer ?? null,
      at: request.at ?? source?.lastModified.toISOString() ?? null,
    },
    asOf: asOf ?? null,
    filter: { ...NOTHING_READ, quarantineKey: null, ...counted, outcome, processedKey: outputKeys(request.key).processed, settings },
  };
}
