import { invalidArgument, notSupported, type TrinoError } from '../trino-error';
import { dayOf, MICROS_PER_DAY, offsetName } from './calendar';
import { dayOfWeek, dayOfYear, isoWeek, type Moment, partsOf } from './date-fields';
import { roundMicros } from './parse-time';
import { Zoned } from './value';

/** One piece of a pattern: text as it stands, or a field with its least width (for names: 4 and more is the full name). */
type Piece = { readonly text: string } | { readonly field: Field; readonly width: number; readonly pad?: string };

type Field = keyof typeof PRINTERS;

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const named = (names: readonly string[], index: number, width: number) => (width > 3 ? names[index] : names[index]?.slice(0, 3)) ?? '';

const PRINTERS = {
  year: (moment: Moment, width: number) => (width === 2 ? partsOf(moment).year % 100 : partsOf(moment).year),
  month: (moment: Moment) => partsOf(moment).month,
  monthName: (moment: Moment, width: number) => named(MONTHS, partsOf(moment).month - 1, width),
  day: (moment: Moment) => partsOf(moment).day,
  dayOfYear: (moment: Moment) => dayOfYear(partsOf(moment).days),
  dayName: (moment: Moment, width: number) => named(DAYS, dayOfWeek(partsOf(moment).days) - 1, width),
  dayOfWeek: (moment: Moment) => dayOfWeek(partsOf(moment).days),
  weekYear: (moment: Moment) => isoWeek(partsOf(moment).days).year,
  week: (moment: Moment) => isoWeek(partsOf(moment).days).week,
  hour: (moment: Moment) => partsOf(moment).hour,
  hour12: (moment: Moment) => partsOf(moment).hour % 12 || 12,
  minute: (moment: Moment) => partsOf(moment).minute,
  second: (moment: Moment) => partsOf(moment).second,
  fraction: (moment: Moment, width: number) => String(partsOf(moment).micros).padStart(6, '0').slice(0, width),
  clockHour: (moment: Moment) => partsOf(moment).hour || 24,
  halfHour: (moment: Moment) => partsOf(moment).hour % 12,
  century: (moment: Moment) => Math.floor(partsOf(moment).year / 100),
  era: (moment: Moment) => (partsOf(moment).year > 0 ? 'AD' : 'BC'),
  offset: (moment: Moment, width: number) => (moment instanceof Zoned ? zoneText(moment, width) : ''),
  half: (moment: Moment) => (partsOf(moment).hour < 12 ? 'AM' : 'PM'),
} as const;

/** Of a second only thousandths are written. */
export function print(pieces: readonly Piece[], exact: Moment): string {
  const moment =
    typeof exact === 'bigint'
      ? roundMicros(exact, 3)
      : exact instanceof Zoned
        ? new Zoned(roundMicros(exact.instant, 3), exact.zone)
        : exact;
  return pieces
    .map(piece => ('text' in piece ? piece.text : String(PRINTERS[piece.field](moment, piece.width)).padStart(padded(piece), '0')))
    .join('');
}

const WORDS: readonly Field[] = ['monthName', 'dayName', 'half', 'fraction', 'era', 'offset'];

function padded({ field, width }: { field: Field; width: number }): number {
  return WORDS.includes(field) ? 0 : width;
}

/** `+0200`, `+02:00` or the zone's name. */
function zoneText(moment: Zoned, width: number): string {
  if (width > 2) return moment.zone;
  const text = offsetName(moment);
  const shown = text === 'UTC' ? '+00:00' : text;
  return width === 1 ? shown.replace(':', '') : shown;
}

/** How many digits a number may have at most when it is read. */
const MOST_DIGITS: Readonly<Partial<Record<Field, number>>> = { year: 9, fraction: 9, dayOfYear: 3 };
const RANGES: Readonly<Partial<Record<Field, readonly [number, number, string]>>> = {
  month: [1, 12, 'MonthOfYear'],
  hour: [0, 23, 'HourOfDay'],
  hour12: [1, 12, 'ClockhourOfHalfday'],
  minute: [0, 59, 'MinuteOfHour'],
  second: [0, 59, 'SecondOfMinute'],
};

/** What the text says, in microseconds since 1970. Fails with Trino's INVALID_FUNCTION_ARGUMENT. */
export function parse(pieces: readonly Piece[], text: string): bigint {
  return parseWithOffset(pieces, text).local;
}

