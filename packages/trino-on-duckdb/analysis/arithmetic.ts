import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import { ambiguousCall } from '../functions/definition';
import type { Expression } from '../syntax/ast';
import { divisionByZero, invalidArgument, TrinoError, typeMismatch } from '../trino-error';
import { asDecimal, commonType } from '../types/coercion';
import { decimalResult } from '../types/decimal-result';
import { decimal, INTEGER_BITS, isFloating, isInteger, isNumeric, printType, storageOf, type Type } from '../types/type';
import { checkOverflow, divideDecimals, remainderOfDecimals } from '../user-defined-functions/decimal-arithmetic';
import type { UserDefinedFunction, UserDefinedFunctions } from '../user-defined-functions/user-defined-function';
import { Decimal, type Value } from '../user-defined-functions/value';
import { dateArithmetic } from './date-arithmetic';
import type { Env } from './env';
import { analyze } from './expression';

export function analyzeArithmetic({ operator, left, right, at }: Extract<Expression, { kind: 'arithmetic' }>, env: Env): Typed {
  const [a, b] = [analyze(left, env), analyze(right, env)];
  const result = numberArithmetic(operator, a, b, env.statement.udfs) ?? dateArithmetic(operator, a, b, env.statement.udfs);
  if (!result) throw typeMismatch(`Cannot apply operator: ${printType(a.type)} ${operator} ${printType(b.type)}`, at);
  return result;
}

export function analyzeSign({ kind, value, at }: Extract<Expression, { kind: 'negate' | 'plus' }>, env: Env): Typed {
  const { udfs } = env.statement;
  const { type, sql, fails } = analyze(value, env);
  if (kind === 'plus') {
    if (!isNumeric(type) || type.name === 'decimal')
      throw typeMismatch(`Unary '+' operator cannot by applied to ${printType(type)} type`, at);
    return { type, sql, fails };
  }
  if (type.name === 'unknown') throw ambiguousCall();
  if (!isNumeric(type) && !type.name.startsWith('interval')) throw typeMismatch(`Cannot negate ${printType(type)}`, at);
  if (!isInteger(type) || !udfs.inTry) return { type, sql: `CAST(-${sql} AS ${storageOf(type)})`, fails: fails || isInteger(type) };
  const call = ([number = null]: readonly Value[]): Value =>
    integerOf(-BigInt(String(number)), type, `${type.name} negation overflow: ${number}`);
  return { type, sql: udfs.sql({ name: 'negate', parameters: [type], returns: type, call }, [sql]), fails: true };
}

function numberArithmetic(operator: string, a: Typed, b: Typed, udfs: UserDefinedFunctions): Typed | undefined {
  if (isAmbiguous(operator, a.type, b.type)) throw ambiguousCall();
  const common = commonType(a.type, b.type);
  if (!common || !isNumeric(common)) return undefined;
  if (common.name === 'decimal') {
    // An integer beside a decimal counts as the decimal that holds all of its type's values.
    const [x, y] = [a, b].map(side => coerce(side, side.type.name === 'unknown' ? decimal(1, 0) : asDecimal(side.type), udfs));
    return x && y && decimalArithmetic(operator, x, y, udfs);
  }
  const [x, y] = [a, b].map(side => coerce(side, common, udfs));
  if (!x || !y) return undefined;
  if (isFloating(common)) return { type: common, sql: `(${x.sql} ${operator} ${y.sql})`, fails: x.fails || y.fails };
  const ours = operator === '/' || operator === '%' || udfs.inTry;
  const sql = ours ? udfs.sql(integerArithmetic(operator, common), [x.sql, y.sql]) : `(${x.sql} ${operator} ${y.sql})`;
  return { type: common, sql, fails: true };
}

/** Beside what an interval may be multiplied with or divided by, an untyped NULL may be an interval. */
function isAmbiguous(operator: string, a: Type, b: Type): boolean {
  if (a.name === 'unknown' && b.name === 'unknown') return true;
  const scales = ({ name }: Type) => name === 'double' || (name === 'bigint' && operator === '*');
  if (a.name === 'unknown') return (operator === '*' || operator === '/') && scales(b);
  return operator === '*' && b.name === 'unknown' && scales(a);
}

