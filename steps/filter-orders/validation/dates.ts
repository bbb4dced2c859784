import { InvalidAsOf } from '../errors';
import { dayNumber, parseDay } from '../values/day';

const DAY_MS = 86_400_000;
/** The day that is `days` before `day` (`YYYY-MM-DD`), as a day number; below 10101, the first day, where there is none. */
export function dayBefore(day: string, days: number): number {
  const date = new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS);
  return date.getUTCFullYear() < 1 ? 0 : dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * The UTC day, `YYYY-MM-DD`, of a day or a moment: `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM[:SS[.f…]]` with `Z` or `±HH:MM`.
 * Throws InvalidAsOf for anything else, and for a day outside the years 0001 to 9999.
 */
export function parseAsOf(value: unknown): string {
  if (typeof value !== 'string') throw new InvalidAsOf(value);
  if (parseDay(value) !== undefined) return value;
  const [, day = '', hours, minutes, seconds = 0, sign, offsetHours = 0, offsetMinutes = 0] = MOMENT.exec(value) ?? [];
  const midnight = startOfDay(day);
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  const moment = new Date(midnight + (Number(hours) * 60 + Number(minutes) - offset) * 60_000 + Number(seconds) * 1000);
  const utcDay = Number.isNaN(moment.getTime()) ? '' : moment.toISOString().slice(0, 10);
  if (parseDay(utcDay) === undefined) throw new InvalidAsOf(value);
  return utcDay;
}

/** NaN where there is no such day. The year 0000 is let through: a moment in it may be a moment of the year 0001 in UTC. */
function startOfDay(day: string): number {
  const real = parseDay(day.replace(/^0000/, '0004')) !== undefined;
  return real ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
}
