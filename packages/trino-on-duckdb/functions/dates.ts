import { invalidArgument, notSupported, TrinoError } from '../trino-error';
import { type Type, VARCHAR, varchar } from '../types/type';
import { existingZone, instantOf, offsetMicros, offsetName, offsetText, zoneName } from '../user-defined-functions/calendar';
import { castValue } from '../user-defined-functions/cast';
import { add, dayOfWeek, dayOfYear, difference, isoWeek, type Moment, partsOf, truncate } from '../user-defined-functions/date-fields';
import { jodaPattern, mysqlPattern, parse, parseWithOffset, print } from '../user-defined-functions/date-patterns';
import { parseDate, parseTimestamp } from '../user-defined-functions/parse-time';
import { printScalar } from '../user-defined-functions/print';
import { type Value, Zoned } from '../user-defined-functions/value';
import { type FunctionDefinition, js, jsOfTypes, quickly, returning, sql } from './definition';

/** https://trino.io/docs/476/functions/datetime.html */
export const DATES: readonly FunctionDefinition[] = [
  ...fields(),
  truncateDate(),
  ...overTimes('date_trunc(varchar, *) -> *', truncate),
  js('date_add(varchar, bigint, date) -> date', add),
  ...overTimes('date_add(varchar, bigint, *) -> *', add),
  quickly(js('date_diff(varchar, date, date) -> bigint', difference), ({ arguments: [unit, from, to] }) =>
    unit?.literal?.toLowerCase() === 'day' ? { sql: `CAST(${to?.sql} - ${from?.sql} AS BIGINT)` } : undefined,
  ),
  js('date_diff(varchar, timestamp(p), timestamp(q)) -> bigint', difference),
  js('date_diff(varchar, timestamp(p) with time zone, timestamp(q) with time zone) -> bigint', difference),
  ...overTimes('date_format(*, varchar) -> varchar', (moment: Moment, format: string) => print(mysqlPattern(checkFormat(format)), moment)),
  js('date_parse(varchar, varchar) -> timestamp(3)', (text, format) => parse(mysqlPattern(checkFormat(format)), text)),
  js('format_datetime(timestamp(p), varchar) -> varchar', (moment, format) => {
    if (/[zZ]/.test(format.replaceAll(/'[^']*'/g, '')))
      throw invalidArgument(
        "format_datetime for TIMESTAMP type, cannot use 'Z' nor 'z' in format, as this type does not contain TZ information",
      );
    return print(jodaPattern(format), moment);
  }),
  js('format_datetime(timestamp(p) with time zone, varchar) -> varchar', (moment, format) => print(jodaPattern(format), moment)),
  js('parse_datetime(varchar, varchar) -> timestamp(3) with time zone', (text, format) => {
    const { local, offset = 0 } = parseWithOffset(jodaPattern(format), text);
    return new Zoned(local - BigInt(offset) * 60_000_000n, offsetText(offset));
  }),
  js('from_iso8601_date(varchar) -> date', text => {
    const days = /^\d{4}-\d{1,2}-\d{1,2}$/.test(text) ? parseDate(text) : undefined;
    if (days === undefined) throw /^\d{4}-(W|\d{3}$)/.test(text) ? refusedIso(text) : invalidArgument(`Invalid format: "${text}"`);
    return days;
  }),
  js('from_iso8601_timestamp(varchar) -> timestamp(3) with time zone', fromIso8601),
  ...isoTexts(),
  js('from_unixtime(double) -> timestamp(3) with time zone', seconds => fromUnixTime(seconds, 'UTC')),
  js('from_unixtime(double, varchar) -> timestamp(3) with time zone', (seconds, zone) => {
    if (zoneName(zone) === undefined) throw new TrinoError('NOT_SUPPORTED', `Time zone not supported: ${zone}`);
    return fromUnixTime(seconds, existingZone(zone));
  }),
  js('from_unixtime(double, bigint, bigint) -> timestamp(3) with time zone', (seconds, hours, minutes) => {
    const offset = Number(hours) * 60 + Number(minutes);
    if (Math.abs(offset) > 14 * 60) throw invalidArgument(`Invalid offset minutes ${offset}`);
    return fromUnixTime(seconds, offsetText(offset));
  }),
  js('to_unixtime(timestamp(p)) -> double', moment => Number(moment) / 1e6),
  js('to_unixtime(timestamp(p) with time zone) -> double', ({ instant }) => Number(instant) / 1e6),
  js('date(varchar) -> date', text => Number(castValue(text, VARCHAR, { name: 'date' }))),
  sql('date(timestamp(p)) -> date', moment => `CAST(${moment} AS DATE)`),
  js('date(timestamp(p) with time zone) -> date', moment => partsOf(moment).days),
  js(
    'at_timezone(timestamp(p) with time zone, varchar) -> timestamp(p) with time zone',
    ({ instant }, zone) => new Zoned(instant, existingZone(zone)),
  ),
  js(
    'with_timezone(timestamp(p), varchar) -> timestamp(p) with time zone',
    (moment, zone) => new Zoned(instantOf(moment, existingZone(zone)), existingZone(zone)),
  ),
  js('timezone(timestamp(p) with time zone) -> varchar', ({ zone }) => zone),
  js('timezone_hour(timestamp(p) with time zone) -> bigint', ({ zone, instant }) => offsetMicros(zone, instant) / 3_600_000_000n),
  js('timezone_minute(timestamp(p) with time zone) -> bigint', ({ zone, instant }) => (offsetMicros(zone, instant) / 60_000_000n) % 60n),
  js('human_readable_seconds(double) -> varchar', humanReadable),
  js('parse_duration(varchar) -> interval day to second', text => {
    const [, amount, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*$/.exec(text) ?? [];
    const milliseconds = DURATIONS[unit];
    if (amount === undefined || milliseconds === undefined) throw invalidArgument(`duration is not a valid data duration string: ${text}`);
    return BigInt(Math.floor(Number(amount) * milliseconds + 0.5));
  }),
  sql('to_milliseconds(interval day to second) -> bigint', interval => interval),
  ...intervalFields(),
];

const DURATIONS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `1 hour, 1 minute, 1 second`: the sign is of no account. */
function humanReadable(seconds: number): string {
  if (!Number.isFinite(seconds)) throw invalidArgument(`Invalid argument found: ${seconds}`);
  let rest = Math.floor(Math.abs(seconds) + 0.5);
  const units = [
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  const parts = units.flatMap(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? '0 seconds' : parts.join(', ');
}

/** A day's month is what most queries group by: where the unit is one that DuckDB means alike, it is faster there. */
function truncateDate(): FunctionDefinition {
  const exact = js('date_trunc(varchar, date) -> date', truncate);
  return {
    ...exact,
    emit(site) {
      const [unit, day] = site.arguments;
      const known = ['day', 'week', 'month', 'quarter', 'year'].includes(unit?.literal?.toLowerCase() ?? '');
      return known ? `CAST(date_trunc(${unit?.sql}, ${day?.sql}) AS DATE)` : exact.emit(site);
    },
  };
}

function checkFormat(format: string): string {
  if (format === '') throw invalidArgument('Both printing and parsing not supported');
  return format;
}

/** For times without and with a zone: `*` in the signature stands for either type. */
function overTimes(signature: string, call: (...values: never[]) => Value): FunctionDefinition[] {
  return ['timestamp(p)', 'timestamp(p) with time zone'].map(type => js(signature.replaceAll('*', type), call));
}

function fields(): FunctionDefinition[] {
  const ofDay: Readonly<Record<string, (moment: Moment) => number>> = {
    year: moment => partsOf(moment).year,
    quarter: moment => Math.ceil(partsOf(moment).month / 3),
    month: moment => partsOf(moment).month,
    week: moment => isoWeek(partsOf(moment).days).week,
    week_of_year: moment => isoWeek(partsOf(moment).days).week,
    day: moment => partsOf(moment).day,
    day_of_month: moment => partsOf(moment).day,
    day_of_week: moment => dayOfWeek(partsOf(moment).days),
    dow: moment => dayOfWeek(partsOf(moment).days),
    day_of_year: moment => dayOfYear(partsOf(moment).days),
    doy: moment => dayOfYear(partsOf(moment).days),
    year_of_week: moment => isoWeek(partsOf(moment).days).year,
    yow: moment => isoWeek(partsOf(moment).days).year,
  };
  const ofClock: Readonly<Record<string, (moment: Moment) => number>> = {
    hour: moment => partsOf(moment).hour,
    minute: moment => partsOf(moment).minute,
    second: moment => partsOf(moment).second,
    millisecond: moment => Math.floor(partsOf(moment).micros / 1000),
  };
  const lastDay = (moment: Moment) => truncate('month', add('month', 1n, truncate('month', partsOf(moment).days))) - 1;
  return [
    ...Object.entries(ofDay).map(([name, field]) => js(`${name}(date) -> bigint`, (day: number) => BigInt(field(day)))),
    ...Object.entries({ ...ofDay, ...ofClock }).flatMap(([name, field]) =>
      overTimes(`${name}(*) -> bigint`, (moment: Moment) => BigInt(field(moment))),
    ),
    js('last_day_of_month(date) -> date', lastDay),
    ...overTimes('last_day_of_month(*) -> date', lastDay),
  ];
}

function intervalFields(): FunctionDefinition[] {
  const parts: Readonly<Record<string, readonly [number, number]>> = {
    day: [86_400_000, 1e9],
    day_of_month: [86_400_000, 1e9],
    hour: [3_600_000, 24],
    minute: [60_000, 60],
    second: [1000, 60],
    millisecond: [1, 1000],
  };
  return [
    js('year(interval year to month) -> bigint', months => BigInt(Math.trunc(months / 12))),
    js('month(interval year to month) -> bigint', months => BigInt(months % 12)),
    ...Object.entries(parts).map(([name, [unit, wrap]]) =>
      js(`${name}(interval day to second) -> bigint`, interval => BigInt(Math.trunc(Number(interval) / unit) % wrap)),
    ),
  ];
}

function fromUnixTime(seconds: number, zone: string): Zoned {
  const milliseconds = Math.round(seconds * 1000);
  if (Number.isNaN(milliseconds)) return new Zoned(0n, zone);
  // Trino keeps 52 bits of milliseconds.
  if (Math.abs(milliseconds) >= 2 ** 51) throw invalidArgument(`Millis overflow: ${milliseconds}`);
  return new Zoned(BigInt(milliseconds) * 1000n, zone);
}

/** A date, `T` and a time, and a zone, which is UTC where it is missing. */
function fromIso8601(text: string): Zoned {
  const plain = /^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2}([.,]\d{1,9})?)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?$/.exec(text);
  if (!plain) throw /^\d{4}/.test(text) ? refusedIso(text) : invalidArgument(`Invalid format: "${text}"`);
  const [, time = ''] = plain;
  const withMinutes = /^T\d{2}(Z|[+-]|$)/.test(time) ? text.replace(/T(\d{2})/, 'T$1:00') : text;
  const parsed = parseTimestamp(
    withMinutes
      .replace('T', ' ')
      .replace(',', '.')
      .replace('Z', ' UTC')
      .replace(/([+-]\d{2}:?\d{0,2})$/, (zone, _, at: number) => (at > 10 ? ` ${zone}` : zone)),
  );
  if (!parsed) throw invalidArgument(`Invalid format: "${text}"`);
  const { local, zone = 'UTC' } = parsed;
  return new Zoned(instantOf((local / 1000n) * 1000n, zone), zone);
}

function refusedIso(text: string): TrinoError {
  return notSupported(`The ISO 8601 form of ${text}`);
}

/** Their types say how long they can be. */
function isoTexts(): FunctionDefinition[] {
  const text = (type: string, least: number) =>
    returning(
      ([moment]) => varchar(least + (moment?.size ? moment.size + 1 : 0)),
      jsOfTypes(
        `to_iso8601(${type}) -> varchar`,
        ([given = VARCHAR]) =>
          ([moment = null]) =>
            isoText(moment, given),
      ),
    );
  return [text('date', 16), text('timestamp(p)', 22), text('timestamp(p) with time zone', 28)];
}

function isoText(value: Value, type: Type): string {
  const shown = value instanceof Zoned ? new Zoned(value.instant, offsetName(value)) : value;
  return printScalar(shown, type).replace(' ', 'T').replace(' UTC', 'Z').replace(' ', '');
}
