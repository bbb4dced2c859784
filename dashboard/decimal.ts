/** A decimal number in print, such as `-1234.50`, or as Athena prints a DOUBLE from ten million on: `3.868E7`. */
const DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:E(-?\d{1,3}))?$/;
/** Longer text is no number that anyone computes with; the work on a number grows with the square of its length. */
const MAX_LENGTH = 100;

export function isDecimal(text: string): boolean {
  return plainOf(text) !== undefined;
}

/** The number without an exponent: `3.868E7` → `38680000`. A number without one stays as it is; undefined for what is no number. */
export function plainOf(text: string): string | undefined {
  const [, sign = '', whole = '', fraction = '', exponent] = (text.length <= MAX_LENGTH && DECIMAL.exec(text)) || [];
  if (whole === '') return undefined;
  if (exponent === undefined) return text;
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const rest = padded.slice(at).replace(/0+$/, '');
  return `${sign}${integer}${rest && `.${rest}`}`;
}

/** The exact sum, with as many places as the longest fraction. */
export function sumOf(decimals: readonly string[]): string {
  const sum = createSum();
  for (const decimal of decimals) sum.add(decimal);
  return sum.total();
}

export interface Sum {
  add(decimal: string): void;
  /** With as many places as the longest fraction so far. */
  total(): string;
}

/** An exact sum of any number of decimals, in the memory of one. */
export function createSum(): Sum {
  let places = 0;
  let sum = 0n;
  return {
    add(decimal) {
      const plain = plainOf(decimal) ?? '0';
      const fraction = placesOf(plain);
      if (fraction > places) {
        sum *= 10n ** BigInt(fraction - places);
        places = fraction;
      }
      sum += scaled(plain, places);
    },
    total: () => printed(sum, places),
  };
}

/** `a` - `b`, exact. */
export function differenceOf(a: string, b: string): string {
  const [x, y] = [plainOf(a) ?? '0', plainOf(b) ?? '0'];
  const places = Math.max(placesOf(x), placesOf(y));
  return printed(scaled(x, places) - scaled(y, places), places);
}

/** `total` / `count` to as many places as `total` has, rounded half away from zero, as Trino rounds. `count` is at least 1. */
export function averageOf(total: string, count: bigint): string {
  const places = placesOf(total);
  const doubled = 2n * scaled(total, places);
  const half = doubled < 0n ? -count : count;
  return printed((doubled + half) / (2n * count), places);
}

/** Below zero where `a` is the smaller number. Exact, where a float would call neighbours equal. */
export function compareDecimals(a: string, b: string): number {
  const difference = Number(a) - Number(b);
  if (difference !== 0 || a === b) return difference;
  const [x, y] = [plainOf(a) ?? '0', plainOf(b) ?? '0'];
  const places = Math.max(placesOf(x), placesOf(y));
  const exact = scaled(x, places) - scaled(y, places);
  return exact < 0n ? -1 : exact > 0n ? 1 : 0;
}

/** Digits behind the point of a number without an exponent. */
export function placesOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}

function scaled(decimal: string, places: number): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

function printed(scaledNumber: bigint, places: number): string {
  const sign = scaledNumber < 0n ? '-' : '';
  const digits = String(scaledNumber < 0n ? -scaledNumber : scaledNumber).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return places === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-places)}`;
}
