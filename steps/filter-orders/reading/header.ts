import { NotUtf8 } from '../file-errors';
import { RowScanner, type RowSpan } from './row-scanner';
import { splitRow } from './split-row';
import type { TextWindow } from './text-window';

/** The file's first row, as one delimiter splits it. */
export interface HeaderRow {
  readonly delimiter: string;
  /** As they were received; none where the quoting is broken. */
  readonly names: readonly string[];
  /** The row as it stands in the file. */
  readonly text: string;
  readonly line: number;
  /** Stands behind the header. */
  readonly scanner: RowScanner;
}

/** In the order in which they are tried. */
const DELIMITERS = [',', ';', '\t', '|'];

/** `sep=;`, which Excel takes for itself, as the whole first line. */
const SEPARATOR_LINE = /^("?)sep=(\\t|[\t -~])\1$/i;

/**
 * Finds the header and the delimiter: the one that the first line declares, else the one under which the header fits a source. One delimiter is tried
 * beside the other, since where the header ends depends on it.
 */
export class HeaderReader {
  private candidates: Candidate[];
  private isFirstRow = true;

  constructor(
    private readonly window: TextWindow,
    private readonly maxRowBytes: number,
    /** Whether all needed columns are among the names. */
    private readonly fits: (names: readonly string[]) => boolean,
  ) {
    this.candidates = DELIMITERS.map(delimiter => this.candidate(delimiter));
  }

  /** Text before this position is not needed any more. */
  get keepFrom(): number {
    return Math.min(...this.candidates.map(({ scanner, row }) => (row ? row.start : scanner.keepFrom)));
  }

  resume(start: number): void {
    for (const { scanner } of this.candidates) scanner.resume(start, 0);
  }

  lineAt(position: number): number {
    const [first] = this.candidates;
    return first?.row ? first.row.line : (first?.scanner.lineAt(position) ?? 1);
  }

  /**
   * The header, whole before `limit`; undefined where it is not or where the file has none. A header that fits no source is the row that is split
   * the most. `last`: the text ends at `limit`. Throws NotUtf8 for a NUL in the header, and RowTooLarge.
   */
  next(limit: number, last: boolean): HeaderRow | undefined {
    for (const candidate of this.candidates) this.advance(candidate, limit, last);
    if (this.isFirstRow && this.takeSeparatorLine()) return this.next(limit, last);
    this.refuseNul(limit);
    const known = this.candidates.flatMap(candidate => (candidate.row ? [{ ...candidate, row: candidate.row }] : []));
    if (known.length === 0) return undefined;
    this.isFirstRow = false;
    const fitting = known.filter(({ row }) => this.fits(row.names));
    const onOneLine = fitting.filter(({ row }) => !/[\r\n]/.test(row.text));
    // A header that is still open in a quote under another delimiter is waited for only where none on one line fits.
    if (onOneLine.length === 0 && known.length < this.candidates.length) return undefined;
    const chosen = mostNames([onOneLine, fitting, known].find(group => group.length > 0) ?? known);
    return chosen && this.withoutNul(chosen);
  }

  private candidate(delimiter: string, start = 0, line = 1): Candidate {
    const scanner = new RowScanner(this.window, this.maxRowBytes, delimiter.charCodeAt(0));
    if (start > 0) scanner.resume(start, line - 1);
    return { delimiter, scanner, row: undefined, isBehindRows: false };
  }

  /** Looks for the first row that has any text. */
  private advance(candidate: Candidate, limit: number, last: boolean): void {
    while (!candidate.row) {
      const span = candidate.scanner.next(limit, last);
      if (!span) return;
      const row = this.split(span, candidate.delimiter);
      if (row.isBadQuoting || row.names.some(name => name.trim() !== '')) candidate.row = row;
      else candidate.isBehindRows = true;
    }
  }

  private split({ start, end, line, badQuoting }: RowSpan, delimiter: string): SplitRow {
    const text = this.window.bytes.subarray(start - this.window.base, end - this.window.base).toString('utf8');
    return { start, line, text, isBadQuoting: badQuoting, names: badQuoting ? [] : splitRow(text, delimiter) };
  }

  /** A line `sep=X` decides the delimiter; the header is the row below. */
  private takeSeparatorLine(): boolean {
    const [first] = this.candidates;
    const declared = first?.row && SEPARATOR_LINE.exec(first.row.text)?.[2];
    if (declared === undefined || !first?.row || declared === '"' || first.isBehindRows) return false;
    const candidate = this.candidate(declared === '\\t' ? '\t' : declared, first.row.start, first.row.line);
    candidate.scanner.next(first.scanner.start, false);
    this.candidates = [candidate];
    this.isFirstRow = false;
    return true;
  }

  /** UTF-16 without a byte order mark has NULs everywhere. A NUL behind the first line of an open quote may be no part of the header. */
  private refuseNul(limit: number): void {
    const [first] = this.candidates;
    if (!first || first.row) return;
    const { start } = first.scanner;
    const text = this.window.bytes.subarray(start - this.window.base, limit - this.window.base);
    const nul = text.indexOf(0);
    if (nul < 0 || /[\r\n]/.test(text.subarray(0, nul).toString('latin1'))) return;
    throw new NotUtf8(first.scanner.lineAt(start + nul), start + nul, LOOKS_LIKE_UTF16);
  }

  private withoutNul({ delimiter, scanner, row }: Candidate & { readonly row: SplitRow }): HeaderRow {
    const nul = row.text.indexOf('\0');
    if (nul >= 0) {
      const before = row.text.slice(0, nul);
      const offset = row.start + Buffer.byteLength(before);
      throw new NotUtf8(row.line + (before.match(/\r\n|\r|\n/g)?.length ?? 0), offset, LOOKS_LIKE_UTF16);
    }
    return { delimiter, scanner, names: row.names, text: row.text, line: row.line };
  }
}

const MAX_ROWS_BELOW = 100;

/** The line of a row behind `start` that fits, among the rows that are whole before `limit`; undefined where there is none. */
export function findHeaderBelow(
  window: TextWindow,
  { start, line }: { readonly start: number; readonly line: number },
  limit: number,
  maxRowBytes: number,
  fits: (names: readonly string[]) => boolean,
): number | undefined {
  const lines = DELIMITERS.flatMap(delimiter => {
    const scanner = new RowScanner(window, maxRowBytes, delimiter.charCodeAt(0));
    scanner.resume(start, line - 1);
    for (let row = 0; row < MAX_ROWS_BELOW && scanner.start < limit; row++) {
      const span = nextOrNone(scanner, limit);
      if (!span) return [];
      const text = window.bytes.subarray(span.start - window.base, span.end - window.base).toString('utf8');
      if (!span.badQuoting && fits(splitRow(text, delimiter))) return [span.line];
    }
    return [];
  });
  return lines.length > 0 ? Math.min(...lines) : undefined;
}

function nextOrNone(scanner: RowScanner, limit: number): RowSpan | undefined {
  try {
    return scanner.next(limit, false);
  } catch {
    return undefined;
  }
}

const LOOKS_LIKE_UTF16 = 'It looks like UTF-16 without a byte order mark: save as "CSV UTF-8", or upload with --encoding utf-16le';

interface SplitRow {
  readonly start: number;
  readonly line: number;
  readonly text: string;
  readonly names: readonly string[];
  readonly isBadQuoting: boolean;
}

interface Candidate {
  readonly delimiter: string;
  readonly scanner: RowScanner;
  row: SplitRow | undefined;
  /** Whether rows of empty fields stand above. */
  isBehindRows: boolean;
}

function mostNames<T extends { readonly row: SplitRow }>(candidates: readonly T[]): T | undefined {
  const most = Math.max(...candidates.map(({ row }) => row.names.length));
  return candidates.find(({ row }) => row.names.length === most);
}
