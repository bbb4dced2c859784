import { coerce } from '../expressions/coerce';
import type { Typed } from '../expressions/typed';
import type { Frame, FrameBound, SortItem } from '../syntax/ast';
import { notSupported, TrinoError, typeMismatch } from '../trino-error';
import { BIGINT, DAY_SECOND, isFloating, isInteger, isNumeric, printType, storageOf, type Type } from '../types/type';
import type { Value } from '../user-defined-functions/value';
import type { Env } from './env';
import { analyze } from './expression';

/** A window's frame, once it is one that Trino takes. */
export function frameSql({ type, start, end }: Frame, orderBy: readonly SortItem[], env: Env): string {
  const offset = [start, end].some(bound => bound?.offset);
  if (type === 'GROUPS' && orderBy.length === 0)
    throw new TrinoError('MISSING_ORDER_BY', 'Window frame of type GROUPS requires ORDER BY', start.at);
  if (start.direction === 'FOLLOWING' && !start.offset) throw invalidFrame('Window frame start cannot be UNBOUNDED FOLLOWING', start);
  if (end?.direction === 'PRECEDING' && !end.offset) throw invalidFrame('Window frame end cannot be UNBOUNDED PRECEDING', end);
  const to = end ?? { ...start, direction: 'CURRENT ROW' as const, offset: undefined };
  if (start.direction === 'CURRENT ROW' && to.direction === 'PRECEDING')
    throw invalidFrame('Window frame starting from CURRENT ROW cannot end with PRECEDING', start);
  if (start.direction === 'FOLLOWING' && to.direction !== 'FOLLOWING')
    throw invalidFrame(`Window frame starting from FOLLOWING cannot end with ${to.direction}`, start);
  const key = type === 'RANGE' && offset ? rangeKey(orderBy, start, env) : undefined;
  return `${type} BETWEEN ${boundSql(start, key, env)} AND ${boundSql(to, key, env)}`;
}

function invalidFrame(message: string, { at }: FrameBound): TrinoError {
  return new TrinoError('INVALID_WINDOW_FRAME', message, at);
}

/** The one value that a RANGE with an offset reckons with. */
function rangeKey(orderBy: readonly SortItem[], { at }: FrameBound, env: Env): Typed {
  const [item] = orderBy;
  const needs = 'Window frame of type RANGE PRECEDING or FOLLOWING requires';
  if (!item) throw new TrinoError('MISSING_ORDER_BY', `${needs} ORDER BY`, at);
  if (orderBy.length > 1)
    throw new TrinoError('INVALID_ORDER_BY', `${needs} single sort item in ORDER BY (actual: ${orderBy.length})`, item.value.at);
  const key = analyze(item.value, env);
  const { type } = key;
  if (!isNumeric(type) && type.name !== 'date' && !/^(timestamp|interval)/.test(type.name))
    throw typeMismatch(`${needs} that sort item type be numeric, datetime or interval (actual: ${printType(type)})`, item.value.at);
  return key;
}

function boundSql(bound: FrameBound, key: Typed | undefined, env: Env): string {
  if (bound.direction === 'CURRENT ROW') return bound.direction;
  if (!bound.offset) return `UNBOUNDED ${bound.direction}`;
  const offset = analyze(bound.offset, env);
  return `${key ? distance(offset, key.type, bound) : rowCount(offset, bound, env)} ${bound.direction}`;
}

/** How many rows or groups. */
function rowCount(offset: Typed, { at }: FrameBound, env: Env): string {
  if (!isInteger(offset.type))
    throw typeMismatch(`Window frame offset type must be exact numeric type with scale 0 (actual: ${printType(offset.type)})`, at);
  if (offset.literal !== undefined && !offset.literal.startsWith('-')) return offset.literal;
  const { udfs } = env.statement;
  const call = ([count = null]: readonly Value[]): Value => {
    if (typeof count !== 'bigint' || count < 0n) throw negative();
    return count;
  };
  return udfs.sql({ name: 'frame_offset', parameters: [BIGINT], returns: BIGINT, nullable: true, call }, [
    coerce(offset, BIGINT, udfs).sql,
  ]);
}

function negative(): TrinoError {
  return new TrinoError('INVALID_WINDOW_FRAME', 'Window frame offset value must not be negative or null');
}

/** How far: a number of the key's own type, or an interval. */
function distance(offset: Typed, key: Type, { at }: FrameBound): string {
  const fits = isNumeric(key) ? isNumeric(offset.type) : offset.type.name.startsWith('interval');
  if (!fits)
    throw typeMismatch(
      `Window frame RANGE value type (${printType(offset.type)}) not compatible with sort item type (${printType(key)})`,
      at,
    );
  const exact =
    isFloating(key) ||
    ((isInteger(key) || key.name === 'decimal') && !isFloating(offset.type) && (offset.type.scale ?? 0) <= (key.scale ?? 0));
  if (offset.literal === undefined || (isNumeric(key) && !exact) || key.name === 'timestamp with time zone')
    throw notSupported('This RANGE with an offset', at);
  if (offset.literal.startsWith('-')) throw negative();
  if (isNumeric(key) || key.name === offset.type.name) return `CAST(${offset.literal} AS ${storageOf(key)})`;
  return `INTERVAL '${offset.literal} ${offset.type.name === DAY_SECOND.name ? 'milliseconds' : 'months'}'`;
}
