import type { Typed } from '../expressions/typed';
import type { Expression } from '../syntax/ast';
import { notSupported, typeMismatch } from '../trino-error';
import { printType } from '../types/type';
import { analyzeCall } from './call';
import type { Env } from './env';
import { analyze } from './expression';

/** The same instant, shown by another zone's clocks: a function of times only. */
export function analyzeAtTimeZone({ value, zone, at, text }: Extract<Expression, { kind: 'at time zone' }>, env: Env): Typed {
  const [moment, name] = [analyze(value, env).type, analyze(zone, env).type];
  if (!moment.name.startsWith('timestamp'))
    throw typeMismatch(`Type of value must be a time or timestamp with or without time zone (actual ${printType(moment)})`, at);
  if (name.name === 'interval day to second') throw notSupported('A time zone that is an interval', zone.at);
  if (name.name !== 'varchar') throw typeMismatch(`Cannot use ${printType(name)} as a time zone`, zone.at);
  return analyzeCall({ kind: 'call', name: 'at_timezone', arguments: [value, zone], at, text }, env);
}
