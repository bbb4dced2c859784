import type { Digest } from './checksum';

/** Castagnoli's polynomial, bits reversed. */
const POLYNOMIAL = 0x82f63b78;

/** Slicing by eight: table k holds the CRC of each byte with k zero bytes behind it, so that eight bytes are looked up at once. */
const TABLE = makeTable();

export function createCrc32c(): Digest {
  let crc = -1;
  return {
    update(bytes) {
      crc = extend(crc, bytes);
    },
    digest() {
      const value = Buffer.alloc(4);
      value.writeInt32BE(~crc);
      return value;
    },
  };
}

function extend(start: number, bytes: Uint8Array): number {
  let crc = start;
  const byte = (at: number) => bytes[at] ?? 0;
  const look = (at: number) => TABLE[at] ?? 0;
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) {
    const first = crc ^ (byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24));
    crc =
      look(1792 + (first & 255)) ^
      look(1536 + ((first >>> 8) & 255)) ^
      look(1280 + ((first >>> 16) & 255)) ^
      look(1024 + (first >>> 24)) ^
      look(768 + byte(at + 4)) ^
      look(512 + byte(at + 5)) ^
      look(256 + byte(at + 6)) ^
      look(byte(at + 7));
  }
  for (let at = whole; at < bytes.length; at++) crc = look((crc ^ byte(at)) & 255) ^ (crc >>> 8);
  return crc;
}

function makeTable(): Int32Array {
  const table = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    table[byte] = crc;
  }
  for (let at = 256; at < table.length; at++) {
    const shorter = table[at - 256] ?? 0;
    table[at] = (table[shorter & 255] ?? 0) ^ (shorter >>> 8);
  }
  return table;
}
