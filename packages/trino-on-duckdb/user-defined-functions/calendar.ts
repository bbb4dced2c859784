import { invalidArgument } from '../trino-error';
import type { Zoned } from './value';

/** The proleptic Gregorian calendar, as Trino reckons; a day is a number, 0 is 1970-01-01. */
export const MICROS_PER_DAY = 86_400_000_000n;

interface DayParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function partsOfDay(days: number): DayParts {
  const date = new Date(days * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The day of a date; undefined for one that does not exist, such as 30 February. */
export function dayOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? Math.round(date.getTime() / 86_400_000) : undefined;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (((year % 400) + 400) % 400), month, 0)).getUTCDate();
}

/** Months later; the day is cut to the last of its month. */
export function addMonths(days: number, months: number): number {
  const { year, month, day } = partsOfDay(days);
  const index = year * 12 + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return dayOf(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth))) ?? days;
}

export function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** What the clocks of the value's own zone show, as microseconds since 1970. */
export function localMicros({ instant, zone }: Zoned): bigint {
  return instant + offsetMicros(zone, instant);
}

/** How far a zone is ahead of UTC at an instant. Zones are `UTC`, `+02:00` or names of the IANA database. */
export function offsetMicros(zone: string, instant: bigint): bigint {
  if (zone === 'UTC') return 0n;
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1n : 1n) * BigInt(Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000_000n;
  const milliseconds = Number(floorDiv(instant, 1000n));
  const shown = formatterOf(zone).formatToParts(milliseconds);
  const part = (type: string) => Number(shown.find(item => item.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return BigInt(local - Math.floor(milliseconds / 1000) * 1000) * 1000n;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Throws a RangeError for a zone that does not exist. */
function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const numeric = 'numeric' as const;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  formatters.set(zone, formatter);
  return formatter;
}

/** The instant at which the clocks of a zone show this; of two (the hour that repeats in autumn) the earlier. */
export function instantOf(local: bigint, zone: string): bigint {
  const guess = local - offsetMicros(zone, local - 86_400_000_000n);
  return guess + offsetMicros(zone, guess) === local ? guess : local - offsetMicros(zone, local - offsetMicros(zone, local));
}

/** The zone as Trino writes it, or undefined where it does not exist. */
export function zoneName(text: string): string | undefined {
  const offset = /^(?:UTC|GMT|UT)?([+-])(\d{1,2}):?(\d\d)?$/.exec(text);
  if (offset) {
    const [, sign, hours = '', minutes = '00'] = offset;
    if (Number(hours) > 14) return undefined;
    const name = `${sign}${hours.padStart(2, '0')}:${minutes}`;
    return name.endsWith('00:00') ? 'UTC' : name;
  }
  if (/^(z|utc|gmt|ut|etc\/utc)$/i.test(text)) return 'UTC';
  try {
    return /^[A-Za-z_]+\/[A-Za-z_/+-]+\d*$/.test(text) ? formatterOf(text).resolvedOptions().timeZone && text : undefined;
  } catch {
    return undefined;
  }
}

/** The zone as an offset, such as `+02:00`, at that moment. */
export function offsetName({ zone, instant }: Zoned): string {
  return offsetText(Number(offsetMicros(zone, instant) / 60_000_000n));
}

/** So many minutes ahead of UTC, as Trino writes it. */
export function offsetText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return size === 0 ? 'UTC' : `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

export function existingZone(text: string): string {
  const zone = zoneName(text);
  if (zone === undefined) throw invalidArgument(`'${text}' is not a valid time zone`);
  return zone;
}
