import type { Chart } from '../../queries/header';
import type { Cell, Result } from '../executions/result';
import { groupsOf, isDecimal } from './decimal';

export interface Column {
  readonly label: string;
  readonly kind: ColumnKind;
}

export type ColumnKind = 'number' | 'text';

/** A cell as it is shown. `groups` are the pieces of a number, see `groupsOf`; `text` is null for NULL. */
export interface TableCell {
  readonly text: string | null;
  /** Text that needs more than one line on a narrow screen. */
  readonly isLong: boolean;
  readonly groups: readonly string[] | null;
  readonly bar: Bar | null;
}

/** Where a bar begins and how long it is, in percent of the room it has. */
export interface Bar {
  readonly start: string;
  readonly length: string;
  readonly negative: boolean;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** A result as a table: numbers are told from text by their values, and a bar chart is drawn into its column. */
export function tableOf({ columns, rows }: Result, chart: Chart | null): Table {
  const kinds = columns.map((name, index) =>
    kindOf(
      name,
      rows.map(row => row[index] ?? null),
    ),
  );
  const barColumn = chart?.kind === 'bar' ? columns.indexOf(chart.value) : -1;
  const bar = barScale(kinds[barColumn] === 'number' ? rows.map(row => row[barColumn] ?? null) : []);
  return {
    columns: columns.map((name, index) => ({ label: labelOf(name), kind: kinds[index] ?? 'text' })),
    rows: rows.map(row =>
      columns.map((_, index) => {
        const text = row[index] ?? null;
        const kind = kinds[index] ?? 'text';
        return {
          text,
          isLong: text !== null && text.length > 16,
          groups: kind === 'number' && text !== null ? groupsOf(text) : null,
          bar: index === barColumn && text !== null ? bar(text) : null,
        };
      }),
    ),
  };
}

/** A column of numbers has nothing else in it. What identifies something (`order_id`, `year`) is text, whatever its digits. */
export function kindOf(name: string, cells: readonly Cell[]): ColumnKind {
  if (/(^|_|order|customer)(id|year)$/i.test(name)) return 'text';
  const values = cells.filter(cell => cell !== null);
  return values.length > 0 && values.every(isDecimal) ? 'number' : 'text';
}

/** `total_sales` → `Total sales`. */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Bars from a common zero, which moves to the right where numbers are negative. */
function barScale(cells: readonly Cell[]): (text: string) => Bar | null {
  const numbers = cells.map(Number);
  const low = numbers.reduce((least, number) => Math.min(least, number), 0);
  const high = numbers.reduce((most, number) => Math.max(most, number), 0);
  const span = high - low;
  if (span === 0) return () => null;
  return text => {
    const number = Number(text);
    return {
      start: percent((Math.min(number, 0) - low) / span),
      length: percent(Math.abs(number) / span),
      negative: number < 0,
    };
  };
}

/** 0.1234 → `12.34%`, for a coordinate in a drawing. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}
