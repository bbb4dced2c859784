import type { Result } from '../executions/result';

/** A row of the query `uploads`: what the snapshot holds of one upload. Numbers are text, as Athena gave them. */
export interface CountedUpload {
  /** `2026-11-22T19:00:00Z raw/orders.csv`; empty for outputs without a record. */
  readonly upload: string;
  readonly shop: string;
  readonly source: string;
  readonly rows: string;
  /** Orders that count. */
  readonly orders: string;
  readonly replaced: string;
  /** The latest upload that replaced one of them; empty for none. */
  readonly replacedBy: string;
  readonly dropped: string;
  readonly ambiguous: string;
  readonly otherCurrency: string;
  /** Rows beyond the first of an order that counts. */
  readonly repeated: string;
  readonly clashes: string;
  readonly clashesWith: string;
  readonly amount: string;
  readonly firstDay: string;
  readonly lastDay: string;
}

const COLUMNS = {
  upload: 'upload',
  shop: 'shop',
  source: 'source',
  rows: 'row_count',
  orders: 'orders',
  replaced: 'replaced',
  replacedBy: 'replaced_by',
  dropped: 'dropped',
  ambiguous: 'ambiguous',
  otherCurrency: 'other_currency',
  repeated: 'repeated',
  clashes: 'clashes',
  clashesWith: 'clashes_with',
  amount: 'amount',
  firstDay: 'first_day',
  lastDay: 'last_day',
} as const satisfies Record<keyof CountedUpload, string>;

/** Of these NULL means none. */
const COUNTS = new Set(['row_count', 'orders', 'replaced', 'dropped', 'ambiguous', 'other_currency', 'repeated', 'clashes']);

/** Undefined where the result is not the query's: a column that the sums need is missing. */
export function countedUploads({ columns, rows }: Result): readonly CountedUpload[] | undefined {
  if (!['upload', 'orders', 'amount'].every(name => columns.includes(name))) return undefined;
  return rows.map(row => {
    const cell = (name: string) => row[columns.indexOf(name)] ?? (COUNTS.has(name) ? '0' : '');
    const text = (field: keyof CountedUpload) => cell(COLUMNS[field]);
    return {
      upload: text('upload'),
      shop: text('shop'),
      source: text('source'),
      rows: text('rows'),
      orders: text('orders'),
      replaced: text('replaced'),
      replacedBy: text('replacedBy'),
      dropped: text('dropped'),
      ambiguous: text('ambiguous'),
      otherCurrency: text('otherCurrency'),
      repeated: text('repeated'),
      clashes: text('clashes'),
      clashesWith: text('clashesWith'),
      amount: text('amount') || '0',
      firstDay: text('firstDay'),
      lastDay: text('lastDay'),
    };
  });
}
