import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { type Column, createColumn } from './column';
import { inTurns } from './in-turns';

/** A cell of an Athena result: null where the query gave NULL, which Athena writes as nothing, without quotes. */
export type Cell = string | null;
export type Row = readonly Cell[];

/** The beginning of a result, and what is known of the whole. */
export interface Result {
  /** Names, as the query gives them. */
  readonly columns: readonly string[];
  /** The first rows, long cells shortened. */
  readonly rows: readonly Row[];
  /** The file has more rows than these. */
  readonly cut: boolean;
  /** Cells of `rows` are shortened. */
  readonly isShortened: boolean;
  /** How many rows the file has. */
  readonly total: number;
  /** In all cells of `rows`. */
  readonly characters: number;
  /** What is known of each column out of all rows. */
  readonly whole: readonly Column[];
}

export interface ResultLimits {
  readonly rows: number;
  /** Characters in all cells together. */
  readonly characters: number;
}

/** What the process remembers of one result's rows, for pages that sort and search them. What is known of the whole is small. */
export const REMEMBERED: ResultLimits = { rows: 50_000, characters: 8 * 1024 * 1024 };

/** Reads an Athena result file to its end, in the memory of `limits`. */
export async function readResult(file: Readable, limits = REMEMBERED): Promise<Result> {
  return collect(resultRows(file), limits);
}

/** A result of rows that are there already, the header apart. */
export function resultOf(columns: readonly string[], rows: readonly Row[]): Result {
  const collectors = columns.map(createColumn);
  for (const row of rows) for (const [index, collector] of collectors.entries()) collector.add(row[index] ?? null);
  return {
    columns,
    rows,
    cut: false,
    isShortened: false,
    total: rows.length,
    characters: rows.reduce((sum, row) => sum + lengthOf(row), 0),
    whole: collectors.map(({ column }) => column()),
  };
}

async function collect(source: AsyncIterable<Row>, limits: ResultLimits): Promise<Result> {
  let columns: readonly string[] | undefined;
  let collectors: ReturnType<typeof createColumn>[] = [];
  const rows: Row[] = [];
  let characters = 0;
  let total = 0;
  let isShortened = false;
  for await (const row of source) {
    if (!columns) {
      columns = row.map(cell => cell ?? '');
      collectors = columns.map(createColumn);
      continue;
    }
    total += 1;
    for (const [index, collector] of collectors.entries()) collector.add(row[index] ?? null);
    const isNext = rows.length === total - 1 && rows.length < limits.rows;
    const shortened = isNext ? row.map(shorten) : [];
    if (!isNext || (rows.length > 0 && characters + lengthOf(shortened) > limits.characters)) continue;
    rows.push(shortened);
    isShortened ||= shortened.some((cell, index) => cell !== row[index]);
    characters += lengthOf(shortened);
  }
  const whole = collectors.map(({ column }) => column());
  return { columns: columns ?? [], rows, cut: rows.length < total, isShortened, total, characters, whole };
}

/** Characters of a cell that pages show, sort and search. */
const MOST_CHARACTERS = 4000;

/** A longer cell as its beginning, and a digest of the whole: two that begin alike stay two. The files of a result have the whole. */
function shorten(cell: Cell): Cell {
  if (cell === null || cell.length <= MOST_CHARACTERS) return cell;
  return `${cell.slice(0, MOST_CHARACTERS)}… ${createHash('sha256').update(cell).digest('base64url')}`;
}

function lengthOf(row: Row): number {
  return row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
}

/** Every row of an Athena result file, the header first. */
export async function* resultRows(file: Readable): AsyncGenerator<Cell[]> {
  const parser = parse({
    relax_column_count: true,
    record_delimiter: ['\n', '\r\n'],
    cast: (value, { quoting }) => (value === '' && !quoting ? null : value),
  });
  const pieces = Readable.from(inTurns(file), { objectMode: false });
  pieces.on('error', error => parser.destroy(error));
  try {
    for await (const row of pieces.pipe(parser)) yield row;
  } finally {
    pieces.destroy();
    file.destroy();
  }
}