/** Also how many minutes it is ahead of UTC, if it says so. */
export function parseWithOffset(pieces: readonly Piece[], text: string): { readonly local: bigint; readonly offset: number | undefined } {
  const read = new Map<Field, number>();
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const length = 'text' in piece ? matchText(text, at, piece.text) : matchField(text, at, piece, pieces[index + 1], read);
    if (length === undefined) throw malformed(text, at);
    at += length;
  }
  if (at < text.length) throw malformed(text, at);
  for (const [field, [least, most, name]] of rangesOf(read)) {
    const value = read.get(field) ?? least;
    if (value < least || value > most) throw invalidArgument(`Invalid value for ${name} (valid values ${least} - ${most}): ${value}`);
  }
  const get = (field: Field, otherwise: number) => read.get(field) ?? otherwise;
  // Joda's way: a day without a year is one of 2000, which has a 29 February.
  const dated = (['month', 'monthName', 'day', 'dayOfYear'] as const).some(field => read.has(field));
  const [year, dayInYear] = [get('year', dated ? 2000 : 1970), read.get('dayOfYear')];
  const days = dayInYear ? (dayOf(year, 1, 1) ?? 0) + dayInYear - 1 : dayOf(year, get('month', get('monthName', 1)), get('day', 1));
  if (days === undefined) throw invalidArgument(`Cannot parse "${text}": there is no such day`);
  const half = read.get('half') === 1 ? 12 : 0;
  const hour = read.has('hour12') ? (get('hour12', 12) % 12) + half : get('hour', 0);
  const seconds = (hour * 60 + get('minute', 0)) * 60 + get('second', 0);
  const local = BigInt(days) * MICROS_PER_DAY + BigInt(seconds) * 1_000_000n + BigInt(get('fraction', 0)) * 1000n;
  return { local, offset: read.get('offset') };
}

/** What is read as well as written. */
const READABLE: readonly Field[] = ['year', 'month', 'day', 'dayOfYear', 'hour', 'hour12', 'minute', 'second', 'fraction', 'half'];

function rangesOf(read: ReadonlyMap<Field, number>) {
  return [...read.keys()].flatMap(field => {
    const range = RANGES[field];
    return range ? [[field, range] as const] : [];
  });
}

function matchText(text: string, at: number, expected: string): number | undefined {
  return text.slice(at, at + expected.length).toLowerCase() === expected.toLowerCase() ? expected.length : undefined;
}

function matchField(
  text: string,
  at: number,
  { field, width }: { field: Field; width: number },
  next: Piece | undefined,
  read: Map<Field, number>,
): number | undefined {
  const rest = text.slice(at);
  if (field === 'monthName' || field === 'dayName') return matchName(rest, field, read);
  if (field === 'offset') {
    const [found, sign, hours = '0', minutes = '0'] = /^(?:Z|([+-])(\d\d):?(\d\d))/.exec(rest) ?? [];
    if (found) read.set('offset', (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)));
    return found?.length;
  }
  if (!READABLE.includes(field)) throw notSupported(`Reading ${field}`);
  if (field === 'half') {
    const found = /^[ap]m/i.exec(rest)?.[0];
    if (found) read.set('half', found[0]?.toLowerCase() === 'p' ? 1 : 0);
    return found?.length;
  }
  // Where a number follows at once, this one has its own width and no more.
  const most = next && 'field' in next ? (field === 'year' ? Math.max(4, width) : width || 2) : (MOST_DIGITS[field] ?? 2);
  const digits = new RegExp(`^${field === 'year' ? '[+-]?' : ''}\\d{1,${most}}`).exec(rest)?.[0];
  if (digits === undefined) return undefined;
  const value = Number(digits);
  if (field === 'fraction') read.set('fraction', Math.floor(Number(`0.${digits}`) * 1000 + 1e-9));
  else read.set(field, field === 'year' && width === 2 && digits.length === 2 ? pivot(value) : value);
  return digits.length;
}

/** Two digits of a year are the one nearest to now: 70 to 99 are of the last century. */
function pivot(year: number): number {
  return year + (year >= 70 ? 1900 : 2000);
}

function matchName(rest: string, field: 'monthName' | 'dayName', read: Map<Field, number>): number | undefined {
  const names = field === 'monthName' ? MONTHS : DAYS;
  for (const length of [undefined, 3])
    for (const [index, name] of names.entries()) {
      const wanted = name.slice(0, length);
      if (rest.slice(0, wanted.length).toLowerCase() !== wanted.toLowerCase()) continue;
      read.set(field, index + 1);
      return wanted.length;
    }
  return undefined;
}

