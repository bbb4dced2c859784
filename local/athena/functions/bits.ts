import type { Value } from '../natives/value';
import { TrinoError } from '../trino-error';
import { type FunctionDefinition, js, sql } from './definition';

export const SMALL_INTEGERS = ['tinyint', 'smallint', 'integer'] as const;
export const INTEGER_BITS = { tinyint: 8, smallint: 16, integer: 32, bigint: 64 } as const;

const invalid = (message: string) => new TrinoError('INVALID_FUNCTION_ARGUMENT', message);

/** https://trino.io/docs/476/functions/bitwise.html */
export const BITS: readonly FunctionDefinition[] = [
  js('bitwise_and(bigint, bigint) -> bigint', (a, b) => a & b),
  js('bitwise_or(bigint, bigint) -> bigint', (a, b) => a | b),
  js('bitwise_xor(bigint, bigint) -> bigint', (a, b) => a ^ b),
  js('bitwise_not(bigint) -> bigint', value => ~value),
  ...[...SMALL_INTEGERS, 'bigint' as const].flatMap(type => shifts(type)),
  js('bit_count(bigint, bigint) -> bigint', (value, width) => {
    if (width <= 1n || width > 64n) throw invalid(`Bits specified in bit_count must be between 2 and 64, got ${width}`);
    if (BigInt.asIntN(Number(width), value) !== value)
      throw invalid(`Number must be representable with the bits specified. ${value} cannot be represented with ${width} bits`);
    return BigInt(BigInt.asUintN(Number(width), value).toString(2).replaceAll('0', '').length);
  }),
];

/** Shifts keep the type of what they shift. */
function shifts(type: keyof typeof INTEGER_BITS): FunctionDefinition[] {
  const width = INTEGER_BITS[type];
  const result = (value: bigint) => (type === 'bigint' ? BigInt.asIntN(width, value) : Number(BigInt.asIntN(width, value)));
  const by = (name: string, shift: (value: bigint, count: bigint) => bigint): FunctionDefinition => ({
    ...sql(`${name}(${type}, integer) -> ${type}`, () => ''),
    emit({ arguments: given, returns, natives }) {
      const call = ([value = null, count = null]: readonly Value[]): Value => {
        const places = BigInt(String(count));
        // As Java's, which looks at the last six bits of a negative count.
        return result(shift(BigInt(String(value)), places < 0n ? BigInt.asUintN(6, places) : places));
      };
      return natives.sql(
        { name, parameters: given.map(argument => argument.type), returns, call },
        given.map(argument => argument.sql),
      );
    },
  });
  return [
    by('bitwise_left_shift', (value, count) => (count >= 64n ? 0n : value << count)),
    by('bitwise_right_shift', (value, count) => (count >= 64n ? 0n : BigInt.asUintN(width, value) >> count)),
    by('bitwise_right_shift_arithmetic', (value, count) => value >> (count >= 64n ? 63n : count)),
  ];
}
