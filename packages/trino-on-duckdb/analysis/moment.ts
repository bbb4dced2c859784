import type { Typed } from '../expressions/typed';
import type { Call } from '../syntax/ast';
import { notSupported, TrinoError } from '../trino-error';
import { DATE, type Type, timestamp } from '../types/type';
import type { Env } from './env';
import { zonedLiteral } from './literals';

/** The functions of the query's own time, which is one for the whole query; nothing for any other name. */
export function analyzeMoment({ name, arguments: given, at }: Call, env: Env): Typed | undefined {
  const micros = BigInt(env.statement.now.getTime()) * 1000n;
  const plain = (type: Type, sql: string): Typed => ({ type, sql, fails: false });
  if (given.length > 0 && (name === 'now' || name === 'current_timezone'))
    throw new TrinoError('FUNCTION_NOT_FOUND', `Unexpected parameters for function ${name}. Expected: ${name}()`, at);
  switch (name) {
    case 'now':
    case 'current_timestamp':
      return zonedLiteral(micros, 'UTC', precisionOf(given, at));
    case 'localtimestamp':
      return plain(timestamp(precisionOf(given, at)), `make_timestamp(${micros})`);
    case 'current_date':
      return plain(DATE, `(DATE '1970-01-01' + ${micros / 86_400_000_000n})`);
    case 'current_timezone':
      return plain({ name: 'varchar' }, `'UTC'`);
    case 'current_user':
    case 'current_schema':
    case 'current_catalog':
    case 'current_path':
    case 'current_time':
    case 'localtime':
      throw notSupported(name, at);
    default:
      return undefined;
  }
}

function precisionOf([digits]: Call['arguments'], at: Call['at']): number {
  if (!digits) return 3;
  const precision = digits.kind === 'number' ? Number(digits.value) : Number.NaN;
  if (!(precision >= 3 && precision <= 6)) throw notSupported('The time now with less than three or more than six digits of a second', at);
  return precision;
}
