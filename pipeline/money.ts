/** `-12.5` → `-1250n`; `3.868E7` and longer fractions are no amounts. Throws a RangeError. */
export function cents(amount: string): bigint {
  const [, sign, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
  if (sign === undefined) throw new RangeError(`expected an amount with up to two decimals, got "${amount.slice(0, 100)}"`);
  const value = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  return sign === '-' ? -value : value;
}

/** `-1250n` → `-12.50`. */
export function amountOf(value: bigint): string {
  const size = value < 0n ? -value : value;
  return `${value < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
}

/** The quotient, half away from zero, as Trino divides decimals. 0 where there is nothing to divide by. */
export function halfUp(total: bigint, count: bigint): bigint {
  if (count === 0n) return 0n;
  const [size, by] = [total < 0n ? -total : total, count < 0n ? -count : count];
  const rounded = (2n * size + by) / (2n * by);
  return total < 0n === count < 0n ? rounded : -rounded;
}
