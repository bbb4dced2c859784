import { ByteWriter, type ColumnSource, ParquetWriter } from 'hyparquet-writer';
import { COLUMNS } from '../validation/columns';
import { ByteIntern } from './byte-intern';
import { zstdCompressSync } from './zstandard';

const COMMA = 0x2c;
const QUOTE = 0x22;
const LF = 0x0a;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NO_BYTES = Buffer.alloc(0);

/** A row group is written when it has so many rows, or its rows so many bytes of CSV: so much memory is all that a file takes, however long it is. */
const GROUP_ROWS = 131_072;
const GROUP_BYTES = 32 * 1024 * 1024;
/**
 * Zstandard, which takes half the bytes of Snappy, where Node has it. Every reader takes both. Not GZIP: DuckDB 1.5
 * refuses one in 250 of such pages (`Failed to decompress GZIP block: buf error`).
 */
const COMPRESSION = zstdCompressSync ? { codec: 'ZSTD' as const, compressors: { ZSTD: zstdCompressSync } } : { codec: 'SNAPPY' as const };

const [ID, CUSTOMER, AMOUNT, STATUS, DAY] = COLUMNS;
const text = (name: string) => ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' }) as const;
const SCHEMA = [
  { name: 'orders', num_children: COLUMNS.length },
  text(ID),
  text(CUSTOMER),
  { name: AMOUNT, type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 2, repetition_type: 'OPTIONAL' } as const,
  text(STATUS),
  { name: DAY, type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' } as const,
];

/**
 * Takes the lines of a processed file, header included, in blocks as `ByteOutput` hands them on, and gives the bytes of a Parquet file: the same
 * five columns, Amount as DECIMAL(18,2), NULL where it is empty, and OrderDate as DATE. It knows no CSV but the form that `processedLine` writes.
 */
export class ParquetRows {
  private readonly bytes: BlockWriter;
  private readonly parquet: ParquetWriter;
  private readonly customerNames = new ByteIntern();
  private readonly statusNames = new ByteIntern();
  private isHeaderNext = true;
  /** The beginning of a line whose end is in the next block. */
  private rest = NO_BYTES;

  private ids: Uint8Array[] = [];
  private customers: Uint8Array[] = [];
  private amounts: (bigint | null)[] = [];
  private statuses: Uint8Array[] = [];
  private days: number[] = [];
  private groupBytes = 0;

  /** Of the field that was read last. */
  private start = 0;
  private end = 0;
  private hasDoubledQuotes = false;

  constructor(receive: (block: Uint8Array) => void) {
    this.bytes = new BlockWriter(receive);
    this.parquet = new ParquetWriter({
      writer: this.bytes,
      schema: SCHEMA,
      ...COMPRESSION,
      createdBy: 'orders-pipeline',
    });
  }

  /** The block is ours to keep. */
  write(block: Uint8Array): void {
    const bytes = this.rest.length > 0 ? Buffer.concat([this.rest, block]) : block;
    const to = bytes.lastIndexOf(LF) + 1;
    this.rest = to < bytes.length ? Buffer.from(bytes.subarray(to)) : NO_BYTES;
    let at = 0;
    if (this.isHeaderNext && to > 0) {
      at = bytes.indexOf(LF) + 1;
      this.isHeaderNext = false;
    }
    while (at < to) {
      const next = this.readRow(bytes, at);
      this.groupBytes += next - at;
      at = next;
      if (this.days.length >= GROUP_ROWS || this.groupBytes >= GROUP_BYTES) this.writeGroup();
    }
  }

  /** Writes what is left, and the footer. */
  finish(): void {
    this.writeGroup();
    this.parquet.finish();
  }

  /** Returns the index behind the row. */
  private readRow(bytes: Uint8Array, from: number): number {
    let at = this.readField(bytes, from, COMMA);
    this.ids.push(this.value(bytes));
    at = this.readField(bytes, at, COMMA);
    this.customers.push(this.customerNames.same(this.value(bytes)));
    at = this.readField(bytes, at, COMMA);
    this.amounts.push(readAmount(bytes, this.start, this.end));
    at = this.readField(bytes, at, COMMA);
    this.statuses.push(this.statusNames.same(this.value(bytes)));
    at = this.readField(bytes, at, LF);
    this.days.push(readDay(bytes, this.start, this.end));
    return at;
  }

  /** Finds the field that begins at `from`, and returns the index behind the byte that ends it. */
  private readField(bytes: Uint8Array, from: number, ending: number): number {
    this.hasDoubledQuotes = false;
    let at = from;
    if (bytes[from] === QUOTE) {
      at++;
      while (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE) {
        if (at >= bytes.length) throw unreadable(bytes, from);
        if (bytes[at] === QUOTE) {
          this.hasDoubledQuotes = true;
          at++;
        }
        at++;
      }
      this.start = from + 1;
      this.end = at;
      at++;
    } else {
      while (bytes[at] !== COMMA && bytes[at] !== LF) at++;
      this.start = from;
      this.end = at;
    }
    if (bytes[at] !== ending) throw unreadable(bytes, from);
    return at + 1;
  }

  private value(bytes: Uint8Array): Uint8Array {
    const value = bytes.subarray(this.start, this.end);
    return this.hasDoubledQuotes ? Buffer.from(Buffer.from(value).toString('utf8').replaceAll('""', '"')) : value;
  }

  private writeGroup(): void {
    if (this.days.length === 0) return;
    const columnData: ColumnSource[] = [
      // Nearly every id is another, so nothing is gained by a dictionary, or by knowing the least of them.
      { name: ID, data: this.ids, encoding: 'PLAIN', statistics: false },
      { name: CUSTOMER, data: this.customers, statistics: false },
      { name: AMOUNT, data: this.amounts },
      { name: STATUS, data: this.statuses, statistics: false },
      { name: DAY, data: this.days },
    ];
    this.parquet.write({ columnData, rowGroupSize: GROUP_ROWS });
    this.ids = [];
    this.customers = [];
    this.amounts = [];
    this.statuses = [];
    this.days = [];
    this.groupBytes = 0;
  }
}

/** Hands on what was written whenever a row group is done. */
class BlockWriter extends ByteWriter {
  constructor(private readonly receive: (block: Uint8Array) => void) {
    super();
  }

  flush(): void {
    if (this.index === 0) return;
    this.receive(new Uint8Array(this.buffer.slice(0, this.index)));
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}

/** Cents; null for no amount. */
function readAmount(bytes: Uint8Array, start: number, end: number): bigint | null {
  if (start === end) return null;
  const isNegative = bytes[start] === MINUS;
  const from = isNegative ? start + 1 : start;
  let whole = 0;
  let at = from;
  while (at < end && bytes[at] !== POINT) whole = whole * 10 + digit(bytes, at++);
  const tens = at + 1 < end ? digit(bytes, at + 1) : 0;
  const ones = at + 2 < end ? digit(bytes, at + 2) : 0;
  // 16 digits before the point and two behind it: what DECIMAL(18,2) holds.
  if (at === from || at - from > 16 || at + 3 < end) throw unreadable(bytes, start);
  const isExact = whole < 9e13;
  const cents = isExact
    ? BigInt(whole * 100 + tens * 10 + ones)
    : BigInt(Buffer.from(bytes.subarray(from, at)).toString('latin1')) * 100n + BigInt(tens * 10 + ones);
  return isNegative ? -cents : cents;
}

/** Days since 1970-01-01. */
function readDay(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10) throw unreadable(bytes, start);
  const two = (at: number) => digit(bytes, at) * 10 + digit(bytes, at + 1);
  const year = two(start) * 100 + two(start + 2);
  const month = two(start + 5);
  // Counted from March, so that the day that leap years have is the last.
  const years = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + two(start + 8) - 1;
  return years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + dayOfYear - DAYS_BEFORE_1970;
}

/** From 0000-03-01. */
const DAYS_BEFORE_1970 = 719_468;

function digit(bytes: Uint8Array, at: number): number {
  const value = (bytes[at] ?? 0) - ZERO;
  if (value < 0 || value > 9) throw unreadable(bytes, at);
  return value;
}

function unreadable(bytes: Uint8Array, at: number): Error {
  return new Error(`Expected a line of a processed file, got ${JSON.stringify(Buffer.from(bytes.subarray(at, at + 60)).toString('utf8'))}`);
}
