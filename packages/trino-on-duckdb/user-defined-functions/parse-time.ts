import { dayOf, instantOf, MICROS_PER_DAY, zoneName } from './calendar';
import { Zoned } from './value';

const DATE = /^\s*([+-]?\d{1,6})-(\d{1,2})-(\d{1,2})\s*$/;
const TIMESTAMP = /^\s*([+-]?\d{4,6})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?)?(?:\s*(\S.*?))?\s*$/;

/** A date as Trino's casts read it: `2025-1-5`, with spaces around; undefined for anything else. */
export function parseDate(text: string): number | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  return year === undefined ? undefined : dayOf(Number(year), Number(month), Number(day));
}

interface ParsedTimestamp {
  /** What the clock shows, in microseconds since 1970. */
  readonly local: bigint;
  /** Digits of the second as written. */
  readonly digits: number;
  readonly zone?: string | undefined;
}

/** A timestamp as Trino reads it, with or without a time, a fraction and a zone; rounded half up to the microsecond. */
export function parseTimestamp(text: string): ParsedTimestamp | undefined {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', rest] = TIMESTAMP.exec(text) ?? [];
  if (year === undefined || fraction.length > 12) return undefined;
  const days = dayOf(Number(year), Number(month), Number(day));
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const zone = rest === undefined ? undefined : zoneName(rest);
  if (rest !== undefined && zone === undefined) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const picos = BigInt(fraction.padEnd(12, '0'));
  const micros = (picos + 500_000n) / 1_000_000n;
  return { local: BigInt(days) * MICROS_PER_DAY + BigInt(seconds) * 1_000_000n + micros, digits: fraction.length, zone };
}

/** Rounded half up to `digits` digits of a second. */
export function roundMicros(micros: bigint, digits: number): bigint {
  const unit = 10n ** BigInt(6 - Math.min(6, digits));
  const rest = ((micros % unit) + unit) % unit;
  return micros - rest + (rest * 2n >= unit ? unit : 0n);
}

export function toZoned({ local, zone = 'UTC' }: ParsedTimestamp, digits: number): Zoned {
  return new Zoned(instantOf(roundMicros(local, digits), zone), zone);
}
