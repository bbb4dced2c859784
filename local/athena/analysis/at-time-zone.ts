import { zoneName } from '../natives/calendar';
import { type Value, Zoned } from '../natives/value';
import type { Expression } from '../syntax/ast';
import { TrinoError } from '../trino-error';
import { printType, VARCHAR, zoned } from '../types/type';
import { coerce } from './coerce';
import type { Env } from './env';
import { analyze } from './expression';
import type { Typed } from './typed';

/** The same instant, shown by another zone's clocks. */
export function analyzeAtTimeZone({ value, zone, at }: Extract<Expression, { kind: 'at time zone' }>, env: Env): Typed {
  const { natives } = env.statement;
  const moment = analyze(value, env);
  const name = analyze(zone, env);
  if (!moment.type.name.startsWith('timestamp'))
    throw new TrinoError(
      'TYPE_MISMATCH',
      `Type of value must be a time or timestamp with or without time zone (actual ${printType(moment.type)})`,
      at,
    );
  if (name.type.name !== 'varchar') throw new TrinoError('TYPE_MISMATCH', `Cannot use ${printType(name.type)} as a time zone`, zone.at);
  const type = zoned(moment.type.size ?? 3);
  const from = coerce(moment, type, natives);
  const call = ([given = null, to = null]: readonly Value[]): Value =>
    given instanceof Zoned ? new Zoned(given.instant, existingZone(String(to))) : null;
  return {
    type,
    sql: natives.sql({ name: 'at_timezone', parameters: [type, VARCHAR], returns: type, call }, [from.sql, name.sql]),
    fails: true,
  };
}

export function existingZone(text: string): string {
  const zone = zoneName(text);
  if (zone === undefined) throw new TrinoError('INVALID_FUNCTION_ARGUMENT', `'${text}' is not a valid time zone`);
  return zone;
}
