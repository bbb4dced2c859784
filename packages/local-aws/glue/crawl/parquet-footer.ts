import { open } from 'node:fs/promises';
import { readCompactStruct, type ThriftStruct } from './thrift-compact';

export interface ParquetFooter {
  /** The columns of the file, with Hive's types. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: number;
}

/** A footer is the metadata, its length in four bytes, and these. */
const MAGIC = 'PAR1';
const TAIL_BYTES = 8;
/** Of thousands of columns and row groups. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Reads nothing but the end of the file. @returns undefined where that is not Parquet's */
export async function readParquetFooter(path: string, size: number): Promise<ParquetFooter | undefined> {
  if (size < TAIL_BYTES) return undefined;
  const file = await open(path);
  try {
    const tail = Buffer.alloc(TAIL_BYTES);
    await file.read(tail, 0, TAIL_BYTES, size - TAIL_BYTES);
    const length = tail.readUInt32LE(0);
    if (tail.toString('latin1', 4) !== MAGIC || length > size - TAIL_BYTES || length > MOST_BYTES) return undefined;
    const metadata = Buffer.alloc(length);
    await file.read(metadata, 0, length, size - TAIL_BYTES - length);
    return footerOf(readCompactStruct(metadata));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

/** Field numbers as in https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */
function footerOf(metadata: ThriftStruct): ParquetFooter | undefined {
  const [elements, rows] = [metadata.get(2), metadata.get(3)];
  if (!Array.isArray(elements)) return undefined;
  const [root, ...rest] = elements.filter(element => element instanceof Map);
  const columns: { name: string; type: string }[] = [];
  let place = 0;
  const next = (): { name: string; type: string } | undefined => {
    const element = rest[place];
    place += 1;
    if (!element) return undefined;
    const children = Array.from({ length: number(element, 5) ?? 0 }, next);
    return { name: String(element.get(4) ?? ''), type: typeOf(element, children) };
  };
  for (let column = 0; column < (root ? (number(root, 5) ?? 0) : 0); column += 1) {
    const found = next();
    if (found) columns.push({ ...found, name: found.name.toLowerCase() });
  }
  return { columns, rows: typeof rows === 'number' ? rows : 0 };
}

const PRIMITIVES = ['boolean', 'int', 'bigint', 'timestamp', 'float', 'double', 'binary', 'binary'];
/** ConvertedType's names of what Hive calls so. */
const CONVERTED: Readonly<Record<number, string>> = {
  0: 'string',
  4: 'string',
  6: 'date',
  9: 'timestamp',
  10: 'timestamp',
  15: 'tinyint',
  16: 'smallint',
  17: 'int',
  18: 'bigint',
  19: 'string',
};
const [LIST, MAP, MAP_KEY_VALUE, DECIMAL] = [3, 1, 2, 5];

function typeOf(element: ThriftStruct, children: readonly ({ name: string; type: string } | undefined)[]): string {
  const converted = number(element, 6);
  const logical = element.get(10);
  const kinds = logical instanceof Map ? [...logical.keys()] : [];
  const [first, second] = children;
  if (first && (converted === LIST || kinds.includes(3))) return `array<${insideOf(first.type)}>`;
  if (first && (converted === MAP || converted === MAP_KEY_VALUE || kinds.includes(2))) return `map<${fieldsOf(first.type).join(',')}>`;
  if (first)
    return `struct<${[first, second, ...children.slice(2)].flatMap(child => (child ? `${child.name}:${child.type}` : [])).join(',')}>`;
  if (converted === DECIMAL || kinds.includes(5)) return `decimal(${number(element, 8) ?? 10},${number(element, 7) ?? 0})`;
  if (kinds.includes(1)) return 'string';
  if (kinds.includes(6)) return 'date';
  if (kinds.includes(8)) return 'timestamp';
  return (converted === undefined ? undefined : CONVERTED[converted]) ?? PRIMITIVES[number(element, 1) ?? 6] ?? 'binary';
}

/** A list is a group of a group of its elements. */
function insideOf(type: string): string {
  return fieldsOf(type)[0] ?? type;
}

function fieldsOf(struct: string): string[] {
  const [, inside] = /^struct<(.*)>$/.exec(struct) ?? [];
  if (inside === undefined) return [struct];
  const parts: string[] = [];
  let [depth, part] = [0, ''];
  for (const character of inside) {
    depth += character === '<' || character === '(' ? 1 : character === '>' || character === ')' ? -1 : 0;
    if (character === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  return [...parts, part].map(field => field.slice(field.indexOf(':') + 1));
}

function number(struct: ThriftStruct, field: number): number | undefined {
  const value = struct.get(field);
  return typeof value === 'number' ? value : undefined;
}
