import { type Position, TrinoError, typeMismatch } from '../trino-error';
import { INTEGER_DIGITS, isFloating, isInteger, printType, sameType, storageOf, type Type } from '../types/type';
import { castExists, castValue } from '../user-defined-functions/cast';
import type { UserDefinedFunctions } from '../user-defined-functions/user-defined-function';
import type { Value } from '../user-defined-functions/value';
import type { Typed } from './typed';

/** The expression as another type, where Trino casts implicitly. */
export function coerce(value: Typed, to: Type, udfs: UserDefinedFunctions): Typed {
  if (sameType(value.type, to)) return value;
  return castTo(value, to, udfs);
}

/** CAST, or TRY_CAST where `safe`. Fails with TYPE_MISMATCH where Trino has no such cast. */
export function explicitCast(value: Typed, to: Type, safe: boolean, udfs: UserDefinedFunctions, at: Position): Typed {
  if (!castExists(value.type, to)) throw typeMismatch(`Cannot cast ${printType(value.type)} to ${printType(to)}`, at);
  const { type, sql, fails } = castTo({ ...value, literal: '' }, to, udfs, safe);
  return { type, sql, fails };
}

/** `safe`: what cannot be cast is NULL. DuckDB's own TRY is no help: now and then it gives another value in the place of that NULL. */
function castTo(value: Typed, to: Type, udfs: UserDefinedFunctions, safe = false): Typed {
  const { type: from, sql, fails } = value;
  // There is one value of the unknown type.
  if (from.name === 'unknown') return { type: to, sql: `CAST(NULL AS ${storageOf(to)})`, fails };
  if (isSafe(from, to)) return { ...value, type: to, sql: storageOf(from) === storageOf(to) ? sql : `CAST(${sql} AS ${storageOf(to)})` };
  const cast = ([given = null]: readonly Value[]) => castValue(given, from, to);
  const udf = {
    name: safe ? 'try_cast' : 'cast',
    parameters: [from],
    returns: to,
    call: safe ? (values: readonly Value[]) => orNull(() => cast(values)) : cast,
  };
  const quick = sql.length < LONGEST_REPEATED ? quickCast(sql, from, to) : undefined;
  if (quick === undefined) return { type: to, sql: udfs.sql(udf, [sql]), fails: fails || !safe };
  return { type: to, sql: `coalesce(${quick}, ${udfs.rarely(() => udfs.sql(udf, [sql]))})`, fails: fails || !safe };
}

/** DuckDB casts what is plain as Trino does, and a hundred times faster. What it leaves NULL goes the exact way. */
function quickCast(sql: string, from: Type, to: Type): string | undefined {
  if (from.name === 'varchar') {
    const plain = plainText(to);
    return plain && `CASE WHEN regexp_full_match(${sql}, '${plain}') THEN TRY_CAST(${sql} AS ${storageOf(to)}) END`;
  }
  if (to.name !== 'varchar' || to.size !== undefined) return undefined;
  // Without digits before the point DuckDB writes no zero there.
  const hasWhole = from.name === 'decimal' && (from.size ?? 38) > (from.scale ?? 0);
  if (hasWhole || isInteger(from)) return `CAST(${sql} AS VARCHAR)`;
  if (from.name === 'date') return `CASE WHEN ${sql} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN CAST(${sql} AS VARCHAR) END`;
  return undefined;
}

function orNull(cast: () => Value): Value {
  try {
    return cast();
  } catch (error) {
    if (error instanceof TrinoError && error.code !== 'NOT_SUPPORTED') return null;
    throw error;
  }
}

/** The quick way says the text's SQL three times: not where that would grow with every cast around it. */
const LONGEST_REPEATED = 300;

/** The texts that DuckDB and Trino cast alike. */
function plainText({ name, size = 38, scale = 0 }: Type): string | undefined {
  switch (name) {
    case 'decimal':
      return size - scale > 0 ? `-?[0-9]{1,${size - scale}}${scale > 0 ? `([.][0-9]{1,${scale}})?` : ''}` : undefined;
    case 'date':
      return '[0-9]{4}-[0-9]{2}-[0-9]{2}';
    case 'double':
      return '-?[0-9]{1,12}([.][0-9]{1,8})?';
    case 'integer':
    case 'bigint':
      return '-?[0-9]{1,9}';
    default:
      return undefined;
  }
}

/** The casts that cannot fail and that DuckDB does as Trino does. */
function isSafe(from: Type, to: Type): boolean {
  if (from.name === 'array' && to.name === 'array')
    return (from.of ?? []).every((item, index) => sameType(item, to.of?.[index] ?? item) || isSafe(item, to.of?.[index] ?? item));
  if (isInteger(from) && isInteger(to)) return (INTEGER_DIGITS[from.name] ?? 0) <= (INTEGER_DIGITS[to.name] ?? 0);
  if (isInteger(from) && to.name === 'decimal') return (to.size ?? 0) - (to.scale ?? 0) >= (INTEGER_DIGITS[from.name] ?? 0);
  if ((isInteger(from) || from.name === 'real') && isFloating(to)) return true;
  if (from.name === 'decimal' && to.name === 'decimal')
    return (to.scale ?? 0) >= (from.scale ?? 0) && (to.size ?? 0) - (to.scale ?? 0) >= (from.size ?? 0) - (from.scale ?? 0);
  if (from.name === 'varchar' && to.name === 'varchar') return to.size === undefined || (from.size !== undefined && from.size <= to.size);
  if (from.name === 'timestamp' && to.name === 'timestamp') return (from.size ?? 3) <= (to.size ?? 3);
  if (from.name === 'timestamp with time zone' && to.name === from.name) return (from.size ?? 3) <= (to.size ?? 3);
  return from.name === 'date' && to.name === 'timestamp';
}
