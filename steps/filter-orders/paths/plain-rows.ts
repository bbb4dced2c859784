import type { Evidence } from '../judging/evidence';
import { currencyBeside, type Memory, type Rules } from '../judging/judge-row';
import { whiteSpaceLength } from '../reading/white-space';
import type { Currencies } from '../values/currency';
import type { Shape } from '../values/date';
import { dayNumber, isRealDay } from '../values/day';
import type { ByteOutput } from '../writing/byte-output';
import type { FileCurrency } from './strict-rows';

const COMMA = 0x2c;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const EQUALS = 0x3d;

const EXTRA = 0;
const TEXT = 1;
const AMOUNT = 2;
const STATUS = 3;
const DATE = 4;
/** A column that must be empty, since a value there changes another. */
const EMPTY = 5;
/** A customer's id, where `0` is empty. */
const ID = 6;
const CURRENCY = 7;
/** In the order of `COLUMNS`. */
const KINDS = [TEXT, TEXT, AMOUNT, STATUS, DATE];

/** Dates as the fast path takes them: `YYYY-MM-DD`. */
export const PLAIN_SHAPE: Shape = { key: 'Y-', label: 'YYYY-1-2', usual: 'year-first', orders: ['year-first', 'year-day-month'] };

/** What a read came to: the index at which it stopped, and how many rows, which are as many lines, it read. */
export interface PlainRead {
  readonly end: number;
  readonly rows: number;
}

export interface PlainOutputs {
  readonly processed: ByteOutput;
  readonly dropped: ByteOutput;
}

/**
 * The fast path: reads rows that are provably plain and good, decides from their bytes whether they are kept, and copies them.
 *
 * It proves, it does not judge: at the first row in which anything needs a closer look it stops, and that row goes to the strict path as it lies in
 * the file. So each check here may refuse more than `judgeRow` does, and never less.
 */
export class PlainRows {
  kept = 0;
  dropped = 0;

  private readonly delimiter: number;
  /** Bytes that are data whatever surrounds them, and stand in the output as they are. */
  private readonly plain: Uint8Array;
  private readonly plainAscii: Uint8Array;
  private readonly kinds: Uint8Array;
  /** Where the five values are; -1 where there is none. */
  private readonly fieldOrder: readonly number[];
  private readonly isInOrder: boolean;
  /** The dropped statuses by their length, and those that another word stands for. */
  private readonly dropStatuses: readonly (readonly Uint8Array[])[];
  private readonly otherStatuses: readonly (readonly Uint8Array[])[];
  private readonly lastDay: number;
  private readonly mayStatusBeEmpty: boolean;
  private readonly isContinued: boolean;
  private isPointProven = false;

  /** Of the row that was proven last: where each field's output begins and ends, */
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  /** where its line end begins, */
  private contentEnd = 0;
  /** whether its bytes before that are the output's, */
  private isAsItCame = false;
  /** whether it is dropped, */
  private isDropped = false;
  /** whether its amount has a point, */
  private hasPoint = false;
  /** and where its id is. */
  private idStart = 0;
  private idEnd = 0;
  /** The currency column's word of the row before, and the field that has it. */
  private currencyWord: Uint8Array | undefined;
  private readonly currencyField: number;
  private readonly headerCurrency: Currencies | undefined;
  private readonly declaredCurrency: Currencies | undefined;

  /** Undefined where the form of the file needs a closer look at each row. */
  static for(rules: Rules, delimiter: string, maxRowBytes: number, outputs: PlainOutputs, currency: FileCurrency): PlainRows | undefined {
    const { layout, notOrders } = rules;
    const { OrderID, Customer, Amount, Status, OrderDate } = layout.values;
    const firsts = [OrderID, Customer, Amount, Status, OrderDate].map(([first]) => first?.positions ?? []);
    const isSimple =
      Amount.length === 1 && layout.currency.length <= 1 && notOrders.length === 0 && firsts.every(positions => positions.length <= 1);
    const positions = firsts.map(([position = -1]) => position);
    const used = [...positions, ...[...layout.currency, ...layout.cancelledAt].flatMap(column => column.positions)].filter(
      position => position >= 0,
    );
    const isApart = new Set(used).size === used.length;
    return isSimple && isApart ? new PlainRows(rules, delimiter, positions, maxRowBytes, outputs, currency) : undefined;
  }

