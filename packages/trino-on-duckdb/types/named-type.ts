import type { TypeName } from '../syntax/ast';
import { invalidArgument, notSupported, TrinoError, typeMismatch } from '../trino-error';
import { decimal, type Type, timestamp, zoned } from './type';

const PLAIN = ['boolean', 'tinyint', 'smallint', 'integer', 'bigint', 'real', 'double', 'varbinary', 'date'] as const;
const INTERVALS = ['interval year to month', 'interval day to second'] as const;
/** Types of Trino that are not supported here. */
export const REFUSED_TYPES = [
  'json',
  'time',
  'time with time zone',
  'ipaddress',
  'uuid',
  'hyperloglog',
  'p4hyperloglog',
  'qdigest',
  'tdigest',
  'geometry',
  'setdigest',
  'char',
];

/** The type that a cast names. Fails with TYPE_NOT_FOUND as Trino does. */
export function namedType({ name, parameters, fieldNames, at }: TypeName): Type {
  const plain = [...PLAIN, ...INTERVALS].find(known => known === name) ?? (name === 'int' ? 'integer' : undefined);
  if (plain && parameters.length === 0) return { name: plain };
  if (REFUSED_TYPES.includes(name)) throw notSupported(`Type ${name}`, at);
  const numbers = parameters.filter(parameter => typeof parameter === 'number');
  const types = parameters.filter(parameter => typeof parameter !== 'number').map(namedType);
  const [size, scale = 0] = numbers;
  if (name === 'varchar' && types.length === 0) return size === undefined ? { name } : { name, size };
  if (name === 'decimal' && types.length === 0) {
    if (size !== undefined && (size < 1 || size > 38)) throw invalidArgument(`DECIMAL precision must be in range [1, 38]: ${size}`, at);
    if (scale > (size ?? 38)) throw invalidArgument(`DECIMAL scale must be in range [0, precision (${size})]: ${scale}`, at);
    return decimal(size ?? 38, scale);
  }
  if (name === 'timestamp' || name === 'timestamp with time zone') {
    if ((size ?? 3) > 12) throw typeMismatch(`TIMESTAMP precision must be in range [0, 12]: ${size}`, at);
    if ((size ?? 3) > 6) throw notSupported(`Type timestamp(${size})`, at);
    return name === 'timestamp' ? timestamp(size) : zoned(size);
  }
  if (name === 'array' && types.length === 1) return { name, of: types };
  if (name === 'map' && types.length === 2) return { name, of: types };
  if (name === 'row') return { name, of: types, ...(fieldNames && { fieldNames }) };
  throw new TrinoError('TYPE_NOT_FOUND', `Unknown type: ${name}`, at);
}
