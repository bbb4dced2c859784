import { dayNumber, isRealDay } from '../judging/dates';
import type { Layout } from '../judging/judge-row';
import type { DropRule } from '../judging/rule';
import { whiteSpaceLength } from '../reading/white-space';
import type { ByteOutput } from '../writing/byte-output';

const COMMA = 0x2c;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** Bytes that are data whatever surrounds them, and stand in the output as they are: no comma, quote, backslash, line end or NUL. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => (/[,"\\\n\r\0]/.test(String.fromCharCode(byte)) ? 0 : 1));
const PLAIN_ASCII = PLAIN.map((plain, byte) => (byte < 0x80 ? plain : 0));

const EXTRA = 0;
const TEXT = 1;
const AMOUNT = 2;
const STATUS = 3;
const DATE = 4;
/** In the order of `COLUMNS`. */
const KINDS = [TEXT, TEXT, AMOUNT, STATUS, DATE];

/**
 * The fast path: reads rows that are provably plain and good, decides from their bytes whether they are kept, and copies those that are.
 *
 * It proves, it does not judge: at the first row in which anything needs a closer look it stops, and that row goes to the strict path as it lies in
 * the file. So each check here may refuse more than `judgeRow` does, and never less.
 */
export class PlainRows {
  kept = 0;
  dropped = 0;

  private readonly kinds: Uint8Array;
  private readonly fieldOrder: readonly number[];
  private readonly isInOrder: boolean;
  /** The dropped statuses by their length. */
  private readonly statuses: Uint8Array[][] = [];
  private readonly lastDay: number;

  /** Of the row that was proven last: where each field's output begins and ends, */
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  /** where its line end begins, */
  private contentEnd = 0;
  /** whether its bytes before that are the output's, */
  private isAsItCame = false;
  /** and whether it is dropped. */
  private isDropped = false;

  constructor(
    { names: { length: width }, positions }: Layout,
    { statuses, lastDay }: DropRule,
    private readonly maxRowBytes: number,
    private readonly output: ByteOutput,
  ) {
    this.kinds = new Uint8Array(width).fill(EXTRA);
    KINDS.forEach((kind, index) => {
      this.kinds[positions[index] ?? 0] = kind;
    });
    this.fieldOrder = positions;
    this.isInOrder = width === positions.length && positions.every((position, index) => position === index);
    this.starts = new Int32Array(width);
    this.ends = new Int32Array(width);
    this.lastDay = lastDay;
    for (const status of statuses) {
      const bytes = Buffer.from(status, 'utf8');
      this.statuses[bytes.length] = [...(this.statuses[bytes.length] ?? []), bytes];
    }
  }

  /**
   * Reads rows of `bytes` from index `from`, where one begins, and stops at `to`, right behind an LF or CR, or at the first row that is not plain.
   * Returns the index at which it stopped; kept + dropped is the number of rows, and lines, that it read.
   */
  read(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    // Neighbours are copied together: from here on all rows are kept, and their bytes are the output's.
    let runStart = from;
    while (at < to) {
      const next = this.proveRow(bytes, at, to);
      if (next < 0) break;
      const isOutput = this.isAsItCame && next === this.contentEnd + 1 && bytes[this.contentEnd] === LF;
      if (isOutput && !this.isDropped) this.kept++;
      else {
        if (runStart < at) this.output.copy(bytes, runStart, at);
        runStart = next;
        if (this.isDropped) this.dropped++;
        else {
          this.kept++;
          this.copyRow(bytes, at);
        }
      }
      at = next;
    }
    if (runStart < at) this.output.copy(bytes, runStart, at);
    return at;
  }

  /** The index behind the row that begins at `from`, or -1. */
  private proveRow(bytes: Uint8Array, from: number, to: number): number {
    const { kinds, starts, ends } = this;
    const width = kinds.length;
    let at = from;
    let isDroppable = false;
    let isOld = false;
    let isAsItCame = this.isInOrder;
    for (let field = 0; field < width; field++) {
      const kind = kinds[field];
      const isQuoted = bytes[at] === QUOTE;
      const start = isQuoted ? at + 1 : at;
      let end = start;
      switch (kind) {
        case TEXT:
          end = isQuoted ? skipQuoted(bytes, start) : skip(PLAIN, bytes, start);
          if (end === start || isEdgeUnclear(bytes, start, end)) return -1;
          break;
        case AMOUNT:
          end = skipAmount(bytes, start);
          if (end < 0) return -1;
          break;
        case STATUS:
          end = skip(PLAIN_ASCII, bytes, start);
          if (end > start && (isWhiteOrControl(bytes[start]) || isWhiteOrControl(bytes[end - 1]))) return -1;
          isDroppable = this.isDropStatus(bytes, start, end);
          break;
        case DATE: {
          const day = readDay(bytes, start);
          if (day === 0) return -1;
          isOld = day <= this.lastDay;
          end = start + 10;
          break;
        }
        default:
          end = isQuoted ? skipQuoted(bytes, start) : skip(PLAIN, bytes, start);
      }
      starts[field] = start;
      ends[field] = end;
      at = end;
      if (isQuoted) {
        if (bytes[at] !== QUOTE) return -1;
        at++;
        if (kind === TEXT && skip(PLAIN, bytes, start) < end) {
          starts[field] = start - 1;
          ends[field] = at;
        } else isAsItCame = false;
      }
      if (field < width - 1) {
        if (bytes[at] !== COMMA) return -1;
        at++;
      }
    }
    if (at - from > this.maxRowBytes) return -1;
    this.isAsItCame = isAsItCame;
    this.isDropped = isDroppable && isOld;
    this.contentEnd = at;
    if (bytes[at] === LF) return at + 1;
    // Behind the last CR there may be an LF that is not here yet.
    if (bytes[at] !== CR || at + 1 === to) return -1;
    return bytes[at + 1] === LF ? at + 2 : at + 1;
  }

  private isDropStatus(bytes: Uint8Array, start: number, end: number): boolean {
    const candidates = this.statuses[end - start];
    if (candidates === undefined) return false;
    for (const candidate of candidates) {
      let same = 0;
      while (same < candidate.length && lowerCase(bytes[start + same] ?? 0) === candidate[same]) same++;
      if (same === candidate.length) return true;
    }
    return false;
  }

  private copyRow(bytes: Uint8Array, from: number): void {
    if (this.isAsItCame) this.output.copy(bytes, from, this.contentEnd);
    else {
      this.fieldOrder.forEach((position, index) => {
        if (index > 0) this.output.byte(COMMA);
        this.output.copy(bytes, this.starts[position] ?? 0, this.ends[position] ?? 0);
      });
    }
    this.output.byte(LF);
  }
}

/*
 * What can be proven of a value on its bytes. None of these functions knows where the text ends: each stops at a byte that its value cannot hold, and
 * the last byte of the text is a row end, which no value can. They stand here because a call into another module takes twice as long where nothing
 * bundles the two.
 */

/** The index of the first byte that is not in the table. */
function skip(table: Uint8Array, bytes: Uint8Array, from: number): number {
  let at = from;
  while (table[bytes[at] ?? 0] === 1) at++;
  return at;
}

/** The index of the closing quote, if the text before it is on one line; else that of some other byte. */
function skipQuoted(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = skip(PLAIN, bytes, at);
    const byte = bytes[at];
    if (byte === QUOTE && bytes[at + 1] === QUOTE) at += 2;
    else if (byte === COMMA || byte === BACKSLASH) at++;
    else return at;
  }
}

/** The index behind the amount at `from`, or -1 where none is. */
function skipAmount(bytes: Uint8Array, from: number): number {
  const start = bytes[from] === MINUS ? from + 1 : from;
  const point = skipDigits(bytes, start);
  if (point === start || point - start > 16) return -1;
  if (bytes[point] !== POINT) return point;
  const end = skipDigits(bytes, point + 1);
  return end === point + 1 || end > point + 3 ? -1 : end;
}

function skipDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (digit(bytes, at) <= 9) at++;
  return at;
}

