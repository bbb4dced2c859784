import { whiteSpaceLength } from '../reading/white-space';
import type { Evidence } from '../validation/evidence';
import { currencyBeside, type Memory, type Rules } from '../validation/validate-row';
import type { Currencies } from '../values/currency';
import { numbersShape, type Order, type Shape, yearFirstShape } from '../values/date';
import { dayNumber, isRealDay } from '../values/day';
import { BLOCK_BYTES, type ByteOutput } from '../writing/byte-output';
import type { FileCurrency } from './strict-rows';

const COMMA = 0x2c;
const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const SLASH = 0x2f;
const COLON = 0x3a;
const PLUS = 0x2b;
const SPACE = 0x20;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;
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

/** `YYYY-MM-DD`, which the output has too, and the same with a time. */
const ISO = yearFirstShape('-', false);
const ISO_WITH_TIME = yearFirstShape('-', true);

/** Dates of three numbers: their separators, and whether a time follows. */
const SEPARATORS = ['/', '-', '.'];
const NUMBER_SHAPES = SEPARATORS.flatMap(separator =>
  [false, true].flatMap(hasTime =>
    [false, true].map(isShort => ({
      index: indexOfShape(separator.charCodeAt(0), hasTime, isShort),
      shape: numbersShape(separator, isShort, hasTime),
    })),
  ),
);
const UNKNOWN = 0;
const DAY_FIRST = 1;
const MONTH_FIRST = 2;

function indexOfShape(separator: number, hasTime: boolean, isShort: boolean): number {
  return (separator === SLASH ? 0 : separator === MINUS ? 4 : 8) + (hasTime ? 2 : 0) + (isShort ? 1 : 0);
}

/** The result of a read: the index at which it stopped, and how many rows, which are as many lines, it read. */
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
 * It proves and does not validate: at the first row in which anything needs a closer look it stops, and that row goes to the strict path as it lies in
 * the file. So each check here may refuse more than `validateRow` does, and never less.
 */
export class PlainRows {
  kept = 0;
  dropped = 0;

  private readonly delimiter: number;
  /** Bytes that are data in every context, and stand in the output as they are. */
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
  /** Commas are data, which the output has in quotes. */
  private readonly hasOtherDelimiter: boolean;
  /** By which order the dates of each shape are read; `useEvidence` sets both. */
  private readonly orders = new Uint8Array(12);
  private isIsoUsable = false;
  private isIsoWithTimeUsable = false;
  private readonly isContinued: boolean;
  private isPointProven = false;
  private isCommaProven = false;

  /** Of the row that was proven last: where each field's output begins and ends, */
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  /** where its line end begins, */
  private contentEnd = 0;
  /** whether its bytes before that are the output's, */
  private isAsItCame = false;
  /** whether it is dropped, */
  private isDropped = false;
  /** the decimal mark of an amount that is to be written without its marks; 0 for one that is written as received, */
  private amountMark = 0;
  /** its day, and whether that is to be written from the number, */
  private day = 0;
  private isDayRewritten = false;
  /** and where its id is. */
  private idStart = 0;
  private idEnd = 0;
  /** The currency column's word of the row before, and the field that has it. */
  private currencyWord: Uint8Array | undefined;
  private readonly currencyField: number;
  private readonly hasCurrency: boolean;
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
    this.hasOtherDelimiter = delimiter !== ',';
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
    this.hasCurrency = this.currencyField >= 0 || this.headerCurrency !== undefined || declared !== undefined;
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

  /** Takes over by which orders dates are read. What is open, and what nothing has proven yet, is left to the strict path. */
  useEvidence(evidence: Evidence): void {
    const use = (shape: Shape) => (evidence.orderOf(shape) === 'open' ? 'open' : evidence.useOrder(shape));
    this.isIsoUsable = use(ISO) === 'year-first';
    this.isIsoWithTimeUsable = use(ISO_WITH_TIME) === 'year-first';
    for (const { index, shape } of NUMBER_SHAPES) this.orders[index] = codeOf(use(shape));
  }

  /** Before anything is proven: only what has one meaning, with any proof, is passed over. */
  useNoEvidence(): void {
    this.isIsoUsable = true;
    this.isIsoWithTimeUsable = true;
    this.orders.fill(UNKNOWN);
  }

