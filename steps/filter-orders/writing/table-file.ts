import type { TableFormat } from '../../../pipeline/table-format';

/** Makes one file of a table out of the lines of a processed file, header included. A block is the receiver's to keep. */
export interface TableFile {
  readonly contentType: string;
  write(block: Uint8Array): void;
  /** Hands on what is left. */
  end(): void;
}

export type TableFileMaker = (receive: (block: Uint8Array) => void) => TableFile;

/** How the files of a format are written. The library for Parquet is loaded only if it is needed. */
export async function tableFileMaker(format: TableFormat): Promise<TableFileMaker> {
  if (format === 'csv') return csvFile;
  const { ParquetRows } = await import('./parquet-rows');
  return receive => {
    const rows = new ParquetRows(receive);
    return { contentType: 'application/vnd.apache.parquet', write: block => rows.write(block), end: () => rows.finish() };
  };
}

export function csvFile(receive: (block: Uint8Array) => void): TableFile {
  return { contentType: 'text/csv; charset=utf-8', write: receive, end: () => {} };
}
