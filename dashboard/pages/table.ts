import type { Chart } from '../../queries/header';
import { groupsOf } from '../decimal';
import type { ColumnKind, Column as WholeColumn } from '../executions/column';
import type { Result } from '../executions/result';

export interface Column {
  readonly label: string;
  readonly kind: ColumnKind;
}

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
export function tableOf({ columns, rows, whole }: Result, chart: Chart | null): Table {
  const kinds = whole.map(({ kind }) => kind);
  const barColumn = chart?.kind === 'bar' ? columns.indexOf(chart.value) : -1;
  const bar = barScale(kinds[barColumn] === 'number' ? whole[barColumn] : undefined);
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

/** `total_sales` → `Total sales`. */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Bars from a common zero, which moves to the right where numbers are negative. One scale for the whole column, whichever rows are shown. */
function barScale(column: WholeColumn | undefined): (text: string) => Bar | null {
  const low = Math.min(0, Number(column?.least ?? 0));
  const high = Math.max(0, Number(column?.greatest ?? 0));
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
