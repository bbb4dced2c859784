/** A Trino type. `size` is a varchar's length (absent: unbounded), a decimal's precision, or a time's digits of a second. */
export interface Type {
  readonly name: TypeKind;
  readonly size?: number;
  readonly scale?: number;
  /** Of an array its element, of a map its key and value, of a row its fields. */
  readonly of?: readonly Type[];
  readonly fieldNames?: readonly (string | undefined)[];
}

export type TypeKind =
  | 'unknown'
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'real'
  | 'double'
  | 'decimal'
  | 'varchar'
  | 'char'
  | 'varbinary'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamp with time zone'
  | 'interval year to month'
  | 'interval day to second'
  | 'array'
  | 'map'
  | 'row';

export const UNKNOWN: Type = { name: 'unknown' };
export const BOOLEAN: Type = { name: 'boolean' };
export const INTEGER: Type = { name: 'integer' };
export const BIGINT: Type = { name: 'bigint' };
export const DOUBLE: Type = { name: 'double' };
export const VARCHAR: Type = { name: 'varchar' };
export const VARBINARY: Type = { name: 'varbinary' };
export const DATE: Type = { name: 'date' };
export const YEAR_MONTH: Type = { name: 'interval year to month' };
export const DAY_SECOND: Type = { name: 'interval day to second' };
export const varchar = (size: number): Type => ({ name: 'varchar', size });
export const decimal = (precision: number, scale: number): Type => ({ name: 'decimal', size: Math.min(38, precision), scale });
export const timestamp = (size = 3): Type => ({ name: 'timestamp', size });
export const zoned = (size = 3): Type => ({ name: 'timestamp with time zone', size });
export const arrayOf = (element: Type): Type => ({ name: 'array', of: [element] });

/** What the decimal that holds every value of an integer type looks like. */
export const INTEGER_DIGITS: Readonly<Partial<Record<TypeKind, number>>> = { tinyint: 3, smallint: 5, integer: 10, bigint: 19 };

export const INTEGER_BITS: Readonly<Record<'tinyint' | 'smallint' | 'integer' | 'bigint', number> & Partial<Record<TypeKind, number>>> = {
  tinyint: 8,
  smallint: 16,
  integer: 32,
  bigint: 64,
};

export const isInteger = (type: Type): boolean => type.name in INTEGER_DIGITS;
export const isFloating = (type: Type): boolean => type.name === 'double' || type.name === 'real';
export const isNumeric = (type: Type): boolean => isInteger(type) || isFloating(type) || type.name === 'decimal';

/** Maps have no order, nor has what holds one. */
export const isOrderable = (type: Type): boolean => type.name !== 'map' && (type.of ?? []).every(isOrderable);

/** As Trino prints it: `decimal(18,2)`, `timestamp(3) with time zone`, `array(varchar)`. */
export function printType({ name, size, scale, of = [], fieldNames = [] }: Type): string {
  switch (name) {
    case 'decimal':
      return `decimal(${size},${scale})`;
    case 'varchar':
    case 'char':
    case 'time':
    case 'timestamp':
      return size === undefined ? name : `${name}(${size})`;
    case 'timestamp with time zone':
      return `timestamp(${size}) with time zone`;
    case 'array':
    case 'map':
      return `${name}(${of.map(printType).join(', ')})`;
    case 'row':
      return `row(${of.map((type, index) => (fieldNames[index] === undefined ? '' : `${fieldNames[index]} `) + printType(type)).join(', ')})`;
    default:
      return name;
  }
}

export function sameType(a: Type, b: Type): boolean {
  return printType(a) === printType(b);
}

/**
 * How DuckDB holds the type. Intervals are whole numbers (months, milliseconds); a time with a zone is the instant (microseconds since
 * 1970) and the name of the zone, since DuckDB keeps no zone.
 */
export function storageOf({ name, size, scale, of = [] }: Type): string {
  const [first, second] = of.map(storageOf);
  switch (name) {
    case 'unknown':
      return 'INTEGER';
    case 'real':
      return 'FLOAT';
    case 'decimal':
      return `DECIMAL(${size},${scale})`;
    case 'char':
      return 'VARCHAR';
    case 'varbinary':
      return 'BLOB';
    case 'timestamp with time zone':
      return 'STRUCT(instant BIGINT, zone VARCHAR)';
    case 'interval year to month':
      return 'INTEGER';
    case 'interval day to second':
      return 'BIGINT';
    case 'array':
      return `${first}[]`;
    case 'map':
      return `MAP(${first}, ${second})`;
    case 'row':
      return `STRUCT(${of.map((type, index) => `f${index} ${storageOf(type)}`).join(', ')})`;
    default:
      return name.toUpperCase();
  }
}