const INTEGER_OPERATIONS: Readonly<Record<string, readonly [string, (a: bigint, b: bigint) => bigint]>> = {
  '+': ['addition', (a, b) => a + b],
  '-': ['subtraction', (a, b) => a - b],
  '*': ['multiplication', (a, b) => a * b],
  '/': ['division', (a, b) => a / b],
  '%': ['modulus', (a, b) => a % b],
};

function integerArithmetic(operator: string, type: Type): UserDefinedFunction {
  const [name = '', compute = () => 0n] = INTEGER_OPERATIONS[operator] ?? [];
  const call = ([a = null, b = null]: readonly Value[]): Value => {
    const [x, y] = [BigInt(String(a)), BigInt(String(b))];
    if (y === 0n && (operator === '/' || operator === '%')) throw divisionByZero();
    const result = compute(x, y);
    if (operator === '/' && type.name !== 'bigint' && result === 2n ** BigInt((INTEGER_BITS[type.name] ?? 64) - 1))
      throw new TrinoError('GENERIC_INTERNAL_ERROR', `Value ${result} exceeds the greatest ${type.name}`);
    return integerOf(result, type, `${type.name} ${name} overflow: ${a} ${operator} ${b}`);
  };
  return { name, parameters: [type, type], returns: type, call };
}

function integerOf(result: bigint, type: Type, overflow: string): number | bigint {
  if (BigInt.asIntN(INTEGER_BITS[type.name] ?? 64, result) !== result) throw new TrinoError('NUMERIC_VALUE_OUT_OF_RANGE', overflow);
  return type.name === 'bigint' ? result : Number(result);
}

function decimalArithmetic(operator: string, a: Typed, b: Typed, udfs: UserDefinedFunctions): Typed {
  const type = decimalResult(operator, a.type, b.type);
  if ((type.scale ?? 0) > 38) throw invalidArgument(`DECIMAL scale must be in range [0, precision (38)]: ${type.scale}`);
  const fails = true;
  if (operator === '/' || operator === '%')
    return { type, sql: udfs.sql(decimalDivision(operator, a.type, b.type, type), [a.sql, b.sql]), fails };
  if ((type.size ?? 38) < 38) {
    // There is room for every result, so DuckDB's own arithmetic cannot overflow; it only needs the types.
    const [x, y] = [a, b].map(side => `CAST(${side.sql} AS DECIMAL(38,${side.type.scale}))`);
    return { type, sql: `CAST(${x} ${operator} ${y} AS ${storageOf(type)})`, fails: a.fails || b.fails };
  }
  return { type, sql: udfs.sql(wideArithmetic(operator, a.type, b.type, type), [a.sql, b.sql]), fails };
}

function decimalDivision(operator: string, a: Type, b: Type, returns: Type): UserDefinedFunction {
  const call = ([x, y]: readonly Value[]): Value => {
    if (!(x instanceof Decimal) || !(y instanceof Decimal)) return null;
    return operator === '/' ? divideDecimals(x, y, returns.scale ?? 0) : remainderOfDecimals(x, y);
  };
  return { name: operator === '/' ? 'divide' : 'modulus', parameters: [a, b], returns, call };
}

function wideArithmetic(operator: string, a: Type, b: Type, returns: Type): UserDefinedFunction {
  const scale = returns.scale ?? 0;
  const scaled = (value: Decimal) => value.unscaled * 10n ** BigInt(scale - value.scale);
  const call = ([x, y]: readonly Value[]): Value => {
    if (!(x instanceof Decimal) || !(y instanceof Decimal)) return null;
    const unscaled = operator === '*' ? x.unscaled * y.unscaled : operator === '+' ? scaled(x) + scaled(y) : scaled(x) - scaled(y);
    return checkOverflow(new Decimal(unscaled, scale));
  };
  return { name: { '*': 'multiply', '+': 'add' }[operator] ?? 'subtract', parameters: [a, b], returns, call };
}
