import type { Type } from '../types/type';
import { floorDiv, localMicros, MICROS_PER_DAY, partsOfDay } from './calendar';
import { Decimal, MapValue, type Value, Zoned } from './value';

/** A value as Athena prints it in a result: `9152.0`, `2025-01-05 10:11:12.000`, `[a, b]`, `{a=1}`; NULL inside of another value is `null`. */
export function printValue(value: Value, type: Type): string {
  if (value === null) return 'null';
  const [first, second] = type.of ?? [];
  if (value instanceof Uint8Array) return [...value].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
  if (value instanceof MapValue)
    return `{${value.entries.map(([key, item]) => `${printInside(key, first)}=${printInside(item, second)}`).join(', ')}}`;
  if (Array.isArray(value)) {
    if (type.name === 'array') return `[${value.map(item => printInside(item, first)).join(', ')}]`;
    const names = type.fieldNames ?? [];
    return `{${value.map((item, index) => `${names[index] ?? `field${index}`}=${printInside(item, type.of?.[index])}`).join(', ')}}`;
  }
  switch (type.name) {
    case 'double':
      return javaDouble(Number(value), shortestDouble);
    case 'real':
      return javaDouble(Number(value), shortestFloat);
    default:
      return printScalar(value, type);
  }
}

function printInside(value: Value, type: Type | undefined): string {
  return type ? printValue(value, type) : 'null';
}

/** What casting to VARCHAR and printing have in common. */
export function printScalar(value: Value, { name, size = 3 }: Type): string {
  if (value instanceof Zoned) return `${printTimestamp(localMicros(value), size)} ${value.zone}`;
  if (name === 'date') return printDate(Number(value));
  if (name === 'timestamp') return printTimestamp(typeof value === 'bigint' ? value : 0n, size);
  if (name === 'interval year to month') return printMonths(Number(value));
  if (name === 'interval day to second') return printMilliseconds(Number(value));
  if (value instanceof Decimal) return value.toString();
  return String(value);
}

/** How Trino casts a double to text: always in scientific notation, `1.5E0`; zero is `0E0`. */
export function scientific(value: number, type: Type): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0E0' : '0E0';
  const [digits, exponent] = type.name === 'real' ? shortestFloat(value) : shortestDouble(value);
  return `${value < 0 ? '-' : ''}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
}

/** `Double.toString` of Java: plain from 0.001 up to ten million, else scientific. */
function javaDouble(value: number, shortest: (value: number) => readonly [string, number]): string {
  if (!Number.isFinite(value)) return String(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value === 0) return `${sign}0.0`;
  const [digits, exponent] = shortest(value);
  if (exponent < -3 || exponent > 6) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** The digits that are enough to read the number back, and the exponent of the first. */
function shortestDouble(value: number): readonly [string, number] {
  return splitExponent(Math.abs(value).toExponential());
}

function shortestFloat(value: number): readonly [string, number] {
  const magnitude = Math.abs(value);
  for (let digits = 0; digits < 9; digits += 1) {
    const text = magnitude.toExponential(digits);
    if (Math.fround(Number(text)) === Math.fround(magnitude)) return splitExponent(text);
  }
  return splitExponent(magnitude.toExponential());
}

function splitExponent(text: string): readonly [string, number] {
  const [mantissa = '', exponent = '0'] = text.split('e');
  return [mantissa.replace('.', '').replace(/0+$/, '') || '0', Number(exponent)];
}

function printDate(days: number): string {
  const { year, month, day } = partsOfDay(days);
  const text = Math.abs(year).toString().padStart(4, '0');
  const sign = year < 0 ? '-' : year > 9999 ? '+' : '';
  return `${sign}${text}-${two(month)}-${two(day)}`;
}

function printTimestamp(micros: bigint, digits: number): string {
  const day = floorDiv(micros, MICROS_PER_DAY);
  const rest = Number(micros - day * MICROS_PER_DAY);
  const seconds = Math.floor(rest / 1e6);
  const fraction = String(rest % 1e6)
    .padStart(6, '0')
    .slice(0, digits);
  return `${printDate(Number(day))} ${clock(seconds)}${digits > 0 ? `.${fraction}` : ''}`;
}

function printMonths(months: number): string {
  const magnitude = Math.abs(months);
  return `${months < 0 ? '-' : ''}${Math.floor(magnitude / 12)}-${magnitude % 12}`;
}

function printMilliseconds(milliseconds: number): string {
  const magnitude = Math.abs(milliseconds);
  const seconds = Math.floor(magnitude / 1000);
  const fraction = String(magnitude % 1000).padStart(3, '0');
  return `${milliseconds < 0 ? '-' : ''}${Math.floor(seconds / 86_400)} ${clock(seconds % 86_400)}.${fraction}`;
}

function clock(seconds: number): string {
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