  /**
   * Reads rows of `bytes` from index `from`, where one begins, and stops at `to`, right behind an LF or CR, or at the first row that is not plain.
   * `line` is that of the first row.
   */
  read(bytes: Uint8Array, from: number, to: number, memory: Memory, evidence: Evidence, line: number): PlainRead {
    const { isContinued } = this;
    const { processed, dropped } = this.outputs;
    let at = from;
    let rows = 0;
    // Neighbours are copied together: from here on all rows are kept, and their bytes are the output's.
    let runStart = from;
    while (at < to) {
      const next = this.proveRow(bytes, at, to);
      if (next < 0 || (this.hasCurrency && !this.takeCurrency(bytes, line + rows))) break;
      if (this.amountMark > 0 || !this.isPointProven) this.proveMark(bytes, evidence, line + rows);
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
      if (isContinued) {
        this.idStart = this.starts[this.fieldOrder[0] ?? 0] ?? 0;
        this.idEnd = this.ends[this.fieldOrder[0] ?? 0] ?? 0;
      }
      at = next;
      rows++;
    }
    if (runStart < at) processed.copy(bytes, runStart, at);
    if (rows > 0 && isContinued) memory.previousId = this.lastId(bytes);
    return { end: at, rows };
  }

  /** Passes over plain rows, and notes what they prove. */
  prove(bytes: Uint8Array, from: number, to: number, evidence: Evidence, line: number): PlainRead {
    let at = from;
    let rows = 0;
    while (at < to) {
      const next = this.proveRow(bytes, at, to);
      if (next < 0) break;
      if (this.amountMark > 0 || !this.isPointProven) this.proveMark(bytes, evidence, line + rows);
      at = next;
      rows++;
    }
    return { end: at, rows };
  }

  private proveMark(bytes: Uint8Array, evidence: Evidence, line: number): void {
    if (this.amountMark === COMMA) {
      if (!this.isCommaProven) evidence.addMark(',', { line, value: 'decimals behind a comma' });
      this.isCommaProven = true;
    } else if (!this.isPointProven && this.hasPoint(bytes)) {
      evidence.addMark('.', { line, value: 'decimals behind a point' });
      this.isPointProven = true;
    }
  }

  private hasPoint(bytes: Uint8Array): boolean {
    const position = this.fieldOrder[AMOUNT_COLUMN] ?? 0;
    for (let at = this.starts[position] ?? 0; at < (this.ends[position] ?? 0); at++) if (bytes[at] === POINT) return true;
    return false;
  }

