import type { RowRule } from '../../pipeline/errors';
import type { Reading } from '../../pipeline/reading';

/** A row in quarantine: never a value. */
export interface BadRowExample {
  readonly line: number;
  /** The column at fault, several joined by `; `; null for a row that is bad as a whole. */
  readonly column: string | null;
  /** All rules that the row breaks, joined by `; `. */
  readonly rule: string;
}

export interface Problem {
  readonly rule: RowRule;
  readonly sentence: string;
  /** How many rows break it. */
  readonly count: number;
  /** The first of them. */
  readonly line: number;
}

/** What became of a file's rows: read = kept + dropped + quarantined + continuations. */
export interface OrdersReport {
  readonly read: number;
  readonly kept: number;
  readonly dropped: number;
  readonly quarantined: number;
  readonly continuations: number;
  /** How many rows break each rule; a row may break several. */
  readonly rules: Readonly<Partial<Record<RowRule, number>>>;
  /** The first few bad rows. */
  readonly examples: readonly BadRowExample[];
  readonly problems: readonly Problem[];
  /** Line breaks inside written values that became spaces. */
  readonly lineBreaksReplaced: number;
  /** The header's names that are not read. */
  readonly extraColumns: readonly string[];
  /** How the file was read; undefined where it was refused before its header was understood. */
  readonly reading: Reading | undefined;
}

export const NOTHING_READ: OrdersReport = {
  read: 0,
  kept: 0,
  dropped: 0,
  quarantined: 0,
  continuations: 0,
  rules: {},
  examples: [],
  problems: [],
  lineBreaksReplaced: 0,
  extraColumns: [],
  reading: undefined,
};
