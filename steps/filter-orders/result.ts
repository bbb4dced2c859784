import { createHash } from 'node:crypto';
import type { FilterSettings } from './judging/rule';
import type { FilterReport } from './order-filter';

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
   * - `Unchanged`: it is what it would become, but the execution that wrote it did not succeed, so crawl and queries are still due;
   * - `NothingNew`: the same, and that execution succeeded;
   * - `Superseded`: the key holds something else by now, or the output is a later upload's.
   */
  readonly outcome: 'Written' | 'Unchanged' | 'NothingNew' | 'Superseded';
  readonly rules: Readonly<Record<string, number>>;
  readonly examples: readonly { readonly line: number; readonly column: string | null; readonly rule: string }[];
  readonly processedKey: string;
  /** Null where no row was bad. */
  readonly quarantineKey: string | null;
  readonly settings: FilterSettings;
}

export const NOTHING_READ: FilterReport = {
  read: 0,
  kept: 0,
  dropped: 0,
  quarantined: 0,
  rules: {},
  examples: [],
  lineBreaksReplaced: 0,
  extraColumns: [],
};

/** A short name for the settings, for the output's metadata. */
export function ruleOf({ dropStatuses, dropAfterDays, maxBadShare }: FilterSettings): string {
  const settings = JSON.stringify([[...dropStatuses].sort(), dropAfterDays, maxBadShare]);
  return createHash('sha256').update(settings).digest('hex').slice(0, 16);
}