  private constructor(
    { layout, drop, statuses, rows, currency: declared }: Rules,
    delimiter: string,
    positions: readonly number[],
    private readonly maxRowBytes: number,
    private readonly outputs: PlainOutputs,
    private readonly currency: FileCurrency,
  ) {
    this.delimiter = delimiter.charCodeAt(0);
    this.plain = plainBytes(delimiter);
    this.plainAscii = this.plain.map((plain, byte) => (byte < 0x80 ? plain : 0));
    const width = layout.names.length;
    this.kinds = new Uint8Array(width).fill(EXTRA);
    KINDS.forEach((kind, index) => {
      const position = positions[index] ?? -1;
      if (position >= 0) this.kinds[position] = kind;
    });
    const [customer] = layout.values.Customer;
    if (customer?.isId) this.kinds[positions[1] ?? 0] = ID;
    const [currencyColumn] = layout.currency;
    this.currencyField = currencyColumn?.positions[0] ?? -1;
    if (this.currencyField >= 0) this.kinds[this.currencyField] = CURRENCY;
    this.headerCurrency = layout.values.Amount[0]?.currency;
    this.declaredCurrency = declared;
    this.isContinued = rows === 'first-line';
    for (const {
      positions: [position = 0],
    } of layout.cancelledAt)
      this.kinds[position] = EMPTY;
    this.fieldOrder = positions;
    this.isInOrder = width === positions.length && delimiter === ',' && positions.every((position, index) => position === index);
    this.starts = new Int32Array(width);
    this.ends = new Int32Array(width);
    this.lastDay = drop.lastDay;
    this.dropStatuses = byLength(drop.statuses);
    this.otherStatuses = byLength(statuses.keys());
    this.mayStatusBeEmpty = layout.values.Status.length <= 1;
  }

  /** Whether plain rows are good whatever the rest of the file proves. */
  isUsable(evidence: Evidence): boolean {
    return evidence.orderOf(PLAIN_SHAPE) === 'year-first';
  }

  /**
   * Reads rows of `bytes` from index `from`, where one begins, and stops at `to`, right behind an LF or CR, or at the first row that is not plain.
   * `line` is that of the first row.
   */
  read(bytes: Uint8Array, from: number, to: number, memory: Memory, evidence: Evidence, line: number): PlainRead {
    const { processed, dropped } = this.outputs;
    let at = from;
    let rows = 0;
    // Neighbours are copied together: from here on all rows are kept, and their bytes are the output's.
    let runStart = from;
    while (at < to) {
      const next = this.proveRow(bytes, at, to);
      if (next < 0 || !this.takeCurrency(bytes, line + rows)) break;
      if (this.hasPoint && !this.isPointProven) this.provePoint(evidence, line + rows);
      const isOutput = this.isAsItCame && next === this.contentEnd + 1 && bytes[this.contentEnd] === LF;
      if (isOutput && !this.isDropped) this.kept++;
      else {
        if (runStart < at) processed.copy(bytes, runStart, at);
        runStart = next;
        if (this.isDropped) {
          this.dropped++;
          this.copyRow(bytes, at, dropped);
        } else {
          this.kept++;
          this.copyRow(bytes, at, processed);
        }
      }
      this.idStart = this.starts[this.fieldOrder[0] ?? 0] ?? 0;
      this.idEnd = this.ends[this.fieldOrder[0] ?? 0] ?? 0;
      at = next;
      rows++;
    }
    if (runStart < at) processed.copy(bytes, runStart, at);
    if (rows > 0 && this.isContinued) memory.previousId = this.lastId(bytes);
    return { end: at, rows };
  }

  /** Passes over plain rows, and notes what they prove. */
  prove(bytes: Uint8Array, from: number, to: number, evidence: Evidence, line: number): PlainRead {
    let at = from;
    let rows = 0;
    while (at < to) {
      const next = this.proveRow(bytes, at, to);
      if (next < 0) break;
      if (this.hasPoint && !this.isPointProven) this.provePoint(evidence, line + rows);
      at = next;
      rows++;
    }
    return { end: at, rows };
  }

  private provePoint(evidence: Evidence, line: number): void {
    this.isPointProven = true;
    evidence.addMark('.', { line, value: 'an amount with a point' });
  }

