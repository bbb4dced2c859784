import { parse } from 'csv-parse/sync';

/**
 * The fields of one row whose quoting is known to be right, as they came. csv-parse gets one row at a time, without its line end: told to find row
 * ends itself, it misreads files that mix them, and after a broken row it swallows the rest.
 */
export function parseRow(row: Uint8Array): readonly string[] {
  const rows: string[][] = parse(Buffer.from(row.buffer, row.byteOffset, row.byteLength), {
    record_delimiter: '\n',
    relax_quotes: true,
    relax_column_count: true,
  });
  return rows[0] ?? [''];
}
