import { invalidArgument, notSupported, TrinoError } from '../trino-error';
import { decimalResult } from '../types/decimal-result';
import { DOUBLE, decimal, INTEGER_BITS, type Type } from '../types/type';
import { plainOnly } from '../user-defined-functions/comparisons';
import { checkOverflow, divideHalfUp, remainderOfDecimals, rescale } from '../user-defined-functions/decimal-arithmetic';
import { Decimal } from '../user-defined-functions/value';
import { BITS, SMALL_INTEGERS } from './bits';
import { define, type FunctionDefinition, js, returning, sql } from './definition';

const outOfRange = (message: string) => new TrinoError('NUMERIC_VALUE_OUT_OF_RANGE', message);

/** https://trino.io/docs/476/functions/math.html */
export const MATHS: readonly FunctionDefinition[] = [
  ...absolutes(),
  ...roundings(),
  ...signs(),
  ...remainders(),
  ...overDoubles(),
  ...BITS,
  sql('pi() -> double', () => 'pi()'),
  sql('e() -> double', () => 'exp(1.0::DOUBLE)'),
  sql('nan() -> double', () => `'nan'::DOUBLE`),
  sql('infinity() -> double', () => `'infinity'::DOUBLE`),
  sql('is_nan(real) -> boolean', value => `isnan(${value})`),
  sql('is_nan(double) -> boolean', value => `isnan(${value})`),
  sql('is_finite(double) -> boolean', value => `isfinite(${value})`),
  sql('is_infinite(double) -> boolean', value => `isinf(${value})`),
  ...['random', 'rand'].flatMap(randoms),
  js('width_bucket(double, double, double, bigint) -> bigint', widthBucket),
  js('width_bucket(double, array(double)) -> bigint', (value, bounds) => {
    if (bounds.length === 0) throw invalidArgument('Bins cannot be an empty array');
    if (Number.isNaN(value)) throw invalidArgument('Operand cannot be NaN');
    for (const [index, bound] of bounds.entries()) {
      if (bound === null) throw notSupported('width_bucket with a NULL among the bins');
      if (!Number.isFinite(bound)) throw invalidArgument(`Bin value must be finite, got ${bound}`);
      if (index > 0 && bound < Number(bounds[index - 1])) throw invalidArgument('Bin values are not sorted in ascending order');
    }
    return BigInt(bounds.filter(bound => Number(bound) <= value).length);
  }),
  js('to_base(bigint, bigint) -> varchar(64)', (value, radix) => value.toString(checkRadix(radix))),
  js('from_base(varchar, bigint) -> bigint', (text, radix) => {
    const base = checkRadix(radix);
    const digits = [...text.toLowerCase().replace(/^[+-]/, '')].map(digit => Number.parseInt(digit, 36));
    if (digits.length === 0 || digits.some(digit => Number.isNaN(digit) || digit >= base))
      throw invalidArgument(`Not a valid base-${radix} number: ${text}`);
    const magnitude = digits.reduce((sum, digit) => sum * BigInt(base) + BigInt(digit), 0n);
    const value = text.startsWith('-') ? -magnitude : magnitude;
    if (BigInt.asIntN(64, value) !== value) throw invalidArgument(`Not a valid base-${radix} number: ${text}`);
    return value;
  }),
  ...(['greatest', 'least'] as const).map(name => extreme(name)),
];

function checkRadix(radix: bigint): number {
  if (radix < 2n || radix > 36n) throw invalidArgument('Radix must be between 2 and 36');
  return Number(radix);
}

/** From 0, or the first bound, up to but without the last. */
function randoms(name: string): FunctionDefinition[] {
  const within = (type: string, low: string, high: string, message: string) =>
    `CASE WHEN ${high} > ${low} THEN CAST(${low} + floor(random() * (${high} - ${low})) AS ${type}) ELSE error('INVALID_FUNCTION_ARGUMENT: ${message}') END`;
  return [
    sql(`${name}() -> double`, () => 'random()'),
    ...[...SMALL_INTEGERS, 'bigint'].flatMap(type => [
      define(`${name}(${type}) -> ${type}`, true, ({ arguments: [high] }) => within(type, '0', high?.sql ?? '', 'bound must be positive')),
      define(`${name}(${type}, ${type}) -> ${type}`, true, ({ arguments: [low, high] }) =>
        within(type, low?.sql ?? '', high?.sql ?? '', 'start value must be less than stop value'),
      ),
    ]),
  ];
}

