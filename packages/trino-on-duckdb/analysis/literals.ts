import { quote, type Typed } from '../expressions/typed';
import type { Expression } from '../syntax/ast';
import { notSupported, type Position, TrinoError } from '../trino-error';
import { REFUSED_TYPES } from '../types/named-type';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DAY_SECOND,
  DOUBLE,
  decimal,
  INTEGER,
  storageOf,
  type Type,
  timestamp,
  UNKNOWN,
  VARBINARY,
  VARCHAR,
  varchar,
  YEAR_MONTH,
  zoned,
} from '../types/type';
import { localMicros, zoneName } from '../user-defined-functions/calendar';
import { castValue } from '../user-defined-functions/cast';
import { parseDecimal } from '../user-defined-functions/decimal-arithmetic';
import { parseDate, parseTimestamp, toZoned } from '../user-defined-functions/parse-time';

type LiteralKind = 'null' | 'boolean' | 'number' | 'string' | 'binary' | 'interval' | 'typed';
type Literal<K extends LiteralKind> = Extract<Expression, { kind: K }>;

export function analyzeLiteral(expression: Literal<LiteralKind>): Typed {
  switch (expression.kind) {
    case 'null':
      // With an explicit type: a list of NULLs without one reaches user-defined functions with stray values (duckdb/duckdb#25616).
      return { type: UNKNOWN, sql: `CAST(NULL AS ${storageOf(UNKNOWN)})`, fails: false };
    case 'boolean':
      return { type: BOOLEAN, sql: String(expression.value), fails: false };
    case 'number':
      return analyzeNumber(expression);
    case 'string':
      if (expression.value.includes('\0')) throw notSupported('The character U+0000', expression.at);
      return { type: varchar([...expression.value].length), sql: quote(expression.value), fails: false, literal: expression.value };
    case 'binary':
      if (!/^([0-9a-f]{2})*$/i.test(expression.hex))
        throw new TrinoError('SYNTAX_ERROR', 'Binary literal must contain an even number of hexadecimal digits', expression.at);
      return { type: VARBINARY, sql: `unhex('${expression.hex}')`, fails: false };
    case 'interval':
      return analyzeInterval(expression);
    case 'typed':
      return analyzeTyped(expression);
  }
}

function constant(type: Type, text: string): Typed {
  return { type, sql: `CAST('${text}' AS ${storageOf(type)})`, fails: false, literal: text };
}

function analyzeNumber({ form, value, at }: Literal<'number'>): Typed {
  if (form === 'double') return constant(DOUBLE, Object.is(Number(value), -0) ? '-0.0' : String(Number(value)));
  if (form === 'decimal') return analyzeDecimal(value, at);
  const number = BigInt(value);
  if (BigInt.asIntN(64, number) !== number) throw new TrinoError('SYNTAX_ERROR', `Invalid numeric literal: ${value}`, at);
  return constant(BigInt.asIntN(32, number) === number ? INTEGER : BIGINT, String(number));
}

/** The digits as written, without leading zeros, are the precision: `00123.450` is DECIMAL(6,3). */
function analyzeDecimal(text: string, at: Position): Typed {
  const value = parseDecimal(text);
  if (!value || /e/i.test(text)) throw new TrinoError('INVALID_LITERAL', `'${text}' is not a valid DECIMAL literal`, at);
  const digits = text
    .replace(/[+-]/, '')
    .replace(/^0+(?=\d|\.)/, '')
    .replace('.', '').length;
  const precision = Math.max(digits, value.scale, 1);
  if (precision > 38) throw new TrinoError('INVALID_LITERAL', `'${text}' is not a valid DECIMAL literal`, at);
  return constant(decimal(precision, value.scale), value.toString());
}

const UNITS = ['year', 'month', 'day', 'hour', 'minute', 'second'];
const MILLISECONDS: Readonly<Record<string, number>> = { day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000 };

function analyzeInterval({ negative, value, from, to = from, at }: Literal<'interval'>): Typed {
  const invalid = new TrinoError('INVALID_LITERAL', `Invalid INTERVAL ${from.toUpperCase()} value: ${value}`, at);
  const units = UNITS.slice(UNITS.indexOf(from), UNITS.indexOf(to) + 1);
  const [, sign, body = ''] = /^\s*([+-]?)(.*)$/.exec(value) ?? [];
  const parts = body.split(/[-\s:]/);
  const isMonths = from === 'year' || from === 'month';
  const digits = to === 'second' && !isMonths ? /^\d+(\.\d+)?$/ : /^\d+$/;
  if (units.length === 0 || parts.length !== units.length || !parts.every(part => digits.test(part))) throw invalid;
  const scale = (unit: string) => (isMonths ? (unit === 'year' ? 12 : 1) : (MILLISECONDS[unit] ?? 0));
  const magnitude = units.reduce(
    (sum, unit, index) => sum + Math.floor(Number(parts[index]?.replace(/(\.\d{3})\d+/, '$1')) * scale(unit) + 0.5),
    0,
  );
  const total = negative !== (sign === '-') ? -magnitude : magnitude;
  return constant(isMonths ? YEAR_MONTH : DAY_SECOND, String(total));
}

/** `DATE '2025-01-05'`, `DECIMAL '1.50'`, and so on. */
function analyzeTyped({ type, value, at }: Literal<'typed'>): Typed {
  const invalid = new TrinoError('INVALID_LITERAL', `'${value}' is not a valid ${type.toUpperCase()} literal`, at);
  switch (type) {
    case 'date': {
      const days = parseDate(value);
      if (days === undefined) throw invalid;
      return { type: DATE, sql: `(DATE '1970-01-01' + ${days})`, fails: false };
    }
    case 'timestamp':
      return analyzeTimestamp(value, invalid);
    case 'decimal':
      return analyzeDecimal(value, at);
    case 'varchar':
      return { type: VARCHAR, sql: quote(value), fails: false };
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
      try {
        return constant({ name: type }, String(castValue(value, VARCHAR, { name: type })));
      } catch {
        throw invalid;
      }
    default:
      throw REFUSED_TYPES.includes(type)
        ? notSupported(`A literal of type ${type}`, at)
        : new TrinoError('TYPE_NOT_FOUND', `Unknown type: ${type}`, at);
  }
}

function analyzeTimestamp(value: string, invalid: TrinoError): Typed {
  const parsed = parseTimestamp(value);
  if (!parsed) throw invalid;
  if (parsed.digits > 6) throw notSupported('More than six digits of a second');
  if (parsed.zone === undefined) return { type: timestamp(parsed.digits), sql: `make_timestamp(${parsed.local})`, fails: false };
  const moment = toZoned(parsed, 6);
  // In spring an hour does not exist.
  if (localMicros(moment) !== parsed.local) throw invalid;
  return zonedLiteral(moment.instant, parsed.zone, parsed.digits);
}

export function zonedLiteral(instant: bigint, zone: string, digits: number): Typed {
  return { type: zoned(digits), sql: `{'instant': ${instant}::BIGINT, 'zone': ${quote(zoneName(zone) ?? zone)}}`, fails: false };
}
