/** What the filter can be told, and the values that FilterAndProcessOrders runs with unless a stage says otherwise. */
export interface FilterSettings {
  /** Statuses, in lower case, whose old orders are dropped. */
  readonly dropStatuses: readonly string[];
  /** An order of such a status is dropped at this age, in whole UTC days, or older. */
  readonly dropAfterDays: number;
  /** More than this share of the rows read in quarantine fails the file; exactly this share passes. */
  readonly maxBadShare: number;
}

export const FILTER_SETTINGS: FilterSettings = { dropStatuses: ['pending', 'cancelled'], dropAfterDays: 30, maxBadShare: 0.5 };

/** Seconds: the longest that Lambda lets a function run. */
export const FILTER_TIMEOUT = 900;

/** The function's environment: `steps/filter-orders/` reads and checks these variables. */
export function filterEnvironment({ dropStatuses, dropAfterDays, maxBadShare } = FILTER_SETTINGS) {
  return {
    DROP_STATUSES: dropStatuses.join(','),
    DROP_AFTER_DAYS: String(dropAfterDays),
    MAX_BAD_SHARE: String(maxBadShare),
  };
}
