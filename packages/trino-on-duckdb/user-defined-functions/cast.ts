import { notSupported, TrinoError } from '../trino-error';
import { INTEGER_BITS, isFloating, isInteger, isNumeric, printType, type Type } from '../types/type';
import { floorDiv, instantOf, localMicros, MICROS_PER_DAY } from './calendar';
import { identity } from './compare-values';
import { decimalOfDouble, fits, parseDecimal, rescale } from './decimal-arithmetic';
import { parseDate, parseTimestamp, roundMicros, toZoned } from './parse-time';
import { printScalar, scientific } from './print';
import { Decimal, MapValue, type Value, Zoned } from './value';

/** Whether Trino has a cast between the two. */
export function castExists(from: Type, to: Type): boolean {
  if (from.name === 'unknown') return true;
  if (from.name === to.name)
    return from.of?.length === to.of?.length && (from.of ?? []).every((type, index) => castExists(type, to.of?.[index] ?? type));
  return TARGETS[family(from)]?.includes(family(to)) ?? false;
}

const TARGETS: Readonly<Partial<Record<string, readonly string[]>>> = {
  boolean: ['number', 'varchar'],
  number: ['number', 'boolean', 'varchar'],
  varchar: ['boolean', 'number', 'varbinary', 'date', 'timestamp', 'timestamp with time zone'],
  date: ['varchar', 'timestamp', 'timestamp with time zone'],
  timestamp: ['varchar', 'date', 'timestamp with time zone'],
  'timestamp with time zone': ['varchar', 'date', 'timestamp'],
  'interval year to month': ['varchar'],
  'interval day to second': ['varchar'],
};

function family(type: Type): string {
  return isNumeric(type) ? 'number' : type.name;
}

/** One value cast as Trino does it; the failures have Trino's names and words. */
export function castValue(value: Value, from: Type, to: Type): Value {
  if (value === null) return null;
  switch (to.name) {
    case 'varchar':
      return toVarchar(value, from, to);
    case 'boolean':
      return toBoolean(value);
    case 'varbinary':
      return typeof value === 'string' ? new Uint8Array(Buffer.from(value)) : value;
    case 'decimal':
      return toDecimal(value, from, to);
    case 'double':
    case 'real':
      return toFloating(value, to);
    case 'date':
      return toDate(value, from);
    case 'timestamp':
      return toTimestamp(value, to);
    case 'timestamp with time zone':
      return toZonedTimestamp(value, to);
    case 'array':
    case 'map':
    case 'row':
      return castInside(value, from, to);
    default:
      return isInteger(to) ? toInteger(value, from, to) : value;
  }
}

/** Elements, fields, keys and values, each as its own new type. */
function castInside(value: Value, { of = [] }: Type, { name, of: targets = [] }: Type): Value {
  const cast = (item: Value, place: number): Value => {
    const [from, to] = [of[place], targets[place]];
    return from && to ? castValue(item, from, to) : item;
  };
  if (Array.isArray(value)) return value.map((item: Value, index) => cast(item, name === 'array' ? 0 : index));
  if (!(value instanceof MapValue)) return value;
  const entries = value.entries.map(([key, item]) => [cast(key, 0), cast(item, 1)] as const);
  if (new Set(entries.map(([key]) => identity(key))).size < entries.length) throw invalid('duplicate keys');
  return new MapValue(entries);
}

function invalid(message: string): TrinoError {
  return new TrinoError('INVALID_CAST_ARGUMENT', message);
}

function toVarchar(value: Value, from: Type, to: Type): string {
  const text = from.name === 'double' || from.name === 'real' ? scientific(Number(value), from) : printScalar(value, from);
  if (to.size === undefined) return text;
  const length = [...text].length;
  if (length <= to.size) return text;
  if (from.name === 'varchar') return [...text].slice(0, to.size).join('');
  // Of these Trino gives an error for a constant and cuts nothing for anything else.
  if (from.name === 'boolean' || /^(timestamp|interval)/.test(from.name)) throw notSupported(`A ${from.name} as a text too short for it`);
  throw invalid(`Value ${text} cannot be represented as ${printType(to)}`);
}

function toBoolean(value: Value): boolean {
  if (typeof value !== 'string') return value instanceof Decimal ? value.unscaled !== 0n : Boolean(value);
  const text = value.toLowerCase();
  if (['t', 'true', '1'].includes(text)) return true;
  if (['f', 'false', '0'].includes(text)) return false;
  throw invalid(`Cannot cast '${value}' to BOOLEAN`);
}

const NAMES: Readonly<Record<string, string>> = { integer: 'INT' };
const LEAST_BIGINT = -(2n ** 63n);

