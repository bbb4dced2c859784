import { dayNumber, isRealDay } from '../judging/dates';
import type { Layout } from '../judging/judge-row';
import type { DropRule } from '../judging/rule';
import type { ByteOutput } from '../writing/byte-output';
import { whiteSpaceLength } from './white-space';

const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;
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
  /** Whether a row's bytes are the output's bytes. */
  private readonly inOrder: boolean;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  /** The dropped statuses by their length. */
  private readonly statuses: Uint8Array[][] = [];
  private readonly lastDay: number;

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
    this.inOrder = width === positions.length && positions.every((position, index) => position === index);
    this.starts = new Int32Array(width);
    this.ends = new Int32Array(width);
    this.lastDay = lastDay;
    for (const status of statuses) {
      const bytes = Buffer.from(status, 'utf8');
      this.statuses[bytes.length] = [...(this.statuses[bytes.length] ?? []), bytes];
    }
  }

  /**
   * Reads rows of `bytes` from index `from`, where one begins, and stops at `to`, right behind an LF, or at the first row that is not plain.
   * Returns the index at which it stopped; kept + dropped is the number of rows, and lines, that it read.
   *
   * Since the last byte is an LF, which no check lets pass inside a field, no index needs a check of its own.
   */
  read(bytes: Uint8Array, from: number, to: number): number {
    const { kinds, starts, ends, lastDay, inOrder } = this;
    // In a local variable the engine knows that a table does not change under the loop.
    const plain = PLAIN;
    const plainAscii = PLAIN_ASCII;
    const width = kinds.length;
    let at = from;
    let runStart = from;
    let rowStart = from;
    rows: while (at < to) {
      rowStart = at;
      let old = false;
      let droppable = false;
      for (let field = 0; field < width; field++) {
        const start = at;
        switch (kinds[field]) {
          case TEXT:
            while (plain[bytes[at] ?? 0] === 1) at++;
            if (at === start || isEdgeUnclear(bytes, start, at)) break rows;
            break;
          case AMOUNT:
            at = skipAmount(bytes, at);
            if (at < 0) break rows;
            break;
          case STATUS:
            while (plainAscii[bytes[at] ?? 0] === 1) at++;
            if (at > start && (isWhiteOrControl(bytes[start]) || isWhiteOrControl(bytes[at - 1]))) break rows;
            droppable = this.isDropStatus(bytes, start, at);
            break;
          case DATE: {
            const day = readDay(bytes, at);
            if (day === 0) break rows;
            old = day <= lastDay;
            at += 10;
            break;
          }
          default:
            while (plain[bytes[at] ?? 0] === 1) at++;
        }
        if (!inOrder) {
          starts[field] = start;
          ends[field] = at;
        }
        if (field < width - 1) {
          if (bytes[at] !== COMMA) break rows;
          at++;
        }
      }
      const rowEnd = at;
      if (rowEnd - rowStart > this.maxRowBytes) break;
      if (bytes[at] === CR) at++;
      if (bytes[at] !== LF) break;
      at++;
      if (inOrder && at === rowEnd + 1) {
        // Neighbours are copied together: `runStart` to here is all kept.
        if (droppable && old) {
          this.dropped++;
          if (runStart < rowStart) this.output.copy(bytes, runStart, rowStart);
          runStart = at;
        } else this.kept++;
      } else {
        if (runStart < rowStart) this.output.copy(bytes, runStart, rowStart);
        runStart = at;
        if (droppable && old) this.dropped++;
        else {
          this.kept++;
          this.copyFields(bytes);
        }
      }
      rowStart = at;
    }
    if (runStart < rowStart) this.output.copy(bytes, runStart, rowStart);
    return rowStart;
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

  private copyFields(bytes: Uint8Array): void {
    let separator = 0;
    for (const position of this.fieldOrder) {
      if (separator > 0) this.output.byte(COMMA);
      this.output.copy(bytes, this.starts[position] ?? 0, this.ends[position] ?? 0);
      separator++;
    }
    this.output.byte(LF);
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
