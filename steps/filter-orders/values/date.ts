import { isRealDay } from './day';

/** The order in which a date of three numbers names year, month and day. `year-day-month` is never read: it only shows that a shape is not plain. */
export type Order = 'day-first' | 'month-first' | 'year-first' | 'year-day-month';

/** How one date can be read. */
export type DateReadings =
  | { readonly kind: 'day'; readonly day: string }
  /** Three numbers: the real day in each order in which they are one, `YYYY-MM-DD`. */
  | { readonly kind: 'numbers'; readonly shape: Shape; readonly days: Readonly<Partial<Record<Order, string>>> }
  | { readonly kind: 'bad'; readonly reason: string };

/** What the proof of one value says something about: separator, digits and place of the year, with or without a time. */
export interface Shape {
  readonly key: string;
  /** As people write it, such as `DD/MM/YYYY`: `1` stands for the first number, `2` for the second. */
  readonly label: string;
  /** What is read where no value proves an order; undefined where that needs proof. */
  readonly usual: Order | undefined;
  readonly orders: readonly Order[];
}

const TIME = String.raw`(?:T|[\s]*,[\s]*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:\s*[AP]M)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?|[A-Z]{1,5})?`;
const COMPACT = new RegExp(`^(\\d{4})(\\d{2})(\\d{2})(${TIME})?$`, 'i');
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(${TIME})?$`, 'i');
const NUMBERS = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})(${TIME})?$`, 'i');
const WEEKDAY = String.raw`(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\.?,?\s*)?`;
const DAY_NAME_YEAR = new RegExp(`^${WEEKDAY}(\\d{1,2})(?:[-/.]|\\.?\\s+)([a-z]{3,9})\\.?(?:[-/]|,?\\s+)(\\d{4}|\\d{2})(${TIME})?$`, 'i');
const NAME_DAY_YEAR = new RegExp(`^${WEEKDAY}([a-z]{3,9})\\.?(?:[-/]|\\s+)(\\d{1,2})(?:[-/]|,\\s*|\\s+)(\\d{4}|\\d{2})(${TIME})?$`, 'i');

const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/** `value` is trimmed. */
export function readDate(value: string): DateReadings {
  if (/^\d{5}(\.\d+)?$/.test(value)) return bad('it is a spreadsheet’s serial number: format the column as a date before you export it');
  if (/^(\d{9,10}|\d{13})(\.\d+)?$/.test(value)) return bad('it is Unix time: write it as a date like 2025-04-21');
  return readCompact(value) ?? readYearFirst(value) ?? readNumbers(value) ?? readNamed(value) ?? bad(EXPECTED);
}

const EXPECTED = 'a date is a real day like 2025-04-21';

function bad(reason: string): DateReadings {
  return { kind: 'bad', reason };
}

function readCompact(value: string): DateReadings | undefined {
  const match = COMPACT.exec(value);
  if (!match) return undefined;
  const [, year = '', one = '', two = '', time] = match;
  return yearFirst(year, '', one, two, time);
}

function readYearFirst(value: string): DateReadings | undefined {
  const match = YEAR_FIRST.exec(value);
  if (!match) return undefined;
  const [, year = '', separator = '', one = '', two = '', time] = match;
  return yearFirst(year, separator, one, two, time);
}

function yearFirst(year: string, separator: string, one: string, two: string, time: string | undefined): DateReadings {
  const shape = yearFirstShape(separator, time !== undefined);
  return numbers(value => [value(year, one, two, 'year-first'), value(year, two, one, 'year-day-month')], shape, time);
}

/** Of dates that begin with a year of four digits. */
export function yearFirstShape(separator: string, hasTime: boolean): Shape {
  const key = `Y${separator}${hasTime ? 'T' : ''}`;
  return known(key, () => ({
    key,
    label: ['YYYY', '1', '2'].join(separator) + (hasTime ? ' with a time' : ''),
    usual: 'year-first',
    orders: ['year-first', 'year-day-month'],
  }));
}

