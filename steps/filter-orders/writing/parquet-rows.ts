import { COLUMNS } from '../validation/columns';
import { Amounts } from './parquet/amount-column';
import { Days } from './parquet/day-column';
import { ParquetFile } from './parquet/parquet-file';
import { PlainTexts, RepeatedTexts } from './parquet/text-column';

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

const [ID, CUSTOMER, AMOUNT, STATUS, DAY] = COLUMNS;
const text = (name: string) => ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' }) as const;
const SCHEMA = [
  text(ID),
  text(CUSTOMER),
  { name: AMOUNT, type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 2, repetition_type: 'OPTIONAL' } as const,
  text(STATUS),
  { name: DAY, type: 'INT32', converted_type: 'DATE', repetition_type: 'REQUIRED' } as const,
];

/**
 * Takes the lines of a processed file, header included, in blocks as `ByteOutput` hands them on, and gives the bytes of a Parquet file: the same
 * five columns, Amount as DECIMAL(18,2), NULL where it is empty, and OrderDate as DATE. It knows no CSV but the form that `processedLine` writes,
 * and no text becomes a string on the way.
 */
export class ParquetRows {
  private readonly file: ParquetFile;
  private isHeaderNext = true;
  /** The beginning of a line whose end is in the next block. */
  private rest: Buffer = NO_BYTES;

  // Nearly every id is another, so nothing is gained by a dictionary.
  private readonly ids = new PlainTexts();
  private readonly customers = new RepeatedTexts(GROUP_ROWS);
  private readonly amounts = new Amounts(GROUP_ROWS);
  private readonly statuses = new RepeatedTexts(GROUP_ROWS);
  private readonly days = new Days(GROUP_ROWS);
  private groupRows = 0;
  private groupBytes = 0;

  /** Where the text that was read last stands, without its quotes. */
  private source: Buffer = NO_BYTES;
  private start = 0;
  private end = 0;

  constructor(receive: (block: Uint8Array) => void) {
    this.file = new ParquetFile(SCHEMA, receive);
  }

  /** The block is ours to keep. */
  write(block: Uint8Array): void {
    const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    // A value holds no line break, so each one ends a row.
    const firstEnd = bytes.indexOf(LF) + 1;
    if (firstEnd === 0) {
      this.rest = Buffer.concat([this.rest, bytes]);
      return;
    }
    let from = 0;
    if (this.rest.length > 0) {
      const line = Buffer.concat([this.rest, bytes.subarray(0, firstEnd)]);
      this.readRows(line, 0, line.length);
      from = firstEnd;
    }
    const to = bytes.lastIndexOf(LF) + 1;
    this.readRows(bytes, from, to);
    this.rest = Buffer.from(bytes.subarray(to));
  }

  /** Writes what is left, and the footer. */
  finish(): void {
    this.writeGroup();
    this.file.finish();
  }

  private readRows(bytes: Buffer, from: number, to: number): void {
    let at = from;
    if (this.isHeaderNext && at < to) {
      at = bytes.indexOf(LF, at) + 1;
      this.isHeaderNext = false;
    }
    while (at < to) {
      const next = this.readRow(bytes, at);
      this.groupRows++;
      this.groupBytes += next - at;
      at = next;
      if (this.groupRows >= GROUP_ROWS || this.groupBytes >= GROUP_BYTES) this.writeGroup();
    }
  }

  /** Returns the index behind the row. */
  private readRow(bytes: Buffer, from: number): number {
    let at = this.readText(bytes, from);
    this.ids.add(this.source, this.start, this.end);
    at = this.readText(bytes, at);
    this.customers.add(this.source, this.start, this.end);
    at = this.readText(bytes, readAmount(bytes, at, this.amounts));
    this.statuses.add(this.source, this.start, this.end);
    return readDay(bytes, at, this.days);
  }