  private lastId(bytes: Uint8Array): string {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + this.idStart, this.idEnd - this.idStart).toString('utf8');
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"').trim() : text;
  }

  /** Whether the row's currency is the file's so far. */
  private takeCurrency(bytes: Uint8Array, line: number): boolean {
    const { currencyField: field, headerCurrency, declaredCurrency } = this;
    if (field < 0 && !headerCurrency && !declaredCurrency) return true;
    const word = field < 0 ? NO_BYTES : bytes.subarray(this.starts[field], this.ends[field]);
    if (this.currencyWord && isSame(word, this.currencyWord)) return true;
    const currencies = currencyBeside(Buffer.from(word).toString('utf8').trim(), headerCurrency, declaredCurrency);
    if (currencies?.size === 0) return false;
    if (currencies) this.currency.add(currencies, line);
    this.currencyWord = Uint8Array.from(word);
    return true;
  }

  /** The index behind the row that begins at `from`, or -1. */
  private proveRow(bytes: Uint8Array, from: number, to: number): number {
    const { kinds, starts, ends, delimiter, plain } = this;
    const width = kinds.length;
    let at = from;
    let isDroppable = false;
    let isOld = false;
    let isAsItCame = this.isInOrder;
    for (let field = 0; field < width; field++) {
      const kind = kinds[field];
      const isQuoted = bytes[at] === QUOTE;
      const start = isQuoted ? at + 1 : at;
      let end = start;
      switch (kind) {
        case TEXT:
        case ID:
          end = isQuoted ? skipQuoted(plain, bytes, start) : skip(plain, bytes, start);
          // Quotes around `=""123""` may hold a formula that stands for a text.
          if (end === start || bytes[start] === EQUALS || isEdgeUnclear(bytes, start, end)) return -1;
          if (kind === ID && end === start + 1 && bytes[start] === ZERO) return -1;
          break;
        case AMOUNT:
          end = skipAmount(bytes, start);
          if (end < 0) return -1;
          this.hasPoint = bytes[end - 2] === POINT || bytes[end - 3] === POINT;
          break;
        case STATUS:
          end = skip(this.plainAscii, bytes, start);
          if (end === start ? !this.mayStatusBeEmpty : isWhiteOrControl(bytes[start]) || isWhiteOrControl(bytes[end - 1])) return -1;
          isDroppable = isOneOf(this.dropStatuses, bytes, start, end);
          if (this.otherStatuses.length > 0 && isOneOf(this.otherStatuses, bytes, start, end)) return -1;
          break;
        case DATE: {
          const day = readDay(bytes, start);
          if (day === 0) return -1;
          isOld = day <= this.lastDay;
          end = start + 10;
          break;
        }
        case EMPTY:
          break;
        case CURRENCY:
          end = skip(this.plainAscii, bytes, start);
          break;
        default:
          end = isQuoted ? skipQuoted(plain, bytes, start) : skip(plain, bytes, start);
      }
      starts[field] = start;
      ends[field] = end;
      at = end;
      if (isQuoted) {
        if (bytes[at] !== QUOTE) return -1;
        at++;
        if ((kind === TEXT || kind === ID) && needsQuotes(bytes, start, end)) {
          starts[field] = start - 1;
          ends[field] = at;
        } else isAsItCame = false;
      }
      if (field < width - 1) {
        if (bytes[at] !== delimiter) return -1;
        at++;
      }
    }
    if (at - from > this.maxRowBytes) return -1;
    this.isAsItCame = isAsItCame;
    this.isDropped = isDroppable && isOld;
    this.contentEnd = at;
    if (bytes[at] === LF) return at + 1;
    // Behind the last CR there may be an LF that is not here yet.
    if (bytes[at] !== CR || at + 1 === to) return -1;
    return bytes[at + 1] === LF ? at + 2 : at + 1;
  }

  private copyRow(bytes: Uint8Array, from: number, output: ByteOutput): void {
    if (this.isAsItCame) output.copy(bytes, from, this.contentEnd);
    else {
      for (let index = 0; index < this.fieldOrder.length; index++) {
        if (index > 0) output.byte(COMMA);
        const position = this.fieldOrder[index] ?? -1;
        if (position >= 0) output.copy(bytes, this.starts[position] ?? 0, this.ends[position] ?? 0);
      }
    }
    output.byte(LF);
  }
}

const NO_BYTES = new Uint8Array(0);

