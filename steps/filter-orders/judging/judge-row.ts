import { COLUMNS, type Column } from './columns';
import { parseDay } from './dates';
import type { DropRule } from './rule';

export type BadRowRule = 'bad-quoting' | 'nul-byte' | 'field-count' | 'empty-id' | 'empty-customer' | 'bad-amount' | 'bad-date';

/** A row that breaks the quoting rules has no fields. */
export interface Row {
  readonly badQuoting: boolean;
  /** As they came. */
  readonly fields: readonly string[];
}

export type Verdict =
  /** The five values, trimmed, in the order of `COLUMNS`. */
  | { readonly outcome: 'kept'; readonly values: readonly string[] }
  | { readonly outcome: 'dropped' }
  /** `column` and `value`, as it came, of what is wrong; both null where it is the row as a whole. */
  | {
      readonly outcome: 'bad';
      readonly rule: BadRowRule;
      readonly column: Column | null;
      readonly value: string | null;
      readonly reason: string;
    };

export interface Layout {
  /** The names as they came: a row has as many fields. */
  readonly names: readonly string[];
  /** Where each of the five columns is, in the order of `COLUMNS`. */
  readonly positions: readonly number[];
}

/** The one place that decides what becomes of a row. A row is judged before it is dropped: a bad one is bad whatever its status. */
export function judgeRow(row: Row, { names, positions }: Layout, drop: DropRule): Verdict {
  if (row.badQuoting) return badRow('bad-quoting', 'quotes open and close whole fields, and a quote inside them is doubled');
  if (row.fields.some(field => field.includes('\0'))) return badRow('nul-byte', 'the row holds a NUL character');
  if (row.fields.length !== names.length)
    return badRow('field-count', `the header has ${names.length} fields, the row has ${row.fields.length}`);

  const came = positions.map(position => row.fields[position] ?? '');
  const values = came.map(value => value.trim());
  for (const { rule, column, isGood, reason } of VALUE_RULES) {
    const index = COLUMNS.indexOf(column);
    if (!isGood(values[index] ?? '')) return { outcome: 'bad', rule, column, value: came[index] ?? '', reason };
  }
  return isDropped(values, drop) ? { outcome: 'dropped' } : { outcome: 'kept', values };
}

interface ValueRule {
  readonly rule: BadRowRule;
  readonly column: Column;
  /** Judges a trimmed value. */
  readonly isGood: (value: string) => boolean;
  readonly reason: string;
}

/** In the order in which a row is judged: the first that it breaks names it. */
const VALUE_RULES: readonly ValueRule[] = [
  { rule: 'empty-id', column: 'OrderID', isGood: value => value !== '', reason: 'an order has an id' },
  { rule: 'empty-customer', column: 'Customer', isGood: value => value !== '', reason: 'an order has a customer' },
  {
    rule: 'bad-amount',
    column: 'Amount',
    // At most 16 digits before the point and 2 behind it: whatever is kept casts to DECIMAL(18,2).
    isGood: value => /^-?[0-9]{1,16}(\.[0-9]{1,2})?$/.test(value),
    reason: 'an amount is a plain number like -1234.50: at most 16 digits, then at most 2 decimals',
  },
  {
    rule: 'bad-date',
    column: 'OrderDate',
    isGood: value => parseDay(value) !== undefined,
    reason: 'a date is a real day like 2025-04-21',
  },
];

function isDropped(values: readonly string[], { statuses, lastDay }: DropRule): boolean {
  const [, , , status = '', date = ''] = values;
  return statuses.has(status.toLowerCase()) && (parseDay(date) ?? Number.POSITIVE_INFINITY) <= lastDay;
}

function badRow(rule: BadRowRule, reason: string): Verdict {
  return { outcome: 'bad', rule, column: null, value: null, reason };
}