/** NULL if any is NULL; a NaN loses against every number. */
function extreme(name: 'greatest' | 'least'): FunctionDefinition {
  return {
    ...sql(`${name}(E...) -> E`, () => ''),
    emit({ arguments: given, returns, udfs }) {
      const values = given.map(({ sql: value }) => (returns.of ? udfs.sql(plainOnly(returns), [value]) : value));
      const floating = returns.name === 'double' || returns.name === 'real';
      const known = values.map(value => (floating ? `CASE WHEN isnan(${value}) THEN NULL ELSE ${value} END` : value));
      const anyNull = values.map(value => `${value} IS NULL`).join(' OR ');
      const extremest = `${name}(${known.join(', ')})`;
      return `CASE WHEN ${anyNull} THEN NULL ELSE ${floating ? `coalesce(${extremest}, ${values[0]})` : extremest} END`;
    },
  };
}

function absolutes(): FunctionDefinition[] {
  return [
    ...SMALL_INTEGERS.map(type =>
      js(`abs(${type}) -> ${type}`, value => {
        if (value === -(2 ** (INTEGER_BITS[type] - 1))) throw outOfRange(`Value ${value} is out of range for abs(${type})`);
        return Math.abs(value);
      }),
    ),
    js('abs(bigint) -> bigint', value => {
      if (value === -(2n ** 63n)) throw outOfRange(`Value ${value} is out of range for abs(bigint)`);
      return value < 0n ? -value : value;
    }),
    sql('abs(decimal(p,s)) -> decimal(p,s)', value => `abs(${value})`),
    sql('abs(real) -> real', value => `abs(${value})`),
    sql('abs(double) -> double', value => `abs(${value})`),
  ];
}

const size = ({ size: precision = 38 }: Type) => precision;
const scaleOf = ({ scale = 0 }: Type) => scale;

function roundings(): FunctionDefinition[] {
  const whole = ([type = decimal(38, 0)]: readonly Type[]) => decimal(size(type) - scaleOf(type) + Math.min(scaleOf(type), 1), 0);
  const floorOf = (value: Decimal) => {
    const unit = 10n ** BigInt(value.scale);
    const quotient = value.unscaled / unit;
    return new Decimal(value.unscaled % unit < 0n ? quotient - 1n : quotient, 0);
  };
  const ceilOf = (value: Decimal) => new Decimal(-floorOf(new Decimal(-value.unscaled, value.scale)).unscaled, 0);
  const truncated = (value: Decimal, digits: number) => cut(value, digits, (dividend, divisor) => dividend / divisor);
  return [
    ...[...SMALL_INTEGERS, 'bigint' as const].flatMap(type =>
      ['ceil', 'ceiling', 'floor', 'round'].map(name => sql(`${name}(${type}) -> ${type}`, value => value)),
    ),
    ...SMALL_INTEGERS.map(type =>
      js(`round(${type}, integer) -> ${type}`, (value, digits) => Number(roundInteger(BigInt(value), digits, type))),
    ),
    js('round(bigint, integer) -> bigint', (value, digits) => roundInteger(value, digits, 'bigint')),
    returning(
      whole,
      js('round(decimal(p,s)) -> decimal(p,s)', value => rescale(value, 0)),
    ),
    returning(
      ([type = decimal(38, 0)]) => decimal(size(type) + 1, scaleOf(type)),
      js('round(decimal(p,s), integer) -> decimal(p,s)', (value, digits) => checkOverflow(cut(value, digits, divideHalfUp))),
    ),
    ...['ceil', 'ceiling'].map(name => returning(whole, js(`${name}(decimal(p,s)) -> decimal(p,s)`, ceilOf))),
    returning(whole, js('floor(decimal(p,s)) -> decimal(p,s)', floorOf)),
    returning(
      ([type = decimal(38, 0)]) => decimal(Math.max(size(type) - scaleOf(type), 1), 0),
      js('truncate(decimal(p,s)) -> decimal(p,s)', value => rescale(truncated(value, 0), 0)),
    ),
    js('truncate(decimal(p,s), integer) -> decimal(p,s)', truncated),
    ...(['real', 'double'] as const).flatMap(type => [
      ...['ceil', 'ceiling'].map(name => js(`${name}(${type}) -> ${type}`, value => Math.ceil(Number(value)))),
      js(`floor(${type}) -> ${type}`, value => Math.floor(value)),
      js(`truncate(${type}) -> ${type}`, value => Math.trunc(value)),
      js(`round(${type}) -> ${type}`, value => roundDouble(value, 0)),
      js(`round(${type}, integer) -> ${type}`, roundDouble),
    ]),
  ];
}

