import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';

/** A cell of an Athena result: null where the query gave NULL, which Athena writes as nothing, without quotes. */
export type Cell = string | null;

export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** The file has more rows than these. */
  readonly cut: boolean;
}

export interface ResultLimits {
  readonly rows: number;
  /** Characters in all cells together. */
  readonly characters: number;
}

/** What a page shows and the process remembers of one result. The download has the whole. */
export const SHOWN: ResultLimits = { rows: 1000, characters: 512 * 1024 };

/** The beginning of an Athena result file. */
export async function readResult(file: Readable, limits = SHOWN): Promise<Result> {
  let columns: readonly string[] | undefined;
  const rows: Cell[][] = [];
  let characters = 0;
  for await (const row of resultRows(file)) {
    if (!columns) {
      columns = row.map(cell => cell ?? '');
      continue;
    }
    characters += row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    // Leaving the loop destroys the parser; the rest of the object is not read.
    if (rows.length === limits.rows || (characters > limits.characters && rows.length > 0)) return { columns, rows, cut: true };
    rows.push(row);
  }
  return { columns: columns ?? [], rows, cut: false };
}

/** Every row of an Athena result file, the header first. */
export async function* resultRows(file: Readable): AsyncGenerator<Cell[]> {
  const parser = parse({ relax_column_count: true, cast: (value, { quoting }) => (value === '' && !quoting ? null : value) });
  file.on('error', error => parser.destroy(error));
  try {
    for await (const row of file.pipe(parser)) yield row;
  } finally {
    file.destroy();
  }
}
