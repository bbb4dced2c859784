import { divisionByZero, TrinoError } from '../trino-error';
import { Decimal } from './value';

/** To a scale, half away from zero, as all of Trino's decimals round. */
export function rescale({ unscaled, scale }: Decimal, to: number): Decimal {
  if (to >= scale) return new Decimal(unscaled * 10n ** BigInt(to - scale), to);
  return new Decimal(divideHalfUp(unscaled, 10n ** BigInt(scale - to)), to);
}

export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const [a, b] = [abs(dividend), abs(divisor)];
  const quotient = (2n * a + b) / (2n * b);
  return negative ? -quotient : quotient;
}

export function fits({ unscaled }: Decimal, precision: number): boolean {
  return abs(unscaled) < 10n ** BigInt(precision);
}

/** `a / b` at the scale of the result type. */
export function divideDecimals(a: Decimal, b: Decimal, scale: number): Decimal {
  if (b.unscaled === 0n) throw divisionByZero();
  const result = new Decimal(divideHalfUp(a.unscaled * 10n ** BigInt(Math.max(0, scale + b.scale - a.scale)), b.unscaled), scale);
  return checkOverflow(result);
}

export function remainderOfDecimals(a: Decimal, b: Decimal): Decimal {
  if (b.unscaled === 0n) throw divisionByZero();
  const scale = Math.max(a.scale, b.scale);
  return new Decimal(rescale(a, scale).unscaled % rescale(b, scale).unscaled, scale);
}

export function checkOverflow(value: Decimal): Decimal {
  if (!fits(value, 38)) throw new TrinoError('NUMERIC_VALUE_OUT_OF_RANGE', 'Decimal overflow');
  return value;
}

/** A number in text, such as `-1.5e3`, exactly; undefined for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,5}))?$/.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const scale = fraction.length - Number(exponent);
  const unscaled = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  return scale >= 0 ? new Decimal(unscaled, scale) : new Decimal(unscaled * 10n ** BigInt(-scale), 0);
}

/** The decimal that Java's `BigDecimal.valueOf` makes of a double: the shortest one that reads back as it. */
export function decimalOfDouble(value: number): Decimal | undefined {
  return Number.isFinite(value) ? parseDecimal(value.toExponential()) : undefined;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
