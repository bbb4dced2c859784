import type { Digest } from './checksum';

/** The polynomial of the NVM Express specification, bits reversed: 0x9a6c9329ac4bc9b5. Bitwise operators have 32 bits, so all is done in halves. */
const POLYNOMIAL = { high: 0x9a6c9329, low: 0xac4bc9b5 };

/** Slicing by eight, as in `crc32c.ts`. */
const TABLE = makeTable();

export function createCrc64Nvme(): Digest {
  let high = -1;
  let low = -1;
  return {
    update(bytes) {
      [high, low] = extend(high, low, bytes);
    },
    digest() {
      const value = Buffer.alloc(8);
      value.writeInt32BE(~high, 0);
      value.writeInt32BE(~low, 4);
      return value;
    },
  };
}

function extend(startHigh: number, startLow: number, bytes: Uint8Array): [high: number, low: number] {
  let high = startHigh;
  let low = startLow;
  const byte = (at: number) => bytes[at] ?? 0;
  const word = (at: number) => byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) {
    const first = low ^ word(at);
    const second = high ^ word(at + 4);
    low = lookUp(TABLE.low, first, second);
    high = lookUp(TABLE.high, first, second);
  }
  for (let at = whole; at < bytes.length; at++) {
    const index = (low ^ byte(at)) & 255;
    low = ((low >>> 8) | (high << 24)) ^ (TABLE.low[index] ?? 0);
    high = (high >>> 8) ^ (TABLE.high[index] ?? 0);
  }
  return [high, low];
}

function lookUp(table: Int32Array, first: number, second: number): number {
  const look = (at: number) => table[at] ?? 0;
  return (
    look(1792 + (first & 255)) ^
    look(1536 + ((first >>> 8) & 255)) ^
    look(1280 + ((first >>> 16) & 255)) ^
    look(1024 + (first >>> 24)) ^
    look(768 + (second & 255)) ^
    look(512 + ((second >>> 8) & 255)) ^
    look(256 + ((second >>> 16) & 255)) ^
    look(second >>> 24)
  );
}

function makeTable(): { readonly high: Int32Array; readonly low: Int32Array } {
  const high = new Int32Array(8 * 256);
  const low = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let [h, l] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const odd = l & 1;
      l = (l >>> 1) | (h << 31);
      h = h >>> 1;
      if (odd) [h, l] = [h ^ POLYNOMIAL.high, l ^ POLYNOMIAL.low];
    }
    high[byte] = h;
    low[byte] = l;
  }
  for (let at = 256; at < low.length; at++) {
    const [h, l] = [high[at - 256] ?? 0, low[at - 256] ?? 0];
    high[at] = (high[l & 255] ?? 0) ^ (h >>> 8);
    low[at] = (low[l & 255] ?? 0) ^ ((l >>> 8) | (h << 24));
  }
  return { high, low };
}
