import { castValue } from '../natives/cast';
import type { Value } from '../natives/value';
import { notSupported } from '../trino-error';
import { type Type, VARCHAR } from '../types/type';
import type { LineScan } from './table';

/** Hive's names of the types that a column may have here. */
const TYPES: Readonly<Record<string, Type>> = {
  string: VARCHAR,
  boolean: { name: 'boolean' },
  tinyint: { name: 'tinyint' },
  smallint: { name: 'smallint' },
  int: { name: 'integer' },
  bigint: { name: 'bigint' },
  float: { name: 'real' },
  double: { name: 'double' },
  date: { name: 'date' },
};

/** LazySimpleSerDe: fields between delimiters, no quotes; `\N`, and text that is not of the column's type, is NULL. */
export function lazySimpleSerDe(
  columnTypes: readonly string[],
  parameters: Readonly<Record<string, string>>,
  table: string,
): Pick<LineScan, 'types' | 'parse' | 'form'> {
  if (parameters['escape.delim']) throw notSupported(`escape.delim, as in table ${table},`);
  const delimiter = parameters['field.delim'] ?? parameters['serialization.format'] ?? '\u0001';
  const nullText = parameters['serialization.null.format'] ?? '\\N';
  const types = columnTypes.map(type => {
    const known = TYPES[type];
    if (!known) throw notSupported(`A column of type ${type} with LazySimpleSerDe, as in table ${table},`);
    return known;
  });
  return { types, parse: line => line.split(delimiter).map((text, index) => columnValue(text, types[index] ?? VARCHAR, nullText)) };
}

function columnValue(text: string, type: Type, nullText: string): Value {
  if (text === nullText) return null;
  if (type.name === 'varchar') return text;
  if (type.name === 'boolean') return { true: true, false: false }[text.toLowerCase()] ?? null;
  try {
    return castValue(text, VARCHAR, type);
  } catch {
    return null;
  }
}
