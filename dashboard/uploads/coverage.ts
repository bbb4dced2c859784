import { sumOf } from '../decimal';
import type { CountedUpload } from './counted';
import type { Upload, UploadState } from './upload';

/** What the answers are of: sums over the uploads of one snapshot, so that they are the front page's own sums. Numbers are text. */
export interface Coverage {
  /** Uploads with orders that count. */
  readonly uploads: string;
  /** Orders that count, of how many that were read. An order that a later upload replaced is counted where it is replaced by. */
  readonly orders: string;
  readonly of: string;
  readonly amount: string;
  /** Orders left out, and rows that are no orders yet, by reason. */
  readonly leftOut: Readonly<Record<LeftOut, string>>;
  readonly repeated: string;
  readonly clashes: string;
  /** How many uploads are in each state. */
  readonly states: Readonly<Partial<Record<UploadState, number>>>;
}

export type LeftOut = 'dropped' | 'ambiguous' | 'otherCurrency' | 'quarantined';

export function coverageOf(uploads: readonly Upload[]): Coverage {
  const counted = uploads.flatMap(({ counted: row }) => (row ? [row] : []));
  const sum = (field: keyof CountedUpload) => sumOf(counted.map(row => row[field]));
  const leftOut = {
    dropped: sum('dropped'),
    ambiguous: sum('ambiguous'),
    otherCurrency: sum('otherCurrency'),
    quarantined: sumOf(uploads.map(({ record }) => record?.quarantined || '0')),
  };
  const orders = sum('orders');
  const states: Partial<Record<UploadState, number>> = {};
  for (const { state } of uploads) states[state] = (states[state] ?? 0) + 1;
  return {
    uploads: String(counted.filter(row => row.orders !== '0').length),
    orders,
    of: sumOf([orders, leftOut.dropped, leftOut.ambiguous, leftOut.otherCurrency]),
    amount: sum('amount'),
    leftOut,
    repeated: sum('repeated'),
    clashes: sum('clashes'),
    states,
  };
}
