import { RowTooLarge } from '../file-errors';
import type { TextWindow } from './text-window';
import { whiteSpaceLength } from './white-space';

/** A row as it lies in the file, from `start` to `end` (without its line end), beginning on physical line `line`. */
export interface RowSpan {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** It breaks the quoting rules, and is only its first line. */
  readonly badQuoting: boolean;
}

/** `white-start`: white space that is no blank begins the field, so that a quote may not follow. */
type State = 'field-start' | 'white-start' | 'unquoted' | 'quoted' | 'quote-in-quoted' | 'after-quote' | 'bad-quoting';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Finds where each row begins and ends, by RFC 4180, one byte at a time and across chunks; blank lines are passed over. Blanks and tabs may stand before
 * an opening and behind a closing quote.
 *
 * A quote that never closes is known only at the end of the file, or 1 MiB further on. The row is then its first line, and reading resumes on the
 * second, whose end may be inside a quote again. Outside of a quote a line break ends a row, so a scan that has come far was inside a quote at
 * each line break on its way, and a later row that is inside a quote at one of them will see just what that scan has seen: it goes on from where
 * that scan stood. So no byte is scanned more than twice, however many stray quotes there are.
 */
export class RowScanner {
  /** Where the next row begins, and on which line. The fast path moves both. */
  start = 0;
  line = 1;

  /** How far the scan of the row at `start` has come, and in which state. */
  private at = 0;
  private state: State = 'field-start';
  private fieldStart = 0;
  /** The row's first line break, inside a quote; -1 before it. */
  private firstBreak = -1;
  /** The last row ended with CR: an LF that follows at once belongs to it. */
  private afterCarriageReturn = false;
  /** Where a scan stood when its row turned out to be bad. */
  private abandoned: { readonly at: number; readonly state: State; readonly fieldStart: number } = {
    at: 0,
    state: 'quoted',
    fieldStart: 0,
  };

  constructor(
    private readonly window: TextWindow,
    private readonly maxRowBytes: number,
    /** The byte that parts fields. */
    private readonly delimiter: number,
  ) {}

  /** Text before this position is not needed any more: all of a row is, but not the white space of an endless blank line. */
  get keepFrom(): number {
    return this.isBlank() && this.at - this.start > this.maxRowBytes ? this.at : this.start;
  }

  /** Goes on at `start` with a new row, `lines` further down. */
  resume(start: number, lines: number): void {
    this.start = start;
    this.line += lines;
    this.at = start;
    this.state = 'field-start';
    this.fieldStart = start;
    this.firstBreak = -1;
  }

  /** Whether no byte of the row at `start` has been looked at, so that someone else may read it. */
  isAtRowStart(): boolean {
    if (this.at !== this.start) return false;
    if (this.afterCarriageReturn && this.start < this.window.valid) this.passLineFeed();
    return !this.afterCarriageReturn;
  }

  /** The next row that is complete before `limit`, or undefined. `last`: the text ends at `limit`. Throws RowTooLarge. */
  next(limit: number, last: boolean): RowSpan | undefined {
    const { window } = this;
    while (this.at < limit) {
      const { bytes, base } = window;
      const byte = bytes[this.at - base] ?? 0;
      const isBreak = byte === LF || byte === CR;
      if (this.afterCarriageReturn) {
        this.passLineFeed();
        continue;
      }
      if (isBreak && this.isBlank()) {
        this.endAt(this.at, 1, byte);
        continue;
      }
      if (this.isPastLimit(isBreak)) {
        const white = this.isBlank() ? whiteSpaceLength(bytes, this.at - base) : 0;
        if (white === 0) return this.refuseLength();
        this.at += white;
        continue;
      }
      if (isBreak && this.state !== 'quoted') return this.finish(byte);
      this.step(byte, bytes, this.at - base);
      if (this.state === 'bad-quoting' && this.firstBreak >= 0) return this.abandon();
    }
    return last ? this.lastRow() : undefined;
  }

  /** The line on which position `at` lies; `at` is not before `start`. */
  lineAt(at: number): number {
    const { bytes, base } = this.window;
    return this.line + countLineBreaks(bytes.subarray(this.keepFrom - base, at - base), this.afterCarriageReturn);
  }

  /** The LF of a CRLF whose CR has ended the row before. */
  private passLineFeed(): void {
    this.afterCarriageReturn = false;
    const { bytes, base } = this.window;
    if (bytes[this.start - base] === LF) this.resume(this.start + 1, 0);
  }