/** The day number of the date at `at`, or 0 where none is. What it reads behind the last LF, it reads in vain. */
function readDay(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return 0;
  const y1 = digit(bytes, at);
  const y2 = digit(bytes, at + 1);
  const y3 = digit(bytes, at + 2);
  const y4 = digit(bytes, at + 3);
  const m1 = digit(bytes, at + 5);
  const m2 = digit(bytes, at + 6);
  const d1 = digit(bytes, at + 8);
  const d2 = digit(bytes, at + 9);
  if (y1 > 9 || y2 > 9 || y3 > 9 || y4 > 9 || m1 > 9 || m2 > 9 || d1 > 9 || d2 > 9) return 0;
  const year = y1 * 1000 + y2 * 100 + y3 * 10 + y4;
  const month = m1 * 10 + m2;
  const day = d1 * 10 + d2;
  return isRealDay(year, month, day) ? dayNumber(year, month, day) : 0;
}

/** More than 9 where the byte is no digit. */
function digit(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) - ZERO) >>> 0;
}

/** Whether white space may begin or end the text, which would have to be trimmed. */
function isEdgeUnclear(bytes: Uint8Array, start: number, end: number): boolean {
  if (isWhiteOrControl(bytes[start]) || isWhiteOrControl(bytes[end - 1])) return true;
  if ((bytes[start] ?? 0) >= 0x80 && whiteSpaceLength(bytes, start) > 0) return true;
  let last = end - 1;
  while (((bytes[last] ?? 0) & 0xc0) === 0x80) last--;
  return (bytes[last] ?? 0) >= 0x80 && whiteSpaceLength(bytes, last) > 0;
}

function isWhiteOrControl(byte = 0): boolean {
  return byte <= 0x20;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
