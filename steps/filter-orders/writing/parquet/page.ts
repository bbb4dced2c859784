import type { Statistics } from 'hyparquet';

/** One column of a row group as Parquet lays it out: a dictionary where one is worth it, and one page. */
export interface EncodedColumn {
  /** The values, each once, in the form PLAIN. */
  readonly dictionary?: { readonly bytes: Uint8Array; readonly count: number } | undefined;
  /** Which rows have a value, in the form RLE; absent in a column where all have. */
  readonly levels?: Uint8Array | undefined;
  /** In the form PLAIN, or, with a dictionary, RLE_DICTIONARY. Valid until the column is written to again. */
  readonly values: Uint8Array;
  readonly statistics: Statistics;
}
