import type { Rules } from '../../../pipeline/rules';
import { dayBefore } from './dates';

/** What a stage may declare. */
export type FilterSettings = Omit<Rules, 'maxBytes'>;

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
