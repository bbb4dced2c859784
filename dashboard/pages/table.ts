import type { Chart } from '../../queries/header';
import { isDecimal } from '../decimal';
import type { Column as WholeColumn } from '../executions/column';
import type { Cell, Result } from '../executions/result';
import { dateOf, monthOf, numberOf, shortDayOf } from './format';
import { EVERYONE, type Viewer } from './viewer';

export interface Column {
  /** As the query calls it. */
  readonly name: string;
  readonly label: string;
  readonly kind: ColumnKind;
  /** The columns of the page that it takes: two with bars beside its numbers. */
  readonly span: 1 | 2;
}

export type ColumnKind = 'number' | 'text' | 'month' | 'date';

/** A cell as it is shown. */
export interface TableCell {
  readonly kind: ColumnKind;
  /** As Athena gave it; null for NULL. */
  readonly text: string | null;
  /** In the viewer's language. */
  readonly shown: string;
  /** Text that needs more than one line on a narrow screen. */
  readonly isLong: boolean;
  /** Null in columns without bars; a bar without length where there is no number. */
  readonly bar: Bar | null;
  /** Where more is said of it. */
  readonly path: string | null;
}

/** Where a bar begins and how long it is, in percent of the room it has. */
export interface Bar {
  readonly start: string;
  readonly length: string;
  readonly negative: boolean;
  /** Where zero is, where some bars go to its left. */
  readonly zero: string | null;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly TableCell[])[];
}

export interface TableOptions {
  readonly chart?: Chart | null;
  /** The rows of the page. @default all */
  readonly rows?: Result['rows'];
  readonly viewer?: Viewer;
  /** Where the page of a customer is. @default nowhere */
  readonly customerPath?: ((name: string) => string) | null;
}

/**
 * A result as a table: values decide what is a number, and a bar chart is drawn beside its column. Kinds and the scale of the bars
 * come from the whole result, so that every page of it has the same.
 */
export function tableOf(
  result: Result,
  { chart = null, rows = result.rows, viewer = EVERYONE, customerPath = null }: TableOptions = {},
): Table {
  const { columns } = result;
  const kinds = kindsOf(result);
  const barColumn = chart?.kind === 'bar' ? columns.indexOf(chart.value) : -1;
  const bar = kinds[barColumn] === 'number' ? barScale(result.whole[barColumn]) : null;
  return {
    columns: columns.map((name, index) => ({
      name,
      label: labelOf(name),
      kind: kinds[index] ?? 'text',
      span: bar && index === barColumn ? 2 : 1,
    })),
    rows: rows.map(row =>
      columns.map((name, index) => {
        const text = row[index] ?? null;
        const kind = kinds[index] ?? 'text';
        return {
          kind,
          text,
          shown: text === null ? '' : shownOf(text, kind, viewer),
          isLong: kind === 'text' && text !== null && text.length > 16,
          bar: bar && index === barColumn ? bar(text) : null,
          path: name === 'customer' && text !== null && customerPath ? customerPath(text) : null,
        };
      }),
    ),
  };
}

/** What the whole result says of its columns, and which text columns are days or months, by the rows that are held. */
export function kindsOf({ columns, rows, whole }: Result): readonly ColumnKind[] {
  return columns.map((name, index) => {
    if (whole[index]?.kind === 'number') return 'number';
    const values = rows.flatMap(row => row[index] ?? []);
    if (values.length === 0 || !values.every(value => dateOf(value))) return 'text';
    return /month/i.test(name) && values.every(value => value.endsWith('-01')) ? 'month' : 'date';
  });
}

export function shownOf(text: string, kind: ColumnKind, viewer: Viewer): string {
  if (kind === 'number' && isDecimal(text)) return numberOf(text, viewer).text;
  if (kind === 'month') return monthOf(text, viewer, 'long');
  if (kind === 'date') return shortDayOf(text, viewer);
  return text;
}

/** `total_sales` → `Total sales`. */
export function labelOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Bars from a common zero, which moves to the right where numbers are negative. Null where there is nothing to compare. */
export function barScale(column: Pick<WholeColumn, 'least' | 'greatest'> | undefined): ((text: Cell) => Bar) | null {
  const low = Math.min(0, Number(column?.least ?? 0));
  const high = Math.max(0, Number(column?.greatest ?? 0));
  const span = high - low;
  if (span === 0 || !Number.isFinite(span)) return null;
  const zero = low < 0 ? percent(-low / span) : null;
  return text => {
    const number = text !== null && isDecimal(text) ? Number(text) : 0;
    return { start: percent((Math.min(number, 0) - low) / span), length: percent(Math.abs(number) / span), negative: number < 0, zero };
  };
}

/** 0.1234 → `12.34%`, for a coordinate in a drawing. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}
