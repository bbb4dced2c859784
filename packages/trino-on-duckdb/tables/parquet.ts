import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type DuckDBConnection, DuckDBListType, DuckDBMapType, DuckDBStructType, type DuckDBType } from '@duckdb/node-api';
import { quote } from '../expressions/typed';
import { TrinoError } from '../trino-error';
import { isInteger, printType, storageOf, type Type, VARCHAR } from '../types/type';
import { castValue } from '../user-defined-functions/cast';
import type { LinkedFile } from './linked-file';
import type { ParquetScan } from './table';

/**
 * Makes a view of Parquet files, which DuckDB itself reads: columns by name, in any case; one that a file lacks is NULL there. The catalogue's
 * types count, and a file whose types do not fit them is refused, as in Trino.
 */
export async function createParquetView(
  connection: DuckDBConnection,
  name: string,
  scan: ParquetScan,
  files: readonly LinkedFile[],
): Promise<void> {
  const { columns, partitionTypes } = scan;
  if (files.length === 0) {
    const types = [...columns.map(column => column.type ?? VARCHAR), ...partitionTypes, VARCHAR];
    const names = [...columns.map((_, index) => `f${index}`), ...partitionTypes.map((_, index) => `p${index}`), 'path'];
    const empty = types.map((type, index) => `CAST(NULL AS ${storageOf(type)}) AS ${names[index]}`);
    await connection.run(`CREATE TEMP VIEW ${name} AS SELECT ${empty.join(', ')} WHERE false`);
    return;
  }
  const source = `read_parquet([${files.map(file => quote(file.path)).join(', ')}], union_by_name = true, hive_partitioning = false)`;
  const found = await describe(connection, source).catch(error => {
    throw openError(error, files);
  });
  const selected = columns.map(({ name: column, type }, index) => {
    const inFile = found.get(column.toLowerCase());
    if (!type || !inFile) return `CAST(NULL AS ${storageOf(type ?? VARCHAR)}) AS f${index}`;
    const converted = convert(quoteName(inFile.name), inFile.type, type);
    return `${converted ?? failure(column, inFile.type, type, files)} AS f${index}`;
  });
  const partitions = partitionTypes.map((type, index) => {
    const values = files.map(file => partitionLiteral(file.partition?.[index] ?? '', type));
    return `${pick(values)} AS p${index}`;
  });
  const path = `${pick(files.map(file => quote(file.url)))} AS path`;
  await connection.run(`CREATE TEMP VIEW ${name} AS SELECT ${[...selected, ...partitions, path].join(', ')} FROM ${source}`);
}

/** The value that belongs to the row's file. It is a constant for each batch of rows, so that DuckDB computes it once. */
export function pick(values: readonly string[]): string {
  const [first = 'NULL'] = values;
  if (values.every(value => value === first)) return first;
  return `list_extract([${values.join(', ')}], CAST(file_index AS BIGINT) + 1)`;
}

const DEFAULT_PARTITION = '__HIVE_DEFAULT_PARTITION__';

/** A partition's value, which is text in its folder's name. */
function partitionLiteral(text: string, type: Type): string {
  if (text === DEFAULT_PARTITION) return `CAST(NULL AS ${storageOf(type)})`;
  if (type.name === 'varchar') return quote(text);
  castValue(text, VARCHAR, type);
  return `CAST(${quote(text)} AS ${storageOf(type)})`;
}

async function describe(connection: DuckDBConnection, source: string) {
  const result = await connection.run(`SELECT * FROM ${source} LIMIT 0`);
  const types = result.columnTypes();
  return new Map(
    result.columnNames().flatMap((name, index) => {
      const type = types[index];
      return type ? [[name.toLowerCase(), { name, type }] as const] : [];
    }),
  );
}

/** Fails in a query that names the column, and in no other. It depends on the row, so that DuckDB does not compute it before. */
function failure(column: string, found: DuckDBType, type: Type, files: readonly LinkedFile[]): string {
  const file = `in parquet file ${files[0]?.url ?? ''}`;
  const message = `HIVE_BAD_DATA: Malformed Parquet file. Field ${column}'s type ${found} ${file} is incompatible with type ${printType(type)} defined in table schema`;
  return `CAST(CASE WHEN file_index >= 0 THEN error(${quote(message)}) END AS ${storageOf(type)})`;
}

const MAGIC = 'PAR1';
/** The magic at both ends, and the length of the footer. */
const SMALLEST_BYTES = 12;

