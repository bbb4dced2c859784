import { bitWidth, packNumbers } from './bit-packing';
import { GrowingBytes } from './growing-bytes';
import type { EncodedColumn } from './page';

const DAY_BYTES = 4;
const MONTHS_AND_DAYS = 13 * 32;

/** Days as numbers from 1970-01-01, by a dictionary of the row group's own. */
export class Days {
  private readonly dictionary = new GrowingBytes();
  private readonly page = new GrowingBytes();
  /** By year, month and day: the day's number in the dictionary plus one. */
  private years: (Int32Array | undefined)[] = [];
  private distinct = 0;
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;
  /** By row. */
  private readonly numbers: Int32Array;
  private rows = 0;

  constructor(mostRows: number) {
    this.numbers = new Int32Array(mostRows);
  }

  add(year: number, month: number, day: number): void {
    const known = this.years[year]?.[month * 32 + day] ?? 0;
    this.numbers[this.rows++] = known > 0 ? known - 1 : this.learn(year, month, day);
  }

  encode(): EncodedColumn {
    const width = bitWidth(this.distinct - 1);
    this.page.used = 0;
    this.page.reserve(1)[this.page.used++] = width;
    packNumbers(this.page, this.numbers, this.rows, width);
    return {
      dictionary: { bytes: this.dictionary.written(), count: this.distinct },
      values: this.page.written(),
      statistics: { null_count: 0n, min_value: this.first, max_value: this.last },
    };
  }

  clear(): void {
    this.years = [];
    this.dictionary.used = 0;
    this.distinct = 0;
    this.first = Number.POSITIVE_INFINITY;
    this.last = Number.NEGATIVE_INFINITY;
    this.rows = 0;
  }

  private learn(year: number, month: number, day: number): number {
    const since1970 = daysSince1970(year, month, day);
    this.dictionary.reserve(DAY_BYTES).writeInt32LE(since1970, this.dictionary.used);
    this.dictionary.used += DAY_BYTES;
    this.first = Math.min(this.first, since1970);
    this.last = Math.max(this.last, since1970);
    const days = this.years[year] ?? new Int32Array(MONTHS_AND_DAYS);
    this.years[year] = days;
    this.distinct++;
    days[month * 32 + day] = this.distinct;
    return this.distinct - 1;
  }
}

/** From 0000-03-01. */
const DAYS_BEFORE_1970 = 719_468;

/** Counted from March, so that the day that leap years have is the last. */
function daysSince1970(year: number, month: number, day: number): number {
  const years = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + dayOfYear - DAYS_BEFORE_1970;
}