function toInteger(value: Value, from: Type, to: Type): number | bigint {
  const exact = integerOf(value, from, to);
  if (BigInt.asIntN(INTEGER_BITS[to.name] ?? 64, exact) !== exact) {
    if (typeof value === 'string') throw invalid(`Cannot cast '${value}' to ${NAMES[to.name] ?? to.name.toUpperCase()}`);
    if (value instanceof Decimal) throw invalid(`Cannot cast '${exact}' to ${to.name.toUpperCase()}`);
    if (from.name === 'real' && to.name === 'bigint') return exact < 0n ? LEAST_BIGINT : -LEAST_BIGINT - 1n;
    if (from.name === 'double' && to.name === 'bigint') throw invalid(`Unable to cast ${scientific(Number(value), from)} to bigint`);
    throw new TrinoError(
      'NUMERIC_VALUE_OUT_OF_RANGE',
      `Out of range for ${to.name}: ${isFloating(from) ? scientific(Number(value), from) : value}`,
    );
  }
  return to.name === 'bigint' ? exact : Number(exact);
}

function integerOf(value: Value, from: Type, to: Type): bigint {
  if (value instanceof Decimal) return rescale(value, 0).unscaled;
  if (typeof value === 'bigint' || typeof value === 'boolean') return BigInt(value);
  if (typeof value === 'number') {
    if (Number.isNaN(value)) throw invalid(`Cannot cast ${from.name} NaN to ${to.name}`);
    // Infinity is out of every range.
    if (!Number.isFinite(value)) return value < 0 ? 2n * LEAST_BIGINT : -2n * LEAST_BIGINT;
    return BigInt(Math.sign(value) * Math.round(Math.abs(value)));
  }
  const text = String(value).trim();
  if (!/^[+-]?\d+$/.test(text)) throw invalid(`Cannot cast '${value}' to ${NAMES[to.name] ?? to.name.toUpperCase()}`);
  return BigInt(text.replace('+', ''));
}

function toDecimal(value: Value, from: Type, { size = 38, scale = 0 }: Type): Decimal {
  const shown = `DECIMAL(${size}, ${scale})`;
  const exact = value instanceof Decimal ? value : typeof value === 'string' ? parseDecimal(value) : decimalOfNumber(value, from);
  if (!exact && typeof value === 'string') throw invalid(`Cannot cast VARCHAR '${value}' to ${shown}. Value is not a number.`);
  const rounded = exact && rescale(exact, scale);
  if (rounded && fits(rounded, size)) return rounded;
  if (typeof value === 'string') throw invalid(`Cannot cast VARCHAR '${value}' to ${shown}. Value too large.`);
  const source = from.name === 'decimal' ? `DECIMAL(${from.size}, ${from.scale})` : from.name.toUpperCase();
  const text = typeof value === 'number' && !isInteger(from) ? scientific(value, from) : String(value);
  throw invalid(`Cannot cast ${source} '${text}' to ${shown}`);
}

function decimalOfNumber(value: Value, from: Type): Decimal | undefined {
  if (typeof value === 'number' && from.name === 'real' && Number.isFinite(value)) return parseDecimal(scientific(value, from));
  if (typeof value === 'number') return decimalOfDouble(value);
  return typeof value === 'bigint' || typeof value === 'boolean' ? new Decimal(BigInt(value), 0) : undefined;
}

/** Java's `Double.parseDouble`, which trims, and takes a suffix and hexadecimal. */
function toFloating(value: Value, to: Type): number {
  if (typeof value !== 'string') return Number(value instanceof Decimal ? value.toString() : value);
  const text = value.trim();
  const special = /^([+-]?)(NaN|Infinity)$/.exec(text);
  if (special) return special[2] === 'NaN' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity;
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?$/.test(text)) {
    const number = Number(text.replace(/[dDfF]$/, ''));
    return to.name === 'real' ? Math.fround(number) : number;
  }
  if (/^[+-]?0x/i.test(text)) throw notSupported('A hexadecimal number');
  throw invalid(`Cannot cast '${value}' to ${to.name.toUpperCase()}`);
}

function toDate(value: Value, from: Type): number {
  if (typeof value === 'string') {
    const days = parseDate(value);
    if (days === undefined) throw invalid(`Value cannot be cast to date: ${value}`);
    return days;
  }
  const local = value instanceof Zoned ? localMicros(value) : typeof value === 'bigint' ? value : 0n;
  return from.name === 'date' ? Number(value) : Number(floorDiv(local, MICROS_PER_DAY));
}

function toTimestamp(value: Value, { size = 3 }: Type): bigint {
  if (typeof value === 'string') {
    const parsed = parseTimestamp(value);
    if (!parsed) throw invalid(`Value cannot be cast to timestamp: ${value}`);
    return roundMicros(parsed.local, size);
  }
  if (value instanceof Zoned) return roundMicros(localMicros(value), size);
  return typeof value === 'bigint' ? roundMicros(value, size) : BigInt(Number(value)) * MICROS_PER_DAY;
}

function toZonedTimestamp(value: Value, to: Type): Zoned {
  if (typeof value === 'string') {
    const parsed = parseTimestamp(value);
    if (!parsed) throw invalid(`Value cannot be cast to timestamp with time zone: ${value}`);
    return toZoned(parsed, to.size ?? 3);
  }
  if (value instanceof Zoned) return new Zoned(roundMicros(value.instant, to.size ?? 3), value.zone);
  return new Zoned(instantOf(toTimestamp(value, to), 'UTC'), 'UTC');
}