function malformed(text: string, at: number): TrinoError {
  const rest = at > 0 ? (at < text.length ? ` is malformed at "${text.slice(at)}"` : ' is too short') : '';
  return invalidArgument(`Invalid format: "${text}"${rest}`);
}

const MYSQL: Readonly<Record<string, readonly Piece[]>> = {
  a: [{ field: 'dayName', width: 3 }],
  b: [{ field: 'monthName', width: 3 }],
  c: [{ field: 'month', width: 1 }],
  d: [{ field: 'day', width: 2 }],
  e: [{ field: 'day', width: 1 }],
  f: [{ field: 'fraction', width: 6 }],
  H: [{ field: 'hour', width: 2 }],
  h: [{ field: 'hour12', width: 2 }],
  I: [{ field: 'hour12', width: 2 }],
  i: [{ field: 'minute', width: 2 }],
  j: [{ field: 'dayOfYear', width: 3 }],
  k: [{ field: 'hour', width: 1 }],
  l: [{ field: 'hour12', width: 1 }],
  M: [{ field: 'monthName', width: 4 }],
  m: [{ field: 'month', width: 2 }],
  p: [{ field: 'half', width: 2 }],
  S: [{ field: 'second', width: 2 }],
  s: [{ field: 'second', width: 2 }],
  v: [{ field: 'week', width: 2 }],
  W: [{ field: 'dayName', width: 4 }],
  x: [{ field: 'weekYear', width: 4 }],
  Y: [{ field: 'year', width: 4 }],
  y: [{ field: 'year', width: 2 }],
};
const BETWEEN_COLONS: Piece = { text: ':' };
const TIMES: Readonly<Record<string, readonly string[]>> = { T: ['H', 'i', 's'], r: ['h', 'i', 's'] };

/** `%Y-%m-%d`. Source: https://trino.io/docs/476/functions/datetime.html#mysql-date-functions */
export function mysqlPattern(format: string): Piece[] {
  return [...format.matchAll(/%([\s\S])|[^%]+|%/g)].flatMap(([whole, letter]): readonly Piece[] => {
    if (letter === undefined) return [{ text: whole }];
    if (['D', 'U', 'u', 'V', 'w', 'X'].includes(letter)) throw invalidArgument(`%${letter} not supported in date format string`);
    const times = TIMES[letter];
    if (times)
      return [
        ...times.flatMap((part, index) => [...(index > 0 ? [BETWEEN_COLONS] : []), ...(MYSQL[part] ?? [])]),
        ...(letter === 'r' ? [{ text: ' ' }, ...(MYSQL.p ?? [])] : []),
      ];
    return MYSQL[letter] ?? [{ text: letter }];
  });
}

const JODA: Readonly<Record<string, (width: number) => Piece>> = {
  y: width => ({ field: 'year', width }),
  Y: width => ({ field: 'year', width }),
  M: width => ({ field: width > 2 ? 'monthName' : 'month', width }),
  d: width => ({ field: 'day', width }),
  D: width => ({ field: 'dayOfYear', width }),
  E: width => ({ field: 'dayName', width }),
  e: width => ({ field: 'dayOfWeek', width }),
  x: width => ({ field: 'weekYear', width }),
  w: width => ({ field: 'week', width }),
  H: width => ({ field: 'hour', width }),
  h: width => ({ field: 'hour12', width }),
  m: width => ({ field: 'minute', width }),
  s: width => ({ field: 'second', width }),
  S: width => ({ field: 'fraction', width }),
  a: width => ({ field: 'half', width }),
  K: width => ({ field: 'halfHour', width }),
  k: width => ({ field: 'clockHour', width }),
  C: width => ({ field: 'century', width }),
  G: width => ({ field: 'era', width }),
  Z: width => ({ field: 'offset', width }),
};

/** Joda's patterns, such as `yyyy-MM-dd HH:mm`; the letters that are not here are refused. */
export function jodaPattern(format: string): Piece[] {
  if (format === '') throw invalidArgument('Invalid pattern specification: Pattern is null or empty');
  return [...format.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g)].map(([whole, quoted, letter]) => {
    if (quoted !== undefined) return { text: quoted === '' ? "'" : quoted.replaceAll("''", "'") };
    if (letter === undefined) return { text: whole };
    const piece = JODA[letter]?.(whole.length);
    if (piece) return piece;
    if (letter === 'z') throw notSupported(`The pattern ${whole}`);
    throw invalidArgument(`Illegal pattern component: ${whole}`);
  });
}
