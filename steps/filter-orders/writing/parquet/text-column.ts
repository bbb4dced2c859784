import { bitWidth, packNumbers } from './bit-packing';
import { GrowingBytes } from './growing-bytes';
import type { EncodedColumn } from './page';

/** A text has its length in front. */
const LENGTH_BYTES = 4;
/** Up to this size a loop is faster than a call. */
const SHORT_BYTES = 32;

/** Texts, each as it is: for a column in which nearly every row has another. */
export class PlainTexts {
  private readonly page = new GrowingBytes();

  add(bytes: Buffer, start: number, end: number): void {
    appendText(this.page, bytes, start, end);
  }

  encode(): EncodedColumn {
    return { values: this.page.written(), statistics: { null_count: 0n } };
  }

  clear(): void {
    this.page.used = 0;
  }
}

const PLACES = 1 << 17;
/** A text that is not found at so many places is taken for a new one: twice in a dictionary is no fault, and no names can make it slow. */
const MOST_PROBES = 8;

/** Texts of which many rows have the same: each stands once in the row group's dictionary, as long as that makes it smaller. */
export class RepeatedTexts {
  /** The distinct texts in the form PLAIN. */
  private readonly dictionary = new GrowingBytes();
  private readonly page = new GrowingBytes();
  /** By a text's hash, its number in the dictionary plus one. */
  private readonly places = new Int32Array(PLACES);
  /** Where each of them begins in the dictionary, by its number. */
  private readonly starts: Int32Array;
  private distinct = 0;
  /** By row. */
  private readonly numbers: Int32Array;
  private rows = 0;
  private plainBytes = 0;

  constructor(mostRows: number) {
    this.starts = new Int32Array(mostRows + 1);
    this.numbers = new Int32Array(mostRows);
  }

  add(bytes: Buffer, start: number, end: number): void {
    this.plainBytes += LENGTH_BYTES + end - start;
    this.numbers[this.rows++] = this.numberOf(bytes, start, end);
  }

  encode(): EncodedColumn {
    const statistics = { null_count: 0n };
    const width = bitWidth(this.distinct - 1);
    this.page.used = 0;
    if (this.dictionary.used + (this.rows * width) / 8 > this.plainBytes * WORTH_IT) {
      for (let row = 0; row < this.rows; row++) this.appendFromDictionary(this.numbers[row] ?? 0);
      return { values: this.page.written(), statistics };
    }
    this.page.reserve(1)[this.page.used++] = width;
    packNumbers(this.page, this.numbers, this.rows, width);
    return { dictionary: { bytes: this.dictionary.written(), count: this.distinct }, values: this.page.written(), statistics };
  }

  clear(): void {
    this.places.fill(0);
    this.dictionary.used = 0;
    this.distinct = 0;
    this.rows = 0;
    this.plainBytes = 0;
  }

  private numberOf(bytes: Buffer, start: number, end: number): number {
    let place = hashOf(bytes, start, end) & (PLACES - 1);
    for (let probe = 0; probe < MOST_PROBES; probe++) {
      const number = (this.places[place] ?? 0) - 1;
      if (number < 0) {
        this.places[place] = this.distinct + 1;
        break;
      }
      if (this.isText(number, bytes, start, end)) return number;
      place = (place + 1) & (PLACES - 1);
    }
    this.starts[this.distinct] = this.dictionary.used;
    appendText(this.dictionary, bytes, start, end);
    this.starts[this.distinct + 1] = this.dictionary.used;
    return this.distinct++;
  }

  private isText(number: number, bytes: Buffer, start: number, end: number): boolean {
    const known = this.dictionary.bytes;
    const from = (this.starts[number] ?? 0) + LENGTH_BYTES;
    const size = end - start;
    if ((this.starts[number + 1] ?? 0) - from !== size) return false;
    for (let at = 0; at < size; at++) if (known[from + at] !== bytes[start + at]) return false;
    return true;
  }

  private appendFromDictionary(number: number): void {
    const from = this.starts[number] ?? 0;
    const to = this.starts[number + 1] ?? 0;
    this.dictionary.bytes.copy(this.page.reserve(to - from), this.page.used, from, to);
    this.page.used += to - from;
  }
}

/** A dictionary and its numbers have to be smaller than the texts by a fifth, since a reader has more work with them. */
const WORTH_IT = 0.8;

function appendText(output: GrowingBytes, bytes: Buffer, start: number, end: number): void {
  const size = end - start;
  const target = output.reserve(LENGTH_BYTES + size);
  let to = output.used;
  target[to++] = size;
  target[to++] = size >>> 8;
  target[to++] = size >>> 16;
  target[to++] = size >>> 24;
  if (size > SHORT_BYTES) bytes.copy(target, to, start, end);
  else for (let at = start; at < end; at++) target[to++] = bytes[at] ?? 0;
  output.used += LENGTH_BYTES + size;
}

/** Takes four bytes at a time, which is faster by half than one. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = end - start;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const four = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ four, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 16);
}
