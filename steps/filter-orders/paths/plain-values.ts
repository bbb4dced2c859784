import { dayNumber, isRealDay } from '../judging/dates';
import { whiteSpaceLength } from '../reading/white-space';

/*
 * What the fast path can prove of a value on its bytes. None of these functions knows where the text ends: each stops at a byte that its value cannot
 * hold, and the last byte of the text is a row end, which no value can.
 */

const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** Bytes that are data whatever surrounds them, and stand in the output as they are: no comma, quote, backslash, line end or NUL. */
export const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) => (/[,"\\\n\r\0]/.test(String.fromCharCode(byte)) ? 0 : 1));
export const PLAIN_ASCII = PLAIN.map((plain, byte) => (byte < 0x80 ? plain : 0));

/** The index of the first byte that is not in the table. */
export function skip(table: Uint8Array, bytes: Uint8Array, from: number): number {
  let at = from;
  while (table[bytes[at] ?? 0] === 1) at++;
  return at;
}

/** The index of the closing quote, if the text before it is on one line; else that of some other byte. */
export function skipQuoted(bytes: Uint8Array, from: number): number {
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
export function skipAmount(bytes: Uint8Array, from: number): number {
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
export function readDay(bytes: Uint8Array, at: number): number {
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
export function isEdgeUnclear(bytes: Uint8Array, start: number, end: number): boolean {
  if (isWhiteOrControl(bytes[start]) || isWhiteOrControl(bytes[end - 1])) return true;
  if ((bytes[start] ?? 0) >= 0x80 && whiteSpaceLength(bytes, start) > 0) return true;
  let last = end - 1;
  while (((bytes[last] ?? 0) & 0xc0) === 0x80) last--;
  return (bytes[last] ?? 0) >= 0x80 && whiteSpaceLength(bytes, last) > 0;
}

export function isWhiteOrControl(byte = 0): boolean {
  return byte <= 0x20;
}

export function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
