import { createHash } from 'node:crypto';
import type { TableFormat } from './table-format';

/** The rules by which an upload is read and an order counts. A stage may declare others. */
export interface Rules {
  /** Statuses, in ASCII lower case, whose old orders are dropped. */
  readonly dropStatuses: readonly string[];
  /** An order of such a status is dropped at this age, in whole UTC days, or older. */
  readonly dropAfterDays: number;
  /** More than this share of the rows read in quarantine refuses the file; exactly this share passes. */
  readonly maxBadShare: number;
  /** The most text that one upload may hold, in bytes, inflated. */
  readonly maxBytes: number;
}

/** `canceled` is the American spelling of `cancelled`. */
export const RULES: Rules = {
  dropStatuses: ['pending', 'cancelled', 'canceled'],
  dropAfterDays: 30,
  maxBadShare: 0.5,
  maxBytes: 16 * 1024 ** 3,
};

/** Seconds: the longest that Lambda lets a function run. */
export const FILTER_TIMEOUT = 900;

/** The functions' environment, which `steps/` reads and validates. `rawDays`: after how many days the stage lets `raw/` expire, if it does. */
export function filterEnvironment(
  { dropStatuses, dropAfterDays, maxBadShare, maxBytes } = RULES,
  rawDays?: number,
  format: TableFormat = 'csv',
) {
  return {
    DROP_STATUSES: dropStatuses.join(','),
    DROP_AFTER_DAYS: String(dropAfterDays),
    MAX_BAD_SHARE: String(maxBadShare),
    MAX_BYTES: String(maxBytes),
    TABLE_FORMAT: format,
    ...(rawDays !== undefined && { RAW_DAYS: String(rawDays) }),
  };
}

/** A short hash of the rules: two uploads with the same were validated alike. */
export function rulesName({ dropStatuses, dropAfterDays, maxBadShare, maxBytes }: Rules): string {
  const text = JSON.stringify([[...dropStatuses].sort(), dropAfterDays, maxBadShare, maxBytes]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The form in which a status is compared with `dropStatuses`: ASCII letters in lower case. The model compares the same way. */
export function comparableStatus(status: string): string {
  return status.replace(/[A-Z]/g, letter => letter.toLowerCase());
}