  private lastId(bytes: Uint8Array): string {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset + this.idStart, this.idEnd - this.idStart).toString('utf8');
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"').trim() : text;
  }

  /** Whether the row's currency is the file's so far. */
  private takeCurrency(bytes: Uint8Array, line: number): boolean {
    const { currencyField: field, headerCurrency, declaredCurrency } = this;
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
    const { kinds, starts, ends, delimiter, plain, plainAscii, dropStatuses, otherStatuses, hasOtherDelimiter } = this;
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
          this.amountMark = 0;
          if (end < 0 || bytes[end] === POINT || (bytes[end] === COMMA && (isQuoted || hasOtherDelimiter))) {
            end = this.proveMarked(bytes, start, isQuoted || hasOtherDelimiter);
            if (end < 0) return -1;
            isAsItCame = false;
          }
          break;
        case STATUS:
          end = skip(plainAscii, bytes, start);
          if (end === start ? !this.mayStatusBeEmpty : isWhiteOrControl(bytes[start]) || isWhiteOrControl(bytes[end - 1])) return -1;
          isDroppable = isOneOf(dropStatuses, bytes, start, end);
          if (otherStatuses.length > 0 && isOneOf(otherStatuses, bytes, start, end)) return -1;
          break;
        case DATE:
          end = this.proveDate(bytes, start);
          if (end < 0) return -1;
          if (this.isDayRewritten) isAsItCame = false;
          isOld = this.day <= this.lastDay;
          break;
        case EMPTY:
          break;
        case CURRENCY:
          end = skip(plainAscii, bytes, start);
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
    if (at - from > this.maxRowBytes || at - from > MAX_PLAIN_BYTES) return -1;
    this.isAsItCame = isAsItCame;
    this.isDropped = isDroppable && isOld;
    this.contentEnd = at;
    if (bytes[at] === LF) return at + 1;
    // Behind the last CR there may be an LF that is not here yet.
    if (bytes[at] !== CR || at + 1 === to) return -1;
    return bytes[at + 1] === LF ? at + 2 : at + 1;
  }

  /** The index behind an amount with groups or a decimal comma, or -1. A mark before one or two digits is decimal in every file. */
  private proveMarked(bytes: Uint8Array, from: number, isCommaData: boolean): number {
    const start = bytes[from] === MINUS ? from + 1 : from;
    const behind = skipDigits(bytes, start);
    const whole = behind - start;
    const mark = bytes[behind] ?? 0;
    if (whole === 0 || whole > 16 || (mark !== POINT && (mark !== COMMA || !isCommaData))) return -1;
    const end = skipDigits(bytes, behind + 1);
    const decimals = end - behind - 1;
    if (mark === COMMA && (decimals === 1 || decimals === 2)) {
      this.amountMark = mark;
      return end;
    }
    return decimals === 3 && whole <= 3 && !(whole === 1 && bytes[start] === ZERO) ? this.proveGroups(bytes, behind, isCommaData) : -1;
  }

  /** Groups of three by the mark at `at`, then the other mark and one or two decimals. */
  private proveGroups(bytes: Uint8Array, at: number, isCommaData: boolean): number {
    const mark = bytes[at];
    const decimal = mark === POINT ? COMMA : POINT;
    let next = at;
    while (bytes[next] === mark && skipDigits(bytes, next + 1) === next + 4) next += 4;
    const end = skipDigits(bytes, next + 1);
    const decimals = end - next - 1;
    if (bytes[next] !== decimal || (decimal === COMMA && !isCommaData) || next - at > 16 || decimals < 1 || decimals > 2) return -1;
    this.amountMark = decimal;
    return end;
  }

  /** The index behind the date at `from`, or -1; `day` is its number. */
  private proveDate(bytes: Uint8Array, from: number): number {
    this.day = this.isIsoUsable || this.isIsoWithTimeUsable ? readDay(bytes, from) : 0;
    if (this.day > 0) {
      const end = from + 10;
      const behind = skipTime(bytes, end);
      this.isDayRewritten = behind > end;
      return behind > end ? (this.isIsoWithTimeUsable ? behind : -1) : this.isIsoUsable ? end : -1;
    }
    return this.proveNumbers(bytes, from);
  }

  /** A date of three numbers whose shape is read by a known order. */
  private proveNumbers(bytes: Uint8Array, from: number): number {
    let at = from;
    let one = digit(bytes, at++);
    if (one > 9) return -1;
    let next = digit(bytes, at);
    if (next <= 9) {
      one = one * 10 + next;
      at++;
    }
    const separator = bytes[at++];
    if (separator !== SLASH && separator !== MINUS && separator !== POINT) return -1;
    let two = digit(bytes, at++);
    if (two > 9) return -1;
    next = digit(bytes, at);
    if (next <= 9) {
      two = two * 10 + next;
      at++;
    }
    if (bytes[at++] !== separator) return -1;
    const y1 = digit(bytes, at);
    const y2 = digit(bytes, at + 1);
    if (y1 > 9 || y2 > 9) return -1;
    let year = y1 * 10 + y2;
    at += 2;
    const y3 = digit(bytes, at);
    const y4 = digit(bytes, at + 1);
    const isShort = y3 > 9;
    if (isShort) {
      if (year > 69) return -1;
      year += 2000;
    } else {
      if (y4 > 9) return -1;
      year = year * 100 + y3 * 10 + y4;
      at += 2;
    }
    const behind = skipTime(bytes, at);
    const order = this.orders[indexOfShape(separator, behind > at, isShort)];
    if (order === UNKNOWN) return -1;
    const month = order === DAY_FIRST ? two : one;
    const day = order === DAY_FIRST ? one : two;
    if (!isRealDay(year, month, day)) return -1;
    this.day = dayNumber(year, month, day);
    this.isDayRewritten = true;
    return behind;
  }

  private copyRow(bytes: Uint8Array, from: number, output: ByteOutput): void {
    // A row is as long as it was, but for the quotes around three texts, a zero behind an amount, and zeros in a date.
    const block = output.reserve(this.contentEnd - from + ROW_ROOM);
    const { fieldOrder, starts, ends, amountMark, isDayRewritten, hasOtherDelimiter } = this;
    let to = output.used;
    if (this.isAsItCame) to = copyBytes(bytes, from, this.contentEnd, block, to);
    else {
      for (let index = 0; index < fieldOrder.length; index++) {
        if (index > 0) block[to++] = COMMA;
        const position = fieldOrder[index] ?? -1;
        if (position < 0) continue;
        const start = starts[position] ?? 0;
        const end = ends[position] ?? 0;
        if (index === AMOUNT_COLUMN && amountMark > 0) to = writeAmount(bytes, start, end, amountMark, block, to);
        else if (index === DATE_COLUMN && isDayRewritten) to = writeDay(this.day, block, to);
        else if (hasOtherDelimiter && bytes[start] !== QUOTE && hasComma(bytes, start, end)) {
          block[to++] = QUOTE;
          to = copyBytes(bytes, start, end, block, to);
          block[to++] = QUOTE;
        } else to = copyBytes(bytes, start, end, block, to);
      }
    }
    block[to++] = LF;
    output.used = to;
  }
}

