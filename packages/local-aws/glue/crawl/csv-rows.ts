import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { type Options, parse } from 'csv-parse';
import { errorCode } from '../../data-folder/error-code';

export interface DataFile {
  readonly path: string;
  readonly compression: 'none' | 'gzip';
  /** Bytes, as stored. */
  readonly size: number;
}

export interface Dialect {
  readonly delimiter: string;
  readonly quote?: string | undefined;
  /** Whether the quote is anywhere in the file, and means something. */
  readonly isQuoted: boolean;
}

/** In characters. A row larger than this is no row: most likely a quote was never closed. */
const LONGEST_ROW = 1024 * 1024;

/**
 * Reads rows as a stream until there are no more or `take` says that it has seen enough. Blank lines are no rows.
 * @returns whether it reached the end
 * @throws an error that `isUnreadable` knows when a quote never closes
 */
export async function eachRow(file: DataFile, dialect: Dialect, signal: AbortSignal, take: (row: string[]) => boolean): Promise<boolean> {
  const source = byteStream(file);
  try {
    // csv-parse knows quotes; where a file has none, splitting its lines is several times as fast.
    for await (const rows of dialect.isQuoted ? quotedRows(source, dialect) : plainRows(source, dialect.delimiter)) {
      signal.throwIfAborted();
      if (!rows.every(take)) return false;
    }
    return true;
  } finally {
    source.destroy();
  }
}

/** Whether an error says that a file's content, not the reading of it, is at fault. */
export function isUnreadable(error: unknown): boolean {
  const code = String(errorCode(error) ?? '');
  return code.startsWith('CSV_') || code.startsWith('Z_');
}

async function* quotedRows(source: Readable, dialect: Dialect): AsyncGenerator<string[][]> {
  const parser = parse(csvOptions(dialect));
  // An error of the source reaches the reader of the parser.
  pipeline(source, parser, () => {});
  for await (const row of parser) yield [row];
}

/** The rows of a source without quotes, chunk by chunk. */
export async function* plainRows(source: Readable, delimiter: string): AsyncGenerator<string[][]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let isStart = true;
  for await (const chunk of source) {
    const decoded = decoder.write(chunk);
    const text = isStart ? decoded.replace(/^\uFEFF/, '') : rest + decoded;
    isStart &&= decoded === '';
    // A CR at the end of a chunk may be the first half of a CRLF.
    const lines = text.includes('\r') ? text.split(/\r\n|\n|\r(?!$)/) : text.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_ROW) throw Object.assign(new Error('A line is too long to be a row'), { code: 'CSV_MAX_RECORD_SIZE' });
    yield rowsOf(lines, delimiter);
  }
  yield rowsOf([rest.replace(/\r$/, '')], delimiter);
}

function rowsOf(lines: readonly string[], delimiter: string): string[][] {
  return lines.filter(line => line !== '').map(line => line.split(delimiter));
}

export function csvOptions({ delimiter, quote }: Pick<Dialect, 'delimiter' | 'quote'>): Options {
  return {
    delimiter,
    quote: quote ?? false,
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  };
}

export function byteStream({ path, compression }: DataFile): Readable {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  return compression === 'none' ? file : pipeline(file, createGunzip(), () => {});
}
