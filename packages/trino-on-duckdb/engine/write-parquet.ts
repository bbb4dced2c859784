import { mkdirSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Prepared } from '../analysis/analyze-statement';
import type { WritePlan } from '../analysis/write-plan';
import { quote } from '../expressions/typed';
import { TrinoError } from '../trino-error';
import { type Type, VARCHAR } from '../types/type';
import type { QueryResult } from './job';
import { type Places, runCopy } from './run-statement';

/** In one statement, as in Athena. */
const MOST_PARTITIONS = 100;

/** Writes the statement's rows as Parquet, a folder for each partition, and none for no rows. Fails with a `TrinoError`. */
export async function writeParquet(
  prepared: Prepared,
  plan: WritePlan,
  places: Places & { readonly output: string },
  signal: AbortSignal,
): Promise<Pick<QueryResult, 'rows' | 'files'>> {
  const { output } = places;
  if (plan.isSchemaOnly) return { rows: 0, files: [] };
  mkdirSync(output, { recursive: true });
  const rows = await runCopy(prepared, copyOf(prepared, plan, output), signal, places);
  const files = rows === 0 ? [] : filesUnder(output);
  const partitions = new Set(files.map(file => file.folder)).size;
  if (partitions > MOST_PARTITIONS)
    throw new TrinoError('HIVE_TOO_MANY_OPEN_PARTITIONS', `Exceeded limit of ${MOST_PARTITIONS} open writers for partitions/buckets`);
  return { rows, files };
}

function copyOf({ sql }: Prepared, { columns, partitionedBy, compression, level }: WritePlan, output: string): string {
  const names = columns.map(({ name }) => quoteName(name));
  const partitions = names.slice(names.length - partitionedBy);
  const values = columns.map(({ type }, index) => {
    const column = `x${index}`;
    if (index < columns.length - partitionedBy) return `${withFieldNames(column, type)} AS ${names[index]}`;
    // Hive has one folder for NULL and for the empty text.
    const text = type.name === 'varchar' ? column : `CAST(${column} AS VARCHAR)`;
    return `nullif(${text}, '') AS ${names[index]}`;
  });
  const options = [
    'FORMAT parquet',
    `COMPRESSION ${compression}`,
    ...(level === undefined ? [] : [`COMPRESSION_LEVEL ${level}`]),
    ...(partitions.length > 0 ? [`PARTITION_BY (${partitions.join(', ')})`] : []),
  ];
  const target = partitions.length > 0 ? join(output, 'rows') : join(output, 'rows.parquet');
  const list = columns.map((_, index) => `x${index}`).join(', ');
  return `COPY (SELECT ${values.join(', ')} FROM (${sql}) AS written(${list})) TO ${quote(target)} (${options.join(', ')})`;
}

/** The value with the names of its fields, wherever a row lies in it: in the engine they are numbers. `depth` is how many arrays and maps it lies in. */
function withFieldNames(value: string, type: Type, depth = 0): string {
  const { name, of = [], fieldNames = [] } = type;
  const [first = VARCHAR, second = VARCHAR] = of;
  const item = `x${depth}_`;
  if (!hasRow(type)) return value;
  if (name === 'array') return `list_transform(${value}, lambda ${item}: ${withFieldNames(item, first, depth + 1)})`;
  if (name === 'map') {
    const entry = `struct_pack(k := ${withFieldNames(`${item}.key`, first, depth + 1)}, v := ${withFieldNames(`${item}.value`, second, depth + 1)})`;
    return `map_from_entries(list_transform(map_entries(${value}), lambda ${item}: ${entry}))`;
  }
  const fields = of.map((field, index) => {
    return `${quoteName(fieldNames[index]?.toLowerCase() ?? '')} := ${withFieldNames(`struct_extract(${value}, 'f${index}')`, field, depth)}`;
  });
  return `CASE WHEN ${value} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END`;
}

function hasRow({ name, of = [] }: Type): boolean {
  return name === 'row' || of.some(hasRow);
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function filesUnder(output: string) {
  const entries = readdirSync(output, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return entries
    .map(({ parentPath, name }) => {
      const folders = relative(output, parentPath).split(sep).filter(Boolean).slice(1);
      return { path: join(parentPath, name), folder: folders.map(part => `${hiveName(part)}/`).join('') };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `name=value`, as Hive escapes it; DuckDB escapes more. */
function hiveName(folder: string): string {
  const [name = '', value = ''] = folder.split('=').map(part => decodeURIComponent(part).replaceAll(HIVE_ESCAPED, percent));
  return `${name}=${value}`;
}

const HIVE_ESCAPED = /[\u0001-\u001f\u007f"#%'*/:=?\\{[\]^]/g;

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
