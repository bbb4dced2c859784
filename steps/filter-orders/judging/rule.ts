import { createHash } from 'node:crypto';
import { dayBefore } from './dates';

/** What the filter can be told. */
export interface FilterSettings {
  /** Statuses, trimmed and in lower case, whose old orders are dropped. */
  readonly dropStatuses: readonly string[];
  /** An order of such a status is dropped at this age, in whole UTC days, or older. */
  readonly dropAfterDays: number;
  /** More than this share of the rows read in quarantine fails the file; exactly this share passes. */
  readonly maxBadShare: number;
}

/** The rule for one upload: which good orders are dropped. */
export interface DropRule {
  readonly statuses: ReadonlySet<string>;
  /** The youngest day, as a day number, whose orders are dropped. */
  readonly lastDay: number;
}

/** `asOf` is `YYYY-MM-DD`. */
export function dropRule({ dropStatuses, dropAfterDays }: FilterSettings, asOf: string): DropRule {
  return { statuses: new Set(dropStatuses), lastDay: dayBefore(asOf, dropAfterDays) };
}

/** A short name for settings, which tells them from any others. */
export function settingsName({ dropStatuses, dropAfterDays, maxBadShare }: FilterSettings): string {
  const settings = JSON.stringify([[...dropStatuses].sort(), dropAfterDays, maxBadShare]);
  return createHash('sha256').update(settings).digest('hex').slice(0, 16);
}