/** No delimiter, comma, quote, backslash, line end or NUL. */
function plainBytes(delimiter: string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const character = String.fromCharCode(byte);
    return character === delimiter || /[,"\\\n\r\0]/.test(character) ? 0 : 1;
  });
}

function byLength(statuses: Iterable<string>): readonly (readonly Uint8Array[])[] {
  const lists: Uint8Array[][] = [];
  for (const status of statuses) {
    const bytes = Buffer.from(status, 'utf8');
    lists[bytes.length] = [...(lists[bytes.length] ?? []), bytes];
  }
  return lists;
}

function isOneOf(statuses: readonly (readonly Uint8Array[])[], bytes: Uint8Array, start: number, end: number): boolean {
  const candidates = statuses[end - start];
  if (candidates === undefined) return false;
  for (const candidate of candidates) {
    let same = 0;
    while (same < candidate.length && lowerCase(bytes[start + same] ?? 0) === candidate[same]) same++;
    if (same === candidate.length) return true;
  }
  return false;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** Whether the output has quotes around the text, which holds no line break. */
function needsQuotes(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === COMMA || byte === QUOTE || byte === BACKSLASH) return true;
  }
  return false;
}

/*
 * What can be proven of a value on its bytes. None of these functions knows where the text ends: each stops at a byte that its value cannot hold, and
 * the last byte of the text is a row end, which no value can. They stand here because a call into another module takes twice as long where nothing
 * bundles the two.
 */

/** The index of the first byte that is not in the table. */
function skip(table: Uint8Array, bytes: Uint8Array, from: number): number {
  let at = from;
  while (table[bytes[at] ?? 0] === 1) at++;
  return at;
}

/** The index of the closing quote, if the text before it is on one line; else that of some other byte. */
function skipQuoted(plain: Uint8Array, bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    at = skip(plain, bytes, at);
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE && bytes[at + 1] === QUOTE) at += 2;
    else if (byte === QUOTE || byte === LF || byte === CR || byte === 0) return at;
    else at++;
  }
}

/** The index behind the amount at `from`, or -1 where none is. */
function skipAmount(bytes: Uint8Array, from: number): number {
  const start = bytes[from] === MINUS ? from + 1 : from;
  const point = skipDigits(bytes, start);
  if (point === start || point - start > 16) return -1;
  if (bytes[point] !== POINT) return point;
  const end = skipDigits(bytes, point + 1);
  return end === point + 1 || end > point + 3 ? -1 : end;
}

function skipDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (digit(bytes, at) <= 9) at++;
  return at;
}

/** The day number of the date at `at`, or 0 where none is. What it reads behind the last LF, it reads in vain. */
function readDay(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return 0;
  const y1 = digit(bytes, at);
  const y2 = digit(bytes, at + 1);
  const y3 = digit(bytes, at + 2);
  const y4 = digit(bytes, at + 3);
  const m1 = digit(bytes, at + 5);
  const m2 = digit(bytes, at + 6);
  const d1 = digit(bytes, at + 8);
  const d2 = digit(bytes, at + 9);
  if (y1 > 9 || y2 > 9 || y3 > 9 || y4 > 9 || m1 > 9 || m2 > 9 || d1 > 9 || d2 > 9) return 0;
  const year = y1 * 1000 + y2 * 100 + y3 * 10 + y4;
  const month = m1 * 10 + m2;
  const day = d1 * 10 + d2;
  return isRealDay(year, month, day) ? dayNumber(year, month, day) : 0;
}

/** More than 9 where the byte is no digit. */
function digit(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) - ZERO) >>> 0;
}

/** Whether white space may begin or end the text, which would have to be trimmed. */
function isEdgeUnclear(bytes: Uint8Array, start: number, end: number): boolean {
  if (isWhiteOrControl(bytes[start]) || isWhiteOrControl(bytes[end - 1])) return true;
  if ((bytes[start] ?? 0) >= 0x80 && whiteSpaceLength(bytes, start) > 0) return true;
  let last = end - 1;
  while (((bytes[last] ?? 0) & 0xc0) === 0x80) last--;
  return (bytes[last] ?? 0) >= 0x80 && whiteSpaceLength(bytes, last) > 0;
}

function isWhiteOrControl(byte = 0): boolean {
  return byte <= 0x20;
}

function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
}
