/**
 * The length in bytes of the white space character that begins at `at`, or 0 where none does. White space is what JavaScript's `trim` removes
 * (https://tc39.es/ecma262/#sec-trimstring). `bytes` is valid UTF-8.
 */
export function whiteSpaceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return first === 0x20 || (first >= 0x09 && first <= 0x0d) ? 1 : 0;
  const second = bytes[at + 1] ?? 0;
  if (first === 0xc2) return second === 0xa0 ? 2 : 0;
  const third = bytes[at + 2] ?? 0;
  switch ((first << 16) | (second << 8) | third) {
    case 0xe19a80: // U+1680 ogham space mark
    case 0xe280a8: // U+2028 line separator
    case 0xe280a9: // U+2029 paragraph separator
    case 0xe280af: // U+202F narrow no-break space
    case 0xe2819f: // U+205F medium mathematical space
    case 0xe38080: // U+3000 ideographic space
    case 0xefbbbf: // U+FEFF zero width no-break space, which is the byte order mark
      return 3;
    default: // U+2000 to U+200A, the spaces of typography
      return first === 0xe2 && second === 0x80 && third >= 0x80 && third <= 0x8a ? 3 : 0;
  }
}