/** Rounded to so many digits behind the point (before it, where negative), at the same scale. */
function cut({ unscaled, scale }: Decimal, digits: number, divide: (dividend: bigint, divisor: bigint) => bigint): Decimal {
  if (digits >= scale) return new Decimal(unscaled, scale);
  if (scale - digits > 40) return new Decimal(0n, scale);
  const unit = 10n ** BigInt(scale - digits);
  return new Decimal(divide(unscaled, unit) * unit, scale);
}

function roundInteger(value: bigint, digits: number, type: (typeof SMALL_INTEGERS)[number] | 'bigint'): bigint {
  if (digits >= 0) return value;
  if (digits < -20) return 0n;
  const unit = 10n ** BigInt(-digits);
  const result = divideHalfUp(value, unit) * unit;
  if (BigInt.asIntN(INTEGER_BITS[type], result) !== result) throw new TrinoError('GENERIC_INTERNAL_ERROR', `${type} overflow`);
  return result;
}

/** As Trino: scaled by a power of ten in binary, so `round(1.005e0, 2)` is 1.0. */
function roundDouble(value: number, digits: number): number {
  if (!Number.isFinite(value)) return value;
  const factor = 10 ** digits;
  const magnitude = Math.abs(value) * factor;
  if (!Number.isFinite(magnitude) || magnitude > Number.MAX_SAFE_INTEGER) return value;
  const rounded = Math.floor(magnitude + 0.5) / factor;
  return value < 0 ? -rounded : rounded;
}

function signs(): FunctionDefinition[] {
  return [
    ...SMALL_INTEGERS.map(type => sql(`sign(${type}) -> ${type}`, value => `CAST(sign(${value}) AS ${type.toUpperCase()})`)),
    sql('sign(bigint) -> bigint', value => `CAST(sign(${value}) AS BIGINT)`),
    sql('sign(decimal(p,s)) -> decimal(1,0)', value => `CAST(sign(${value}) AS DECIMAL(1,0))`),
    js('sign(real) -> real', value => Math.sign(value)),
    js('sign(double) -> double', value => Math.sign(value)),
  ];
}

function remainders(): FunctionDefinition[] {
  const byZero = () => new TrinoError('GENERIC_INTERNAL_ERROR', '/ by zero');
  const remainder = ([a = DOUBLE, b = DOUBLE]: readonly Type[]) => decimalResult('%', a, b);
  return [
    ...SMALL_INTEGERS.map(type =>
      js(`mod(${type}, ${type}) -> ${type}`, (a, b) => {
        if (b === 0) throw byZero();
        return a % b || 0;
      }),
    ),
    js('mod(bigint, bigint) -> bigint', (a, b) => {
      if (b === 0n) throw byZero();
      return a % b;
    }),
    returning(remainder, js('mod(decimal(p,s), decimal(q,t)) -> decimal(p,s)', remainderOfDecimals)),
    ...(['real', 'double'] as const).map(type => js(`mod(${type}, ${type}) -> ${type}`, (a, b) => Number(a) % Number(b))),
  ];
}

