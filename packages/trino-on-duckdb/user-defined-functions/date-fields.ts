import { invalidArgument } from '../trino-error';
import { addMonths, dayOf, floorDiv, instantOf, localMicros, MICROS_PER_DAY, partsOfDay } from './calendar';
import { Zoned } from './value';

/** A date (days), a timestamp (microseconds) or a time with a zone. */
export type Moment = number | bigint | Zoned;

/** What a clock beside the moment shows. */
interface ClockParts {
  readonly days: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micros: number;
}

export function partsOf(moment: Moment): ClockParts {
  const local = toLocal(moment);
  const days = Number(floorDiv(local, MICROS_PER_DAY));
  const rest = Number(local - BigInt(days) * MICROS_PER_DAY);
  const seconds = Math.floor(rest / 1e6);
  return {
    days,
    ...partsOfDay(days),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    micros: rest % 1e6,
  };
}

function toLocal(moment: Moment): bigint {
  if (moment instanceof Zoned) return localMicros(moment);
  return typeof moment === 'bigint' ? moment : BigInt(moment) * MICROS_PER_DAY;
}

/** 1 is Monday. */
export function dayOfWeek(days: number): number {
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

export function dayOfYear(days: number): number {
  return days - (dayOf(partsOfDay(days).year, 1, 1) ?? days) + 1;
}

/** ISO 8601: a week belongs to the year that its Thursday is in. */
export function isoWeek(days: number): { readonly year: number; readonly week: number } {
  const thursday = days - dayOfWeek(days) + 4;
  return { year: partsOfDay(thursday).year, week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 };
}

const MICROS: Readonly<Record<string, bigint>> = {
  millisecond: 1000n,
  second: 1_000_000n,
  minute: 60_000_000n,
  hour: 3_600_000_000n,
  day: MICROS_PER_DAY,
  week: 7n * MICROS_PER_DAY,
};
const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** The unit in lower case. A date has no hours. */
function unitOf(unit: string, moment: Moment): string {
  const name = unit.toLowerCase();
  const known = name in MONTHS || (name in MICROS && (typeof moment !== 'number' || name === 'day' || name === 'week'));
  if (!known) throw invalidArgument(`'${unit}' is not a valid ${typeof moment === 'number' ? 'DATE' : 'Timestamp'} field`);
  return name;
}

export function truncate<M extends Moment>(unit: string, moment: M): M;
export function truncate(unit: string, moment: Moment): Moment {
  const name = unitOf(unit, moment);
  const local = toLocal(moment);
  const { days, year, month } = partsOf(moment);
  const months = MONTHS[name];
  const start = months ? dayOf(year, month - ((month - 1) % months), 1) : name === 'week' ? days - dayOfWeek(days) + 1 : undefined;
  const micros = MICROS[name] ?? 1n;
  return fromLocal(start === undefined ? floorDiv(local, micros) * micros : BigInt(start) * MICROS_PER_DAY, moment);
}

export function add<M extends Moment>(unit: string, count: bigint, moment: M): M;
export function add(unit: string, count: bigint, moment: Moment): Moment {
  const name = unitOf(unit, moment);
  const micros = MICROS[name] ?? 0n;
  // Hours pass everywhere alike; days are counted on the zone's own calendar.
  if (moment instanceof Zoned && micros > 0n && micros < MICROS_PER_DAY) return new Zoned(moment.instant + count * micros, moment.zone);
  const months = MONTHS[name];
  return fromLocal(months ? plusMonths(toLocal(moment), Number(count) * months) : toLocal(moment) + count * micros, moment);
}

/** Whole units from one to the other; a month is whole when the day is reached again, or its month ends. */
export function difference(unit: string, from: Moment, to: Moment): bigint {
  const name = unitOf(unit, from);
  // Days are those of the first one's zone.
  if (from instanceof Zoned && to instanceof Zoned && to.zone !== from.zone)
    return difference(unit, from, new Zoned(to.instant, from.zone));
  const micros = MICROS[name];
  const clock = micros !== undefined && micros < MICROS_PER_DAY;
  const [a, b] = [from, to].map(moment => (moment instanceof Zoned && clock ? moment.instant : toLocal(moment)));
  if (a === undefined || b === undefined) return 0n;
  if (b < a) return -difference(unit, to, from);
  if (micros) return (b - a) / micros;
  const [start, end] = [partsOf(from), partsOf(to)];
  const guess = (end.year - start.year) * 12 + end.month - start.month;
  const whole = plusMonths(a, guess) > b ? guess - 1 : guess;
  return BigInt(Math.floor(whole / (MONTHS[name] ?? 1)));
}

function plusMonths(local: bigint, months: number): bigint {
  const day = floorDiv(local, MICROS_PER_DAY);
  return BigInt(addMonths(Number(day), months)) * MICROS_PER_DAY + (local - day * MICROS_PER_DAY);
}

function fromLocal(local: bigint, like: Moment): Moment {
  if (like instanceof Zoned) return new Zoned(instantOf(local, like.zone), like.zone);
  return typeof like === 'bigint' ? local : Number(floorDiv(local, MICROS_PER_DAY));
}
