import { arrayOf, decimal, printType, type Type, timestamp, VARCHAR, varchar } from '../types/type';

/** Hive's names of the types that a column may have. A timestamp has three digits, as in Athena. */
const TYPES: Readonly<Record<string, Type>> = {
  string: VARCHAR,
  varchar: VARCHAR,
  boolean: { name: 'boolean' },
  tinyint: { name: 'tinyint' },
  smallint: { name: 'smallint' },
  int: { name: 'integer' },
  integer: { name: 'integer' },
  bigint: { name: 'bigint' },
  float: { name: 'real' },
  double: { name: 'double' },
  date: { name: 'date' },
  timestamp: timestamp(),
  binary: { name: 'varbinary' },
};

/** Trino's type of a column that the catalogue declares, or undefined where it is not supported. */
export function columnType(hive: string): Type | undefined {
  const name = hive.toLowerCase().trim();
  const [, precision, scale = '0'] = /^decimal\((\d+)(?:\s*,\s*(\d+))?\)$/.exec(name) ?? [];
  if (precision !== undefined) return decimal(Number(precision), Number(scale));
  if (name === 'decimal') return decimal(10, 0);
  const [, length] = /^varchar\((\d+)\)$/.exec(name) ?? [];
  return length === undefined ? (TYPES[name] ?? nestedType(name)) : varchar(Number(length));
}

/** `array<int>`, `map<string,int>` or `struct<a:int,b:array<string>>`. */
function nestedType(name: string): Type | undefined {
  const [, kind, inside = ''] = /^(array|map|struct)\s*<(.*)>$/.exec(name) ?? [];
  if (kind === undefined) return undefined;
  const parts = partsOf(inside).map(part => {
    const [, field, type = part] = (kind === 'struct' && /^\s*`?([^`:]+?)`?\s*:(.*)$/.exec(part)) || [];
    return { field, type: columnType(type) };
  });
  const of = parts.flatMap(({ type }) => type ?? []);
  const expected = { array: 1, map: 2, struct: parts.length }[kind];
  if (of.length !== parts.length || of.length !== expected) return undefined;
  const [first = VARCHAR] = of;
  if (kind === 'array') return arrayOf(first);
  return kind === 'map' ? { name: 'map', of } : { name: 'row', of, fieldNames: parts.map(({ field }) => field) };
}

/** Splits at the commas outside of brackets. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if ('<('.includes(character)) depth += 1;
    if ('>)'.includes(character)) depth -= 1;
    if (character !== ',' || depth > 0) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)];
}

/** Hive's name of the type of a column that Trino writes. */
export function hiveType(type: Type): string {
  const { name, size, of = [], fieldNames = [] } = type;
  if (name === 'integer') return 'int';
  if (name === 'real') return 'float';
  if (name === 'varbinary') return 'binary';
  if (name === 'timestamp') return name;
  if (name === 'array' || name === 'map') return `${name}<${of.map(hiveType).join(',')}>`;
  if (name === 'row') return `struct<${of.map((field, index) => `${fieldNames[index]?.toLowerCase()}:${hiveType(field)}`).join(',')}>`;
  // Hive's varchar has a length of at most 65,535 characters.
  if (name === 'varchar' && (size === undefined || size > 65_535)) return 'string';
  return printType(type);
}