/** Of dates of three numbers of which none says by its length that it is the year, or the last one alone does. */
export function numbersShape(separator: string, isShort: boolean, hasTime: boolean): Shape {
  const key = `${separator}${isShort ? 2 : 4}${hasTime ? 'T' : ''}`;
  return known(key, () => ({
    key,
    label: ['1', '2', isShort ? 'YY' : 'YYYY'].join(separator) + (hasTime ? ' with a time' : ''),
    usual: separator === '.' && !isShort ? 'day-first' : undefined,
    orders: isShort ? ['day-first', 'month-first', 'year-first'] : ['day-first', 'month-first'],
  }));
}

const shapes = new Map<string, Shape>();

/** There are some twenty shapes, and every date has one. */
function known(key: string, make: () => Shape): Shape {
  const shape = shapes.get(key) ?? make();
  shapes.set(key, shape);
  return shape;
}

function readNumbers(value: string): DateReadings | undefined {
  const match = NUMBERS.exec(value);
  if (!match) return undefined;
  const [, one = '', separator = '', two = '', three = '', time] = match;
  const isShort = three.length === 2;
  const shape = numbersShape(separator, isShort, time !== undefined);
  const year = isShort ? ofThisCentury(three) : three;
  return numbers(
    read => [
      read(year, two, one, 'day-first'),
      read(year, one, two, 'month-first'),
      ...(isShort && one.length === 2 ? [read(ofThisCentury(one), two, three, 'year-first')] : []),
    ],
    shape,
    time,
  );
}

/** 00 to 69 are 20xx; others may be of either century, which year 0 stands for: no real day is in it. */
function ofThisCentury(year: string): string {
  return Number(year) <= 69 ? `20${year.padStart(2, '0')}` : '0000';
}

type Read = (year: string, month: string, day: string, order: Order) => readonly [Order, string] | undefined;

function numbers(
  list: (read: Read) => readonly (readonly [Order, string] | undefined)[],
  shape: Shape,
  time: string | undefined,
): DateReadings {
  if (!isTime(time)) return bad(`${EXPECTED}; what follows the day is no time`);
  const days = list((year, month, day, order) => {
    const iso = realDay(Number(year), Number(month), Number(day));
    return iso === undefined ? undefined : [order, iso];
  });
  const real = days.filter(day => day !== undefined);
  return real.length === 0 ? bad(EXPECTED) : { kind: 'numbers', shape, days: Object.fromEntries(real) };
}

function readNamed(value: string): DateReadings | undefined {
  const byDay = DAY_NAME_YEAR.exec(value);
  const byName = byDay ? undefined : NAME_DAY_YEAR.exec(value);
  const [, one = '', two = '', year = '', time] = byDay ?? byName ?? [];
  if (year === '') return undefined;
  const [name, day] = byDay ? [two, one] : [one, two];
  const month = monthOf(name.toLowerCase());
  if (!isTime(time)) return bad(`${EXPECTED}; what follows the day is no time`);
  const iso = realDay(Number(year.length === 2 ? ofThisCentury(year) : year), month, Number(day));
  return iso === undefined ? bad(EXPECTED) : { kind: 'day', day: iso };
}

/** 0 for what is no month. */
function monthOf(name: string): number {
  if (name === 'sept') return 9;
  return MONTHS.findIndex(month => name === month || name === month.slice(0, 3)) + 1;
}

const EXACT_TIME = new RegExp(`^${TIME}$`, 'i');

function isTime(time: string | undefined): boolean {
  if (time === undefined) return true;
  const [, hours, minutes, seconds = 0] = EXACT_TIME.exec(time) ?? [];
  return Number(hours) <= 24 && Number(minutes) <= 59 && Number(seconds) <= 60;
}

function realDay(year: number, month: number, day: number): string | undefined {
  if (!isRealDay(year, month, day)) return undefined;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