const ROW_ROOM = 32;
/** A longer row goes to the strict path: a plain one fits a block of the output. */
const MAX_PLAIN_BYTES = BLOCK_BYTES - ROW_ROOM;

/** Returns the index behind what was written, as do all that write. */
function copyBytes(bytes: Uint8Array, start: number, end: number, block: Uint8Array, from: number): number {
  let to = from;
  if (end - start > 200) {
    block.set(bytes.subarray(start, end), to);
    return to + end - start;
  }
  for (let at = start; at < end; at++) block[to++] = bytes[at] ?? 0;
  return to;
}

/** Without groups, and with two decimals. */
function writeAmount(bytes: Uint8Array, start: number, end: number, mark: number, block: Uint8Array, from: number): number {
  let to = from;
  let point = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === mark) {
      point = to;
      block[to++] = POINT;
    } else if (byte !== POINT && byte !== COMMA) block[to++] = byte;
  }
  if (to === point + 2) block[to++] = ZERO;
  return to;
}

const AMOUNT_COLUMN = 2;
const DATE_COLUMN = 4;

function codeOf(order: Order | 'open'): number {
  return order === 'day-first' ? DAY_FIRST : order === 'month-first' ? MONTH_FIRST : UNKNOWN;
}

function writeDay(number: number, block: Uint8Array, to: number): number {
  const year = Math.floor(number / 10_000);
  const monthAndDay = number - year * 10_000;
  const month = Math.floor(monthAndDay / 100);
  const century = Math.floor(year / 100);
  writeTwo(century, block, to);
  writeTwo(year - century * 100, block, to + 2);
  block[to + 4] = MINUS;
  writeTwo(month, block, to + 5);
  block[to + 7] = MINUS;
  writeTwo(monthAndDay - month * 100, block, to + 8);
  return to + 10;
}

function writeTwo(number: number, block: Uint8Array, to: number): void {
  const tens = Math.floor(number / 10);
  block[to] = ZERO + tens;
  block[to + 1] = ZERO + number - tens * 10;
}

function hasComma(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === COMMA) return true;
  return false;
}

const NO_BYTES = new Uint8Array(0);

/** No delimiter, quote, backslash, line end or NUL. */
function plainBytes(delimiter: string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    const character = String.fromCharCode(byte);
    return character === delimiter || /["\\\n\r\0]/.test(character) ? 0 : 1;
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

/** The index behind the plain amount at `from`, or -1 where none is. */
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

/**
 * The index behind a time that follows a day, such as ` 10:15`, `T10:15:01Z` or ` 10:15:01.5 -0500`; `from` where there is none. Other times are
 * left to the strict path, since they are followed by something.
 */
function skipTime(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== SPACE && bytes[from] !== LETTER_T) return from;
  const hours = skipDigits(bytes, from + 1);
  if (hours === from + 1 || hours > from + 3 || numberAt(bytes, from + 1, hours) > 24) return from;
  let at = skipSixty(bytes, hours);
  if (at < 0) return from;
  const seconds = skipSixty(bytes, at);
  if (seconds > 0) {
    at = seconds;
    if (bytes[at] === POINT) {
      const fraction = skipDigits(bytes, at + 1);
      if (fraction === at + 1) return from;
      at = fraction;
    }
  }
  if (bytes[at] === LETTER_Z) return at + 1;
  const zone = bytes[at] === SPACE ? at + 1 : at;
  if (bytes[zone] !== PLUS && bytes[zone] !== MINUS) return at;
  const offset = skipDigits(bytes, zone + 1);
  if (offset === zone + 5) return offset;
  return offset === zone + 3 && bytes[offset] === COLON && skipDigits(bytes, offset + 1) === offset + 3 ? offset + 3 : from;
}

/** The index behind `:` and two digits below 60, or -1. */
function skipSixty(bytes: Uint8Array, at: number): number {
  return bytes[at] === COLON && digit(bytes, at + 1) <= 5 && digit(bytes, at + 2) <= 9 && digit(bytes, at + 3) > 9 ? at + 3 : -1;
}

function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at++) number = number * 10 + digit(bytes, at);
  return number;
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
