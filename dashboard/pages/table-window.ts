import { z } from 'zod';
import { compareDecimals, isDecimal } from '../decimal';
import type { Cell, Result, Row } from '../executions/result';
import { countOf } from './format';
import { sortedSlice } from './sorted-slice';
import { type ColumnKind, kindsOf, type Table, type TableOptions, tableOf } from './table';
import { EVERYONE, type Viewer } from './viewer';

/** How a table is looked at, as its address says: sorted by a column, only the rows with a text in them, a page. */
export const tableQuery = z.object({
  sort: z.string().max(500).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
  q: z.string().max(500).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1_000_000).optional().catch(undefined),
});

export type TableQuery = z.infer<typeof tableQuery>;

export const ROWS_PER_PAGE = 50;

/** A page of a table, with everything that changes how it is looked at as a link or a form. */
export interface TableWindow {
  readonly table: Table;
  readonly headings: readonly Heading[];
  readonly search: {
    readonly action: string;
    readonly text: string;
    readonly kept: readonly { readonly name: string; readonly value: string }[];
  };
  /** `51 to 100 of 20,000 rows`. */
  readonly size: string;
  readonly isFiltered: boolean;
  /** Where all rows are again. */
  readonly clearPath: string;
  readonly previousPath: string | null;
  readonly nextPath: string | null;
  readonly pages: string;
}

export interface Heading {
  readonly label: string;
  readonly kind: ColumnKind;
  readonly span: 1 | 2;
  readonly path: string;
  readonly sorted: 'ascending' | 'descending' | null;
  /** What following the link does, for people who do not see the arrow. */
  readonly hint: string;
}

export interface WindowOptions extends Omit<TableOptions, 'rows'> {
  readonly query: TableQuery;
  /** The path of the page that shows this result alone. */
  readonly path: string;
}

export function windowOf(result: Result, { query, path, viewer = EVERYONE, ...options }: WindowOptions): TableWindow {
  const kinds = kindsOf(result);
  const sortAt = query.sort === undefined ? -1 : result.columns.indexOf(query.sort);
  const descending = query.order === 'desc';
  const found = rowsWith(result.rows, query.q ?? '', viewer);
  const pages = Math.max(1, Math.ceil(found.length / ROWS_PER_PAGE));
  const page = Math.min(query.page ?? 1, pages);
  const start = (page - 1) * ROWS_PER_PAGE;
  const end = start + ROWS_PER_PAGE;
  const compare = orderBy(sortAt, kinds[sortAt] ?? 'text', descending, viewer);
  const rows = sortAt === -1 ? found.slice(start, end) : sortedSlice(found, compare, start, end);
  const table = tableOf(result, { ...options, viewer, rows });
  const at = (change: TableQuery) => addressOf(path, { ...query, page: undefined, ...change });
  return {
    table,
    headings: table.columns.map(({ name, label, kind, span }, index) => {
      const sorted = index !== sortAt ? null : descending ? 'descending' : 'ascending';
      // Of numbers people look for the largest first.
      const order = sorted === 'descending' ? 'asc' : sorted === 'ascending' || kind === 'number' ? 'desc' : 'asc';
      return { label, kind, span, sorted, path: at({ sort: name, order }), hint: order === 'asc' ? 'sort ascending' : 'sort descending' };
    }),
    search: {
      action: path,
      text: query.q ?? '',
      kept: [
        ...(query.sort !== undefined ? [{ name: 'sort', value: query.sort }] : []),
        ...(query.order !== undefined ? [{ name: 'order', value: query.order }] : []),
      ],
    },
    size: sizeOf({ result, found: found.length, start, shown: rows.length, isFiltered: Boolean(query.q) }, viewer),
    isFiltered: Boolean(query.q),
    clearPath: at({ q: undefined }),
    previousPath: page > 1 ? at({ page: page - 1 }) : null,
    nextPath: page < pages ? at({ page: page + 1 }) : null,
    pages: pages > 1 ? `Page ${countOf(page, viewer)} of ${countOf(pages, viewer)}` : '',
  };
}

/** The address of a table as it is looked at. */
export function addressOf(path: string, query: TableQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
}

/** Rows with the text in one of their cells, upper or lower case alike. */
function rowsWith(rows: Result['rows'], text: string, { locale }: Viewer): Result['rows'] {
  const wanted = text.trim().toLocaleLowerCase(locale);
  if (wanted === '') return rows;
  return rows.filter(row => row.some(cell => cell?.toLocaleLowerCase(locale).includes(wanted)));
}

/** Ties keep the order of the result; NULL is last either way. */
function orderBy(at: number, kind: ColumnKind, descending: boolean, { locale }: Viewer): (a: Row, b: Row) => number {
  const collator = new Intl.Collator(locale, { numeric: true });
  const compare = (a: string, b: string) => (kind === 'number' ? compareNumbers(a, b) : compareTexts(collator, a, b));
  return (a, b) => {
    const [left, right]: [Cell, Cell] = [a[at] ?? null, b[at] ?? null];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return (descending ? -1 : 1) * compare(left, right);
  };
}

/** Characters that a language puts in order. Texts that begin with the same are in the order of their code points. */
const MOST_COLLATED = 200;

function compareTexts(collator: Intl.Collator, a: string, b: string): number {
  if (a.length <= MOST_COLLATED && b.length <= MOST_COLLATED) return collator.compare(a, b);
  const order = collator.compare(a.slice(0, MOST_COLLATED), b.slice(0, MOST_COLLATED));
  return order !== 0 ? order : Number(a > b) - Number(a < b);
}

/** What is no number, as NaN, stands below all numbers. */
function compareNumbers(a: string, b: string): number {
  return isDecimal(a) && isDecimal(b) ? compareDecimals(a, b) : Number(isDecimal(a)) - Number(isDecimal(b));
}

interface Size {
  readonly result: Result;
  readonly found: number;
  readonly start: number;
  readonly shown: number;
  readonly isFiltered: boolean;
}

function sizeOf({ result, found, start, shown, isFiltered }: Size, viewer: Viewer): string {
  const count = (number: number) => countOf(number, viewer);
  const rows = found === 1 ? 'row' : 'rows';
  const part = shown < found ? `${count(start + 1)} to ${count(start + shown)} of ${count(found)} ${rows}` : `${count(found)} ${rows}`;
  const cut = result.cut ? ` of the first ${count(result.rows.length)} of ${count(result.total)}; the download has all` : '';
  return isFiltered ? `${part} found${cut}` : `${part}${cut}`;
}
