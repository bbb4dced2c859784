/** A decimal number in print, such as `-1234.50`: an optional sign, digits without leading zeros, optionally a fraction. */
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;

export function isDecimal(text: string): boolean {
  return DECIMAL.test(text);
}

/**
 * The number's text in pieces between which a thousands separator is drawn: `-1234567.50` → `-1`, `234`, `567.50`.
 * The style sheet draws it, so that the text itself, read, searched or copied, is the number to the last cent.
 */
export function groupsOf(decimal: string): readonly string[] {
  const [whole = '', fraction] = decimal.split('.');
  const groups = whole.replace(/\d(?=(\d{3})+$)/g, '$& ').split(' ');
  return fraction === undefined ? groups : [...groups.slice(0, -1), `${groups.at(-1)}.${fraction}`];
}

/** The exact sum, with as many places as the longest fraction. */
export function sumOf(decimals: readonly string[]): string {
  const places = Math.max(0, ...decimals.map(decimal => decimal.split('.')[1]?.length ?? 0));
  return printed(
    decimals.reduce((sum, decimal) => sum + scaled(decimal, places), 0n),
    places,
  );
}

/** `total` / `count` to as many places as `total` has, rounded half away from zero, as Trino rounds. `count` is at least 1. */
export function averageOf(total: string, count: bigint): string {
  const places = total.split('.')[1]?.length ?? 0;
  const doubled = 2n * scaled(total, places);
  const half = doubled < 0n ? -count : count;
  return printed((doubled + half) / (2n * count), places);
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
