import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import { ambiguousCall } from '../functions/definition';
import { invalidArgument } from '../trino-error';
import { commonType } from '../types/coercion';
import { BIGINT, DAY_SECOND, DOUBLE, isInteger, isNumeric, storageOf, type Type, YEAR_MONTH } from '../types/type';
import { add, type Moment } from '../user-defined-functions/date-fields';
import { roundMicros } from '../user-defined-functions/parse-time';
import type { UserDefinedFunctions } from '../user-defined-functions/user-defined-function';
import { type Value, Zoned } from '../user-defined-functions/value';
import { comparable } from './predicates';

/** Dates, times and intervals with + - * /; nothing where Trino has no such operator. */
export function dateArithmetic(operator: string, a: Typed, b: Typed, udfs: UserDefinedFunctions): Typed | undefined {
  const fails = true;
  if (a.type.name === 'unknown') return besideNull(operator, b.type, false);
  if (b.type.name === 'unknown') return besideNull(operator, a.type, true);
  if (isMoment(a.type) && isInterval(b.type) && (operator === '+' || operator === '-'))
    return { type: shifted(a.type, b.type), sql: shift(a, b, operator === '-', udfs), fails };
  if (isInterval(a.type) && isMoment(b.type) && operator === '+')
    return { type: shifted(b.type, a.type), sql: shift(b, a, false, udfs), fails };
  if (isMoment(a.type) && isMoment(b.type) && operator === '-') return difference(a, b, udfs);
  if (isInterval(a.type) && a.type.name === b.type.name && (operator === '+' || operator === '-'))
    return { type: a.type, sql: `(${a.sql} ${operator} ${b.sql})`, fails };
  if (isInterval(a.type) && isNumeric(b.type) && (operator === '*' || operator === '/')) return scale(a, operator, b, udfs);
  if (isNumeric(a.type) && isInterval(b.type) && operator === '*') return scale(b, operator, a, udfs);
  return undefined;
}

/** What an untyped NULL makes of the type beside it; ambiguous where the NULL may be of more than one type. */
function besideNull(operator: string, known: Type, isLeft: boolean): Typed | undefined {
  const type = nullType(operator, known, isLeft);
  return type && { type, sql: `CAST(NULL AS ${storageOf(type)})`, fails: false };
}

function nullType(operator: string, known: Type, isLeft: boolean): Type | undefined {
  if (isMoment(known) && operator === '-' && !isLeft) return DAY_SECOND;
  if (known.name === 'date' && (operator === '+' || operator === '-')) return known;
  if (isInterval(known) && (operator === '*' || (isLeft && (operator === '/' || operator === '-')))) return known;
  if ((isMoment(known) || isInterval(known)) && (operator === '+' || operator === '-')) throw ambiguousCall();
  return undefined;
}

const isMoment = ({ name }: Type) => name === 'date' || name === 'timestamp' || name === 'timestamp with time zone';
const isInterval = ({ name }: Type) => name === YEAR_MONTH.name || name === DAY_SECOND.name;

/** An interval of seconds has three digits of them, so the sum has no fewer. */
function shifted(type: Type, interval: Type): Type {
  return type.name === 'date' || interval.name === YEAR_MONTH.name ? type : { ...type, size: Math.max(3, type.size ?? 3) };
}

function shift(moment: Typed, interval: Typed, backwards: boolean, udfs: UserDefinedFunctions): string {
  const months = interval.type.name === YEAR_MONTH.name;
  const call = ([value, amount]: readonly Value[]): Value => {
    if (typeof value !== 'number' && typeof value !== 'bigint' && !(value instanceof Zoned)) return null;
    const by = Number(amount) * (backwards ? -1 : 1);
    return months ? add('month', BigInt(by), value) : plusMilliseconds(value, by);
  };
  const name = backwards ? 'minus_interval' : 'plus_interval';
  return udfs.sql({ name, parameters: [moment.type, interval.type], returns: shifted(moment.type, interval.type), call }, [
    moment.sql,
    interval.sql,
  ]);
}

function plusMilliseconds(moment: Moment, milliseconds: number): Moment {
  if (typeof moment !== 'number') return add('millisecond', BigInt(milliseconds), moment);
  if (milliseconds % 86_400_000 !== 0) throw invalidArgument('Cannot add hour, minutes or seconds to a date');
  return moment + milliseconds / 86_400_000;
}

function difference(a: Typed, b: Typed, udfs: UserDefinedFunctions): Typed | undefined {
  const common = commonType(a.type, b.type);
  if (!common) return undefined;
  const [x, y] = [a, b].map(side => comparable(coerce(side, common, udfs)));
  const fails = a.fails || b.fails;
  if (common.name === 'date') return { type: DAY_SECOND, sql: `(CAST(${x} - ${y} AS BIGINT) * 86400000)`, fails };
  const micros = common.name === 'timestamp' ? `(epoch_us(${x}) - epoch_us(${y}))` : `(${x} - ${y})`;
  if ((common.size ?? 3) <= 3) return { type: DAY_SECOND, sql: `CAST(${micros} // 1000 AS BIGINT)`, fails };
  // Half a millisecond is rounded up; of times with a zone, away from zero.
  const call = ([between]: readonly Value[]): Value => {
    if (typeof between !== 'bigint') return null;
    const mirrored = between < 0n && common.name !== 'timestamp';
    return mirrored ? -roundMicros(-between, 3) / 1000n : roundMicros(between, 3) / 1000n;
  };
  const udf = { name: `${common.name}_difference`, parameters: [BIGINT], returns: DAY_SECOND, call };
  return { type: DAY_SECOND, sql: udfs.sql(udf, [micros]), fails };
}

function scale(interval: Typed, operator: string, by: Typed, udfs: UserDefinedFunctions): Typed {
  const type = interval.type;
  const factor = coerce(by, isInteger(by.type) ? BIGINT : DOUBLE, udfs);
  const call = ([value = null, number = null]: readonly Value[]): Value => {
    const [amount, count] = [Number(value), Number(number)];
    if (operator === '/' && count === 0) throw invalidArgument('Cannot divide by double 0.0');
    const result = operator === '*' ? Math.trunc(amount * count) : Math.trunc(amount / count);
    return type.name === DAY_SECOND.name ? BigInt(result) : result;
  };
  const name = operator === '*' ? 'multiply_interval' : 'divide_interval';
  return {
    type,
    sql: udfs.sql({ name, parameters: [type, factor.type], returns: type, call }, [interval.sql, factor.sql]),
    fails: true,
  };
}
