import { invalidArgument, notSupported, type TrinoError } from '../trino-error';
import { isInteger, type Type } from '../types/type';
import { divideHalfUp, parseDecimal, rescale } from './decimal-arithmetic';
import { printScalar, printValue } from './print';
import { Decimal, type Value } from './value';

/** A value to be formatted, and its type. */
interface FormatArgument {
  readonly value: Value;
  readonly type: Type;
}

interface Specifier {
  readonly whole: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
}

const SPECIFIER = /%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?(.)/gs;

/** Java's `String.format`, as far as queries use it. Source: https://trino.io/docs/476/functions/conversion.html#format */
export function formatText(pattern: string, given: readonly FormatArgument[]): string {
  const invalid = (why: string) => invalidArgument(`Invalid format string: ${pattern} (${why})`);
  let next = 0;
  return pattern.replaceAll(SPECIFIER, (whole, index, flags, width, precision, conversion) => {
    if (conversion === '%') return '%'.padStart(Number(width ?? 0));
    if (conversion === 'n') return '\n';
    if (!'sSdfeExXob'.includes(conversion)) {
      if ('cChHgGaAtTB'.includes(conversion) || flags.includes('<')) throw notSupported(`The format ${whole}`);
      throw invalid(`UnknownFormatConversion: Conversion = '${conversion}'`);
    }
    if (flags.includes('#')) throw notSupported(`The format ${whole}`);
    if (index === undefined) next += 1;
    if (Number(width ?? 0) > MOST_CHARACTERS || Number(precision ?? 0) > MOST_CHARACTERS) throw notSupported(`The format ${whole}`);
    const argument = given[Number(index ?? next) - 1];
    if (!argument) throw invalid(`MissingFormatArgument: Format specifier '${whole}'`);
    const specifier = { whole, flags, width: Number(width ?? 0), precision: precision && Number(precision), conversion };
    return one(specifier, argument, why => invalid(why));
  });
}

const MOST_CHARACTERS = 10_000;

const JAVA_NAMES: Readonly<Record<string, string>> = {
  varchar: 'java.lang.String',
  boolean: 'java.lang.Boolean',
  double: 'java.lang.Double',
  real: 'java.lang.Float',
  decimal: 'java.math.BigDecimal',
  date: 'java.time.LocalDate',
  timestamp: 'java.time.LocalDateTime',
};

function one(specifier: Specifier, { value, type }: FormatArgument, invalid: (why: string) => TrinoError): string {
  const { conversion, precision } = specifier;
  const text = () => {
    const shown = value === null ? 'null' : javaText(value, type);
    return aligned(precision === undefined ? shown : [...shown].slice(0, precision).join(''), specifier);
  };
  if (conversion === 's') return text();
  if (conversion === 'S') return text().toUpperCase();
  if (conversion === 'b') return aligned(String(value !== null && value !== false), specifier);
  const wanted = 'dxXo'.includes(conversion) ? isInteger(type) : ['double', 'real', 'decimal'].includes(type.name);
  if (type.name !== 'unknown' && !wanted)
    throw invalid(`IllegalFormatConversion: ${conversion} != ${JAVA_NAMES[type.name] ?? 'java.lang.Long'}`);
  if (value === null) return text();
  if (conversion === 'd') return signed(BigInt(String(value)) < 0n, digitsOf(BigInt(String(value)), specifier), specifier);
  if ('xXo'.includes(conversion)) {
    const digits = BigInt.asUintN(64, BigInt(String(value))).toString(conversion === 'o' ? 8 : 16);
    return aligned(conversion === 'X' ? digits.toUpperCase() : digits, specifier);
  }
  return floating(value, specifier);
}

/** What Java's `toString` of the value gives. */
function javaText(value: Value, type: Type): string {
  if (value instanceof Decimal) {
    // BigDecimal turns to exponents below a millionth.
    const digits = (value.unscaled < 0n ? -value.unscaled : value.unscaled).toString();
    const exponent = digits.length - 1 - value.scale;
    if (exponent >= -6) return value.toString();
    const sign = value.unscaled < 0n ? '-' : '';
    return `${sign}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}E${exponent}`;
  }
  if (type.name === 'timestamp') {
    const [day = '', clock = ''] = printScalar(value, type).split(' ');
    const [, minutes = '', seconds = '00', fraction = ''] = /^(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?$/.exec(clock) ?? [];
    const known = fraction.replace(/0+$/, '');
    const shown = known === '' ? '' : `.${known.padEnd(Math.ceil(known.length / 3) * 3, '0')}`;
    return `${day}T${minutes}${seconds === '00' && shown === '' ? '' : `:${seconds}${shown}`}`;
  }
  return printValue(value, type);
}

function digitsOf(value: bigint, { flags }: Specifier): string {
  return grouped((value < 0n ? -value : value).toString(), flags);
}

function grouped(whole: string, flags: string): string {
  return flags.includes(',') ? whole.replaceAll(/\B(?=(\d{3})+$)/g, ',') : whole;
}

function floating(value: Value, specifier: Specifier): string {
  const { flags, precision = 6, conversion } = specifier;
  const number = Number(value instanceof Decimal ? value.toString() : value);
  const negative = value instanceof Decimal ? value.unscaled < 0n : number < 0 || Object.is(number, -0);
  if (!Number.isFinite(number)) {
    const shown = Number.isNaN(number) ? 'NaN' : 'Infinity';
    return signed(negative, shown, { ...specifier, flags: flags.replace('0', '') });
  }
  // Java rounds the digits that it would print, not the binary number behind them.
  const exact = value instanceof Decimal ? value : parseDecimal(printValue(value, { name: 'double' }));
  if (!exact) throw notSupported(`The format ${specifier.whole} of this`);
  const magnitude = new Decimal(exact.unscaled < 0n ? -exact.unscaled : exact.unscaled, exact.scale);
  if (conversion === 'f') {
    const [whole = '0', fraction] = rescale(magnitude, precision).toString().split('.');
    return signed(negative, grouped(whole, flags) + (fraction === undefined ? '' : `.${fraction}`), specifier);
  }
  const shown = exponential(magnitude, precision);
  return signed(negative, conversion === 'E' ? shown.toUpperCase() : shown, specifier);
}

function exponential({ unscaled, scale }: Decimal, precision: number): string {
  const digits = unscaled.toString();
  let exponent = unscaled === 0n ? 0 : digits.length - 1 - scale;
  const surplus = digits.length - 1 - precision;
  let kept = surplus > 0 ? divideHalfUp(unscaled, 10n ** BigInt(surplus)).toString() : digits.padEnd(precision + 1, '0');
  if (kept.length > precision + 1) {
    kept = kept.slice(0, -1);
    exponent += 1;
  }
  const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return `${kept[0]}${precision > 0 ? `.${kept.slice(1)}` : ''}e${power}`;
}

function signed(negative: boolean, digits: string, specifier: Specifier): string {
  const { flags, width } = specifier;
  const brackets = negative && flags.includes('(');
  const before = brackets ? '(' : negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const after = brackets ? ')' : '';
  const room = width - before.length - after.length;
  return aligned(before + (flags.includes('0') ? digits.padStart(room, '0') : digits) + after, specifier);
}

function aligned(text: string, { flags, width }: Specifier): string {
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width);
}
