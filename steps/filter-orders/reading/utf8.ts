import { isUtf8 } from 'node:buffer';

/**
 * How many bytes of `bytes` are whole, valid UTF-8 characters, from the first on. Where that is not all, `bad` says why: a byte that no UTF-8
 * text has there, or only a character that goes on in the next chunk (at most 3 bytes).
 */
export function validUtf8(bytes: Uint8Array): { readonly valid: number; readonly bad: boolean } {
  const whole = bytes.length - cutCharacter(bytes);
  // Node checks several bytes at a time (simdutf); the byte itself is looked for only when there is one.
  if (isUtf8(bytes.subarray(0, whole))) return { valid: whole, bad: false };
  let at = 0;
  for (let length = characterLength(bytes, at); length > 0; length = characterLength(bytes, at)) at += length;
  return { valid: at, bad: true };
}

/** The bytes at the end that begin a character which is not complete yet. */
function cutCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc2 && byte <= 0xf4) return expectedLength(byte) > back ? back : 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return 0;
}

/** The length of the valid character at `at`, or 0: table 3-7 of the Unicode Standard, without overlongs and surrogates. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0xff;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  const length = expectedLength(first);
  for (let next = 2; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

function expectedLength(first: number): number {
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}
