import { invalidArgument } from '../trino-error';
import { INTEGER_BITS } from '../types/type';
import { type FunctionDefinition, js } from './definition';

export const SMALL_INTEGERS = ['tinyint', 'smallint', 'integer'] as const;

/** https://trino.io/docs/476/functions/bitwise.html */
export const BITS: readonly FunctionDefinition[] = [
  js('bitwise_and(bigint, bigint) -> bigint', (a, b) => a & b),
  js('bitwise_or(bigint, bigint) -> bigint', (a, b) => a | b),
  js('bitwise_xor(bigint, bigint) -> bigint', (a, b) => a ^ b),
  js('bitwise_not(bigint) -> bigint', value => ~value),
  ...[...SMALL_INTEGERS, 'bigint' as const].flatMap(type => shifts(type)),
  js('bit_count(bigint, bigint) -> bigint', (value, width) => {
    if (width <= 1n || width > 64n) throw invalidArgument(`Bits specified in bit_count must be between 2 and 64, got ${width}`);
    if (BigInt.asIntN(Number(width), value) !== value)
      throw invalidArgument(`Number must be representable with the bits specified. ${value} cannot be represented with ${width} bits`);
    return BigInt(BigInt.asUintN(Number(width), value).toString(2).replaceAll('0', '').length);
  }),
];

/** Shifts keep the type of what they shift. */
function shifts(type: (typeof SMALL_INTEGERS)[number] | 'bigint'): FunctionDefinition[] {
  const width = INTEGER_BITS[type];
  const result = (value: bigint) => (type === 'bigint' ? BigInt.asIntN(width, value) : Number(BigInt.asIntN(width, value)));
  const by = (name: string, shift: (value: bigint, count: bigint) => bigint) =>
    js(`${name}(${type}, integer) -> ${type}`, (value: number | bigint, count: number) => {
      const places = BigInt(count);
      // As Java's, which looks at the last six bits of a negative count.
      return result(shift(BigInt(value), places < 0n ? BigInt.asUintN(6, places) : places));
    });
  return [
    by('bitwise_left_shift', (value, count) => (count >= 64n ? 0n : value << count)),
    by('bitwise_right_shift', (value, count) => (count >= 64n ? 0n : BigInt.asUintN(width, value) >> count)),
    by('bitwise_right_shift_arithmetic', (value, count) => value >> (count >= 64n ? 63n : count)),
  ];
}