/** Why DuckDB could not open the files, as Trino says it: by the first file that does not end as a Parquet file does. */
function openError(error: unknown, files: readonly LinkedFile[]): TrinoError {
  for (const { path, url } of files) {
    const { size, ending } = endOf(path);
    if (size < SMALLEST_BYTES)
      return new TrinoError('HIVE_BAD_DATA', `Malformed Parquet file. ${url} is not a valid Parquet File [${url}]`);
    if (ending !== MAGIC)
      return new TrinoError('HIVE_BAD_DATA', `Malformed Parquet file. Expected magic number: ${MAGIC} got: ${printable(ending)} [${url}]`);
  }
  const message = error instanceof Error ? error.message : String(error);
  const found = files.find(({ path }) => message.includes(path)) ?? (files.length === 1 ? files[0] : undefined);
  const detail = message.replace(/\n\nLINE \d+:[\s\S]*/, '').replaceAll(found?.path ?? message, found?.url ?? message);
  return new TrinoError(
    'HIVE_CANNOT_OPEN_SPLIT',
    `Error opening Hive split ${found?.url ?? `among ${files[0]?.url} and others`}: ${detail}`,
  );
}

function endOf(path: string): { readonly size: number; readonly ending: string } {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(MAGIC.length);
    readSync(file, bytes, 0, bytes.length, Math.max(0, size - bytes.length));
    return { size, ending: bytes.toString('latin1') };
  } finally {
    closeSync(file);
  }
}

function printable(text: string): string {
  return text.replaceAll(/[^ -~]/g, '.');
}

const INTEGERS = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'USMALLINT', 'UINTEGER'];

/** The value as its declared type; undefined where Trino does not read the one as the other. `depth` is how many arrays and maps it lies in. */
function convert(value: string, found: DuckDBType, type: Type, depth = 0): string | undefined {
  if (type.of) return convertNested(value, found, type, depth);
  const storage = storageOf(type);
  const name = String(found);
  const cast = `CAST(${value} AS ${storage})`;
  const isDecimal = name.startsWith('DECIMAL(');
  if (isInteger(type) && INTEGERS.includes(name)) return cast;
  if (type.name === 'varchar') {
    const text = name === 'BLOB' ? `decode(${value})` : name === 'VARCHAR' ? value : undefined;
    if (text !== undefined) return type.size === undefined ? text : `left(${text}, ${type.size})`;
  }
  if (type.name === 'varbinary' && name === 'BLOB') return value;
  if (type.name === 'decimal' && (isDecimal || INTEGERS.includes(name))) return name === storage ? value : cast;
  if (type.name === 'double' && (name === 'DOUBLE' || name === 'FLOAT')) return cast;
  if (type.name === 'timestamp' && name.startsWith('TIMESTAMP'))
    return `make_timestamp(CAST(round(epoch_us(${value}) / 1000.0) AS BIGINT) * 1000)`;
  return name === storage ? value : undefined;
}

/** Fields of a struct are found by name, in any case; one that the file lacks is NULL. */
function convertNested(value: string, found: DuckDBType, type: Type, depth: number): string | undefined {
  const { of = [], fieldNames = [] } = type;
  const [first = VARCHAR, second = VARCHAR] = of;
  const item = `x${depth}`;
  if (type.name === 'array' && found instanceof DuckDBListType) {
    const element = convert(item, found.valueType, first, depth + 1);
    return element === undefined || element === item ? element && value : `list_transform(${value}, lambda ${item}: ${element})`;
  }
  if (type.name === 'map' && found instanceof DuckDBMapType) {
    const key = convert(`${item}.key`, found.keyType, first, depth + 1);
    const entry = convert(`${item}.value`, found.valueType, second, depth + 1);
    if (key === undefined || entry === undefined) return undefined;
    return `map_from_entries(list_transform(map_entries(${value}), lambda ${item}: struct_pack(k := ${key}, v := ${entry})))`;
  }
  if (type.name !== 'row' || !(found instanceof DuckDBStructType)) return undefined;
  const fields = of.map((field, index) => {
    const at = found.entryNames.findIndex(name => name.toLowerCase() === fieldNames[index]?.toLowerCase());
    const entry = found.entryTypes[at];
    if (!entry) return `CAST(NULL AS ${storageOf(field)})`;
    return convert(`struct_extract(${value}, ${quote(found.entryNames[at] ?? '')})`, entry, field, depth);
  });
  if (fields.includes(undefined)) return undefined;
  return `CASE WHEN ${value} IS NOT NULL THEN struct_pack(${fields.map((field, index) => `f${index} := ${field}`).join(', ')}) END`;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