  /** Returns the index behind the comma that ends the text. */
  private readText(bytes: Buffer, from: number): number {
    if (bytes[from] === QUOTE) return this.readQuoted(bytes, from);
    let at = from;
    while (bytes[at] !== COMMA) {
      if (bytes[at] === LF || at >= bytes.length) throw unreadable(bytes, from);
      at++;
    }
    this.source = bytes;
    this.start = from;
    this.end = at;
    return at + 1;
  }

  private readQuoted(bytes: Buffer, from: number): number {
    let hasDoubled = false;
    let at = from + 1;
    while (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE) {
      if (at >= bytes.length) throw unreadable(bytes, from);
      if (bytes[at] === QUOTE) {
        hasDoubled = true;
        at++;
      }
      at++;
    }
    if (bytes[at + 1] !== COMMA) throw unreadable(bytes, from);
    const inside = bytes.subarray(from + 1, at);
    this.source = hasDoubled ? Buffer.from(inside.toString('latin1').replaceAll('""', '"'), 'latin1') : inside;
    this.start = 0;
    this.end = this.source.length;
    return at + 2;
  }

  private writeGroup(): void {
    if (this.groupRows === 0) return;
    const columns = [this.ids, this.customers, this.amounts, this.statuses, this.days];
    this.file.writeGroup(
      this.groupRows,
      columns.map(column => column.encode()),
    );
    for (const column of columns) column.clear();
    this.groupRows = 0;
    this.groupBytes = 0;
  }
}

/** 16 digits before the point, as DECIMAL(18,2) holds. */
const MOST_WHOLE_DIGITS = 16;
/** Up to here a number holds the cents exactly. */
const MOST_EXACT = 9e13;

/** Returns the index behind the comma that ends the amount. */
function readAmount(bytes: Buffer, start: number, column: Amounts): number {
  const isNegative = bytes[start] === MINUS;
  const from = isNegative ? start + 1 : start;
  let at = from;
  let whole = 0;
  let value = (bytes[at] ?? 0) - ZERO;
  for (; value >= 0 && value <= 9; value = (bytes[++at] ?? 0) - ZERO) whole = whole * 10 + value;
  const wholeEnd = at;
  let hundredths = 0;
  if (bytes[at] === POINT) {
    hundredths = digit(bytes, at + 1) * 10;
    at += 2;
    if (bytes[at] !== COMMA) hundredths += digit(bytes, at++);
  }
  if (bytes[at] !== COMMA || wholeEnd - from > MOST_WHOLE_DIGITS) throw unreadable(bytes, start);
  if (at === start) column.addNull();
  else if (wholeEnd === from) throw unreadable(bytes, start);
  else if (whole < MOST_EXACT) column.add(isNegative ? -(whole * 100 + hundredths) : whole * 100 + hundredths);
  else {
    const cents = BigInt(bytes.toString('latin1', from, wholeEnd)) * 100n + BigInt(hundredths);
    column.addLarge(isNegative ? -cents : cents);
  }
  return at + 1;
}

/** Returns the index behind the line break that ends the day. */
function readDay(bytes: Buffer, start: number, column: Days): number {
  if (bytes[start + 10] !== LF) throw unreadable(bytes, start);
  const year = digit(bytes, start) * 1000 + digit(bytes, start + 1) * 100 + digit(bytes, start + 2) * 10 + digit(bytes, start + 3);
  const month = digit(bytes, start + 5) * 10 + digit(bytes, start + 6);
  column.add(year, month, digit(bytes, start + 8) * 10 + digit(bytes, start + 9));
  return start + 11;
}

function digit(bytes: Buffer, at: number): number {
  const value = (bytes[at] ?? 0) - ZERO;
  if (value < 0 || value > 9) throw unreadable(bytes, at);
  return value;
}

function unreadable(bytes: Buffer, at: number): Error {
  return new Error(`Expected a line of a processed file, got ${JSON.stringify(bytes.toString('utf8', at, at + 60))}`);
}
