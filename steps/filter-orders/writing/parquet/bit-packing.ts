import type { GrowingBytes } from './growing-bytes';

const GROUP = 8;

/** The bits that the numbers from 0 to `largest` take, at least one: some readers know no width of zero. */
export function bitWidth(largest: number): number {
  return Math.max(1, 32 - Math.clz32(largest));
}

/**
 * Writes the first `count` numbers in Parquet's hybrid of RLE and bit-packing: as one run where all are the same, else packed.
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export function packNumbers(output: GrowingBytes, numbers: Int32Array | Uint8Array, count: number, width: number): void {
  const first = numbers[0] ?? 0;
  let same = 1;
  while (same < count && numbers[same] === first) same++;
  if (same >= count) {
    writeVarint(output, count * 2);
    writeLittleEndian(output, first, Math.ceil(width / 8));
    return;
  }
  const groups = Math.ceil(count / GROUP);
  writeVarint(output, groups * 2 + 1);
  const bytes = output.reserve(groups * width);
  let at = output.used;
  let bits = 0;
  let pending = 0;
  // The last group is filled up with zeros.
  for (let index = 0; index < groups * GROUP; index++) {
    pending |= (index < count ? (numbers[index] ?? 0) : 0) << bits;
    bits += width;
    while (bits >= 8) {
      bytes[at++] = pending;
      pending >>>= 8;
      bits -= 8;
    }
  }
  output.used = at;
}

function writeVarint(output: GrowingBytes, value: number): void {
  let rest = value;
  const bytes = output.reserve(5);
  for (; rest > 0x7f; rest >>>= 7) bytes[output.used++] = (rest & 0x7f) | 0x80;
  bytes[output.used++] = rest;
}

function writeLittleEndian(output: GrowingBytes, value: number, size: number): void {
  const bytes = output.reserve(size);
  for (let byte = 0; byte < size; byte++) bytes[output.used++] = value >>> (8 * byte);
}
