import * as z from 'zod';
import { COLUMNS, type Column } from './columns';

/** The name of the object's metadata that holds an upload's settings (`x-amz-meta-reading`). */
export const SETTINGS_METADATA = 'reading';
/** Bytes: S3 takes 2 KB of user metadata in all. */
export const MAX_SETTINGS_BYTES = 1800;

export const DATE_ORDERS = ['day-first', 'month-first', 'year-first'] as const;
export const DECIMALS = ['.', ','] as const;
export const ROW_MODES = ['orders', 'lines', 'first-line'] as const;

export type DateOrder = (typeof DATE_ORDERS)[number];
export type Decimal = (typeof DECIMALS)[number];
export type RowMode = (typeof ROW_MODES)[number];

const text = z.string().trim().min(1).max(200);

/** What an upload says of how it is to be read. It beats what the source says. */
export const UploadSettings = z.strictObject({
  /** The name of a file in `sources/`. */
  source: text.optional(),
  shop: z.string().trim().max(200).optional(),
  /** Our column → the header's name. */
  columns: z.partialRecord(z.enum(COLUMNS), text).optional(),
  dateOrder: z.enum(DATE_ORDERS).optional(),
  decimal: z.enum(DECIMALS).optional(),
  /** A label that TextDecoder knows. */
  encoding: text.optional(),
  rows: z.enum(ROW_MODES).optional(),
  /** ISO 4217, such as `EUR`. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'expected three capital letters, such as EUR')
    .optional(),
});

export type UploadSettings = z.infer<typeof UploadSettings>;

/** How an upload was read: in its record and manifest. */
export interface Reading {
  readonly source: string;
  readonly shop: string;
  /** The header's name or names from which each value was taken; null for Status where the file has none. */
  readonly columns: Readonly<Partial<Record<Column, string | null>>>;
  readonly compression: 'gzip' | null;
  /** A label of TextDecoder: `utf-8`, `utf-16le`, `windows-1252`. */
  readonly encoding: string;
  readonly delimiter: string;
  readonly dateOrder: DateOrder | null;
  readonly decimal: Decimal | null;
  /** An ISO code, or a sign that stands for several (`$`); null where the file shows none. */
  readonly currency: string | null;
  readonly rows: RowMode | null;
  /** Amounts that had more than two decimals. */
  readonly rounded: number;
  /** Rows below an order that only continue it. */
  readonly continuations: number;
  /** The settings of the upload. */
  readonly settings: UploadSettings;
}

/** `raw/shop=berlin/2026-11.csv` → `berlin`. Other folders say nothing. The last one counts. */
export function shopOfKey(key: string): string {
  const folders = key.split('/').slice(1, -1);
  return folders.findLast(folder => folder.startsWith('shop='))?.slice('shop='.length) ?? '';
}
