import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  FLOAT,
  INTEGER,
  LIST,
  MAP,
  SMALLINT,
  STRUCT,
  TIMESTAMP,
  TINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import { type Type, UNKNOWN } from '../types/type';
import { Decimal, MapValue, type Value, Zoned } from './value';

/** The DuckDB type that holds a Trino type: `storageOf` says the same in SQL. */
export function duckdbType(type: Type): DuckDBType {
  const [first = UNKNOWN, second = UNKNOWN] = type.of ?? [];
  switch (type.name) {
    case 'boolean':
      return BOOLEAN;
    case 'tinyint':
      return TINYINT;
    case 'smallint':
      return SMALLINT;
    case 'unknown':
    case 'integer':
    case 'interval year to month':
      return INTEGER;
    case 'bigint':
    case 'interval day to second':
      return BIGINT;
    case 'real':
      return FLOAT;
    case 'double':
      return DOUBLE;
    case 'decimal':
      return DECIMAL(type.size, type.scale);
    case 'varbinary':
      return BLOB;
    case 'date':
      return DATE;
    case 'timestamp':
      return TIMESTAMP;
    case 'timestamp with time zone':
      return STRUCT({ instant: BIGINT, zone: VARCHAR });
    case 'array':
      return LIST(duckdbType(first));
    case 'map':
      return MAP(duckdbType(first), duckdbType(second));
    case 'row':
      return STRUCT(Object.fromEntries((type.of ?? []).map((field, index) => [`f${index}`, duckdbType(field)])));
    default:
      return VARCHAR;
  }
}

export function fromDuckDB(value: DuckDBValue): Value {
  if (value instanceof DuckDBDecimalValue) return new Decimal(value.value, value.scale);
  if (value instanceof DuckDBDateValue) return value.days;
  if (value instanceof DuckDBTimestampValue) return value.micros;
  if (value instanceof DuckDBBlobValue) return value.bytes;
  if (value instanceof DuckDBListValue) return value.items.map(fromDuckDB);
  if (value instanceof DuckDBMapValue) return new MapValue(value.entries.map(({ key, value }) => [fromDuckDB(key), fromDuckDB(value)]));
  if (value instanceof DuckDBStructValue) {
    const { instant, zone } = value.entries;
    if (typeof instant === 'bigint' && typeof zone === 'string') return new Zoned(instant, zone);
    return Object.values(value.entries).map(fromDuckDB);
  }
  if (value === null || typeof value !== 'object') return value;
  throw new Error(`no Trino value for DuckDB's ${value.constructor.name}`);
}

export function toDuckDB(value: Value, type: Type): DuckDBValue {
  const [first = UNKNOWN, second = UNKNOWN] = type.of ?? [];
  if (value === null) return null;
  if (value instanceof Decimal) return new DuckDBDecimalValue(value.unscaled, type.size ?? 38, type.scale ?? 0);
  if (value instanceof Zoned) return new DuckDBStructValue({ instant: value.instant, zone: value.zone });
  if (value instanceof Uint8Array) return new DuckDBBlobValue(value);
  if (value instanceof MapValue)
    return new DuckDBMapValue(value.entries.map(([key, item]) => ({ key: toDuckDB(key, first), value: toDuckDB(item, second) })));
  if (type.name === 'date') return new DuckDBDateValue(Number(value));
  if (type.name === 'timestamp' && typeof value === 'bigint') return new DuckDBTimestampValue(value);
  if (type.name === 'row' && Array.isArray(value))
    return new DuckDBStructValue(
      Object.fromEntries(value.map((item, index) => [`f${index}`, toDuckDB(item, type.of?.[index] ?? UNKNOWN)])),
    );
  if (Array.isArray(value)) return new DuckDBListValue(value.map(item => toDuckDB(item, first)));
  if (typeof value === 'object') throw new Error(`no DuckDB value for ${type.name}`);
  return value;
}