  /** Whether the byte at `at` makes the row too long: one that ends the row, or its first line, may stand behind the limit. */
  private isPastLimit(isBreak: boolean): boolean {
    const over = this.at - this.start - this.maxRowBytes;
    return over > 0 || (over === 0 && !(isBreak && (this.state !== 'quoted' || this.firstBreak < 0)));
  }

  private refuseLength(): RowSpan {
    if (this.firstBreak >= 0) return this.abandon();
    throw new RowTooLarge(this.line, this.maxRowBytes);
  }

  private step(byte: number, bytes: Uint8Array, index: number): void {
    const at = this.at++;
    switch (this.state) {
      case 'field-start':
      case 'white-start':
        if (byte === this.delimiter) this.startField();
        else if (byte === QUOTE) this.state = this.state === 'field-start' ? 'quoted' : 'bad-quoting';
        else if (!isSpaceOrTab(byte)) this.state = this.passWhiteSpace(bytes, index) ? 'white-start' : 'unquoted';
        return;
      case 'unquoted':
        if (byte === this.delimiter) this.startField();
        return;
      case 'quoted':
        if (byte === QUOTE) this.state = 'quote-in-quoted';
        else if ((byte === LF || byte === CR) && this.firstBreak < 0) this.breakInQuote(at);
        return;
      case 'quote-in-quoted':
      case 'after-quote':
        if (byte === this.delimiter) this.startField();
        else if (byte === QUOTE && this.state === 'quote-in-quoted') this.state = 'quoted';
        else this.state = isSpaceOrTab(byte) ? 'after-quote' : 'bad-quoting';
        return;
      case 'bad-quoting':
        return;
    }
  }

  /** Whether white space begins at `index`; `at` is then behind it. */
  private passWhiteSpace(bytes: Uint8Array, index: number): boolean {
    const length = whiteSpaceLength(bytes, index);
    if (length > 1) this.at += length - 1;
    return length > 0;
  }

  private startField(): void {
    this.state = 'field-start';
    this.fieldStart = this.at;
  }

  private breakInQuote(at: number): void {
    this.firstBreak = at;
    if (at >= this.abandoned.at) return;
    this.at = this.abandoned.at;
    this.state = this.abandoned.state;
    this.fieldStart = this.abandoned.fieldStart;
  }

  /** A blank line so far: white space alone. */
  private isBlank(): boolean {
    return (this.state === 'field-start' || this.state === 'white-start') && this.fieldStart === this.start && this.firstBreak < 0;
  }

  /** The row ends before the line break at `at`. */
  private finish(lineBreak: number): RowSpan {
    const span = this.span(this.at, this.state === 'bad-quoting');
    this.endAt(this.at, this.linesOf(span), lineBreak);
    return span;
  }

  /** The row is bad, which became clear behind its first line break: it ends there. */
  private abandon(): RowSpan {
    this.abandoned = { at: this.at, state: this.state, fieldStart: this.fieldStart };
    const span = this.span(this.firstBreak, true);
    this.endAt(this.firstBreak, 1, this.window.bytes[this.firstBreak - this.window.base] ?? LF);
    return span;
  }

  private endAt(end: number, lines: number, lineBreak: number): void {
    this.resume(end + 1, lines);
    this.afterCarriageReturn = lineBreak === CR;
  }

  private lastRow(): RowSpan | undefined {
    if (this.isBlank()) return undefined;
    if (this.at - this.start > this.maxRowBytes) return this.refuseLength();
    if (this.firstBreak >= 0 && this.state === 'quoted') return this.abandon();
    const span = this.span(this.at, this.state === 'bad-quoting' || this.state === 'quoted');
    this.resume(this.at, this.linesOf(span));
    return span;
  }

  private span(end: number, badQuoting: boolean): RowSpan {
    return { start: this.start, end, line: this.line, badQuoting };
  }

  private linesOf({ start, end }: RowSpan): number {
    if (this.firstBreak < 0) return 1;
    return 1 + countLineBreaks(this.window.bytes.subarray(start - this.window.base, end - this.window.base));
  }
}

function isSpaceOrTab(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}

/** LF, CRLF and a lone CR are a line break each. An LF right `afterCarriageReturn` has been counted with it. */
export function countLineBreaks(bytes: Uint8Array, afterCarriageReturn = false): number {
  let breaks = 0;
  let previous = afterCarriageReturn ? CR : 0;
  for (const byte of bytes) {
    if (byte === CR || (byte === LF && previous !== CR)) breaks++;
    previous = byte;
  }
  return breaks;
}
