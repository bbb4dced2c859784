import type { DuckDBConnection } from '@duckdb/node-api';
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
  const found = await describe(connection, source);
  const selected = columns.map(({ name: column, type }, index) => {
    const inFile = found.get(column.toLowerCase());
    if (!type || !inFile) return `CAST(NULL AS ${storageOf(type ?? VARCHAR)}) AS f${index}`;
    return `${convert(`"${inFile.name.replaceAll('"', '""')}"`, inFile.type, type, column, files)} AS f${index}`;
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
  const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  return new Map(
    reader.getRows().map(row => {
      const [name, type] = [String(row[0]), String(row[1])];
      return [name.toLowerCase(), { name, type }] as const;
    }),
  );
}

const INTEGERS = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UTINYINT', 'USMALLINT', 'UINTEGER'];

/** The column as its declared type, where Trino reads the one as the other. */
function convert(column: string, found: string, type: Type, name: string, files: readonly LinkedFile[]): string {
  const storage = storageOf(type);
  const cast = `CAST(${column} AS ${storage})`;
  const isDecimal = found.startsWith('DECIMAL(');
  if (isInteger(type) && INTEGERS.includes(found)) return cast;
  if (type.name === 'varchar') {
    const text = found === 'BLOB' ? `decode(${column})` : found === 'VARCHAR' ? column : undefined;
    if (text !== undefined) return type.size === undefined ? text : `left(${text}, ${type.size})`;
  }
  if (type.name === 'varbinary' && found === 'BLOB') return column;
  if (type.name === 'decimal' && (isDecimal || INTEGERS.includes(found))) return found === storage ? column : cast;
  if (type.name === 'double' && (found === 'DOUBLE' || found === 'FLOAT')) return cast;
  if (type.name === 'timestamp' && found.startsWith('TIMESTAMP'))
    return `make_timestamp(CAST(round(epoch_us(${column}) / 1000.0) AS BIGINT) * 1000)`;
  if (found === storage) return column;
  throw new TrinoError(
    'HIVE_BAD_DATA',
    `Malformed Parquet file. Field ${name}'s type ${found} in parquet file ${files[0]?.url ?? ''} is incompatible with type ${printType(type)} defined in table schema`,
  );
}
