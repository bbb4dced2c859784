import type { Digest } from './checksum';

/** Polynomials with their bits reversed, in halves, since JavaScript's bitwise operators have 32 bits. */
const CASTAGNOLI = { high: 0, low: 0x82f63b78 };
const NVM_EXPRESS = { high: 0x9a6c9329, low: 0xac4bc9b5 };

const crc32cTable = makeTable(CASTAGNOLI);
const crc64Table = makeTable(NVM_EXPRESS);

export function createCrc32c(): Digest {
  const crc = createCrc(crc32cTable, { high: 0, low: -1 });
  return { update: crc.update, digest: () => crc.digest().subarray(4) };
}

export function createCrc64Nvme(): Digest {
  return createCrc(crc64Table, { high: -1, low: -1 });
}

interface Table {
  readonly high: Int32Array;
  readonly low: Int32Array;
}

interface Crc {
  readonly high: number;
  readonly low: number;
}

function createCrc(table: Table, start: Crc): Digest {
  let crc = start;
  return {
    update(bytes) {
      crc = extend(table, crc, bytes);
    },
    digest() {
      const value = Buffer.alloc(8);
      value.writeInt32BE(~crc.high, 0);
      value.writeInt32BE(~crc.low, 4);
      return value;
    },
  };
}

/** Every byte passes here, so there is neither a closure nor a call per byte. */
function extend(table: Table, start: Crc, bytes: Uint8Array): Crc {
  let { high, low } = start;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) {
    const first = low ^ view.getInt32(at, true);
    const second = high ^ view.getInt32(at + 4, true);
    low = lookUp(table.low, first, second);
    high = lookUp(table.high, first, second);
  }
  for (let at = whole; at < bytes.length; at++) {
    const index = (low ^ view.getUint8(at)) & 255;
    low = ((low >>> 8) | (high << 24)) ^ (table.low[index] ?? 0);
    high = (high >>> 8) ^ (table.high[index] ?? 0);
  }
  return { high, low };
}

/** Slicing by eight: row k of a table (256 entries) is the CRC of each byte with k zero bytes behind it, so that eight bytes are looked up at once. */
function lookUp(table: Int32Array, first: number, second: number): number {
  return (
    (table[1792 + (first & 255)] ?? 0) ^
    (table[1536 + ((first >>> 8) & 255)] ?? 0) ^
    (table[1280 + ((first >>> 16) & 255)] ?? 0) ^
    (table[1024 + (first >>> 24)] ?? 0) ^
    (table[768 + (second & 255)] ?? 0) ^
    (table[512 + ((second >>> 8) & 255)] ?? 0) ^
    (table[256 + ((second >>> 16) & 255)] ?? 0) ^
    (table[second >>> 24] ?? 0)
  );
}

function makeTable(polynomial: Crc): Table {
  const high = new Int32Array(8 * 256);
  const low = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let [h, l] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = l & 1;
      l = (l >>> 1) | (h << 31);
      h = h >>> 1;
      if (isOdd) [h, l] = [h ^ polynomial.high, l ^ polynomial.low];
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