function overDoubles(): FunctionDefinition[] {
  const one: Readonly<Record<string, (value: number) => number>> = {
    sqrt: Math.sqrt,
    cbrt: cubeRoot,
    log10,
    asin: Math.asin,
    acos: Math.acos,
    atan: Math.atan,
    sinh: Math.sinh,
    degrees: value => value * (180 / Math.PI),
    radians: value => value * (Math.PI / 180),
  };
  return [
    ...Object.entries(one).map(([name, call]) => js(`${name}(double) -> double`, value => call(Number(value)))),
    sql('exp(double) -> double', value => `exp(${value})`),
    ...['sin', 'cos', 'tan'].map(name =>
      sql(`${name}(double) -> double`, value => `CASE WHEN isinf(${value}) THEN 'nan'::DOUBLE ELSE ${name}(${value}) END`),
    ),
    ...['power', 'pow'].map(name => sql(`${name}(double, double) -> double`, (base, exponent) => `pow(${base}, ${exponent})`)),
    sql('ln(double) -> double', naturalLog),
    sql('log2(double) -> double', value => `(${naturalLog(value)} / ln(2.0::DOUBLE))`),
    sql('log(double, double) -> double', (base, value) => `(${naturalLog(value)} / ${naturalLog(base)})`),
    js('atan2(double, double) -> double', (y, x) => Math.atan2(y, x)),
  ];
}

/** DuckDB's is as exact as Java's, where JavaScript's is not; but it fails where Java gives infinity or NaN. */
function naturalLog(value: string): string {
  return `CASE WHEN ${value} > 0 THEN ln(${value}) WHEN ${value} = 0 THEN '-infinity'::DOUBLE WHEN ${value} < 0 THEN 'nan'::DOUBLE END`;
}

/** No engine here rounds as Java does but where the result is a whole number. */
function log10(value: number): number {
  const exponent = Math.round(Math.log10(value));
  if (value > 0 && Number.isFinite(value) && Number(`1e${exponent}`) !== value)
    throw notSupported('log10 of a number that is no power of ten');
  return value > 0 && Number.isFinite(value) ? exponent : Math.log10(value);
}

/** The nearest double to the root, as Java's on current processors. */
function cubeRoot(value: number): number {
  const guess = Math.cbrt(value);
  if (value === 0 || !Number.isFinite(value)) return value;
  if (Math.abs(value) < 2 ** -300 || Math.abs(value) > 2 ** 300) throw notSupported('cbrt of a number this small or large');
  const step = 2 ** (Math.floor(Math.log2(Math.abs(guess))) - 52);
  const distance = (root: number) => {
    const exact = scaled(root) ** 3n - (scaled(value) << 800n);
    return exact < 0n ? -exact : exact;
  };
  return [guess, guess - step, guess + step].reduce((best, root) => (distance(root) < distance(best) ? root : best));
}

/** A double as a whole number of 2 to the power of -400. */
function scaled(value: number): bigint {
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  return BigInt(value * 2 ** (52 - exponent)) << BigInt(400 + exponent - 52);
}

function widthBucket(value: number, low: number, high: number, count: bigint): bigint {
  if (count <= 0n) throw invalidArgument('bucketCount must be greater than 0');
  if (Number.isNaN(value)) throw invalidArgument('operand must not be NaN');
  if (!Number.isFinite(low)) throw invalidArgument('first bound must be finite');
  if (!Number.isFinite(high)) throw invalidArgument('second bound must be finite');
  if (low === high) throw invalidArgument('bounds cannot equal each other');
  const [from, to] = [Math.min(low, high), Math.max(low, high)];
  const bucket = value < from ? 0n : value >= to ? count + 1n : BigInt(Math.floor((Number(count) * (value - from)) / (to - from)) + 1);
  return low > high ? count - bucket + 1n : bucket;
}
