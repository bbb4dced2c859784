import { bitWidth, packNumbers } from './bit-packing';
import { GrowingBytes } from './growing-bytes';
import type { EncodedColumn } from './page';

const CENTS_BYTES = 8;
const TWO_TO_32 = 2 ** 32;
/** A level is 1 for a value and 0 for NULL. */
const LEVEL_BITS = bitWidth(1);

/** Amounts in whole cents, as DECIMAL(18,2) in INT64 has them; some rows may have none. */
export class Amounts {
  private readonly page = new GrowingBytes();
  private readonly levels = new GrowingBytes();
  /** By row: 1 for an amount, 0 for none. */
  private readonly isThere: Uint8Array;
  private rows = 0;
  private nulls = 0n;
  /** Of those that a number holds exactly. */
  private least = Number.POSITIVE_INFINITY;
  private greatest = Number.NEGATIVE_INFINITY;
  /** Of the others. */
  private large: bigint[] = [];

  constructor(mostRows: number) {
    this.isThere = new Uint8Array(mostRows);
  }

  /** A whole number of cents that a number holds exactly. */
  add(cents: number): void {
    const bytes = this.page.reserve(CENTS_BYTES);
    const low = cents >>> 0;
    const high = Math.floor(cents / TWO_TO_32);
    let at = this.page.used;
    bytes[at++] = low;
    bytes[at++] = low >>> 8;
    bytes[at++] = low >>> 16;
    bytes[at++] = low >>> 24;
    bytes[at++] = high;
    bytes[at++] = high >>> 8;
    bytes[at++] = high >>> 16;
    bytes[at++] = high >>> 24;
    this.page.used = at;
    this.isThere[this.rows++] = 1;
    if (cents < this.least) this.least = cents;
    if (cents > this.greatest) this.greatest = cents;
  }

  addLarge(cents: bigint): void {
    this.page.reserve(CENTS_BYTES).writeBigInt64LE(cents, this.page.used);
    this.page.used += CENTS_BYTES;
    this.isThere[this.rows++] = 1;
    const [least = cents, greatest = cents] = this.large;
    this.large = [cents < least ? cents : least, cents > greatest ? cents : greatest];
  }

  addNull(): void {
    this.isThere[this.rows++] = 0;
    this.nulls++;
  }

  encode(): EncodedColumn {
    this.levels.used = 0;
    packNumbers(this.levels, this.isThere, this.rows, LEVEL_BITS);
    return {
      levels: this.levels.written(),
      values: this.page.written(),
      statistics: { null_count: this.nulls, ...this.bounds() },
    };
  }

  clear(): void {
    this.page.used = 0;
    this.rows = 0;
    this.nulls = 0n;
    this.least = Number.POSITIVE_INFINITY;
    this.greatest = Number.NEGATIVE_INFINITY;
    this.large = [];
  }

  private bounds(): { readonly min_value: bigint; readonly max_value: bigint } | Record<string, never> {
    const all = [...(this.least <= this.greatest ? [BigInt(this.least), BigInt(this.greatest)] : []), ...this.large];
    const [first] = all;
    if (first === undefined) return {};
    return {
      min_value: all.reduce((least, each) => (each < least ? each : least), first),
      max_value: all.reduce((greatest, each) => (each > greatest ? each : greatest), first),
    };
  }
}
