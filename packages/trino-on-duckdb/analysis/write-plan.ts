import type { Expression } from '../syntax/ast';
import type { CreateTableAs } from '../syntax/parse-create-table-as';
import type { Property, Unload } from '../syntax/parse-unload';
import { notSupported, TrinoError } from '../trino-error';
import { printType, type Type } from '../types/type';
import type { Field } from './scope';

/** How the rows of an UNLOAD or a CREATE TABLE AS are written as Parquet. */
export interface WritePlan {
  /** WITH NO DATA: nothing is written. */
  readonly isSchemaOnly: boolean;
  readonly columns: readonly { readonly name: string; readonly type: Type }[];
  /** How many of the last columns are partition keys, whose values are in the folders' names. */
  readonly partitionedBy: number;
  /** DuckDB's name of the codec. */
  readonly compression: string;
  readonly level?: number | undefined;
}

/** DuckDB's names of what UNLOAD calls so. LZ4 is Hadoop's, which DuckDB does not write. */
const CODECS: Readonly<Record<string, string>> = {
  NONE: 'uncompressed',
  UNCOMPRESSED: 'uncompressed',
  SNAPPY: 'snappy',
  GZIP: 'gzip',
  ZSTD: 'zstd',
};
const OTHER_CODECS = ['LZ4', 'LZO', 'BZIP2', 'DEFLATE', 'ZLIB', 'BROTLI'];
const OTHER_FORMATS = ['ORC', 'AVRO', 'JSON', 'TEXTFILE'];

/** What a statement's settings are called in messages, and which there are. */
interface Settings {
  readonly statement: 'UNLOAD' | 'CREATE TABLE AS';
  /** In Trino's messages. */
  readonly property: string;
  readonly names: readonly string[];
  /** Settings that are known and not supported. */
  readonly refused: readonly string[];
  readonly values: ReadonlyMap<string, Expression>;
}

/** Fails where Athena refuses the settings or the columns. Source: https://docs.aws.amazon.com/athena/latest/ug/unload.html */
export function planUnload({ properties }: Pick<Unload, 'properties'>, fields: readonly Field[]): WritePlan {
  const settings: Settings = {
    statement: 'UNLOAD',
    property: 'Unload property',
    names: ['format', 'compression', 'compression_level', 'partitioned_by', 'field_delimiter'],
    refused: ['field_delimiter'],
    values: valuesOf(properties),
  };
  checkNames(settings, properties);
  if (!settings.values.has('format')) throw new TrinoError('INVALID_TABLE_PROPERTY', "UNLOAD needs a format, such as format = 'PARQUET'");
  checkFormat(settings);
  return { isSchemaOnly: false, ...planColumns(fields, settings), ...compressionOf(settings, ['compression']) };
}

/** The same for CREATE TABLE AS. Source: https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html#ctas-table-properties */
export function planCreateTableAs(
  statement: Pick<CreateTableAs, 'properties' | 'withData' | 'columns'>,
  fields: readonly Field[],
): WritePlan {
  const { properties, withData, columns: names } = statement;
  const compressions = ['write_compression', 'parquet_compression'];
  const settings: Settings = {
    statement: 'CREATE TABLE AS',
    property: 'table property',
    names: [
      ...compressions,
      ...['format', 'external_location', 'partitioned_by', 'compression_level', 'table_type', 'is_external'],
      ...['bucketed_by', 'bucket_count', 'field_delimiter', 'orc_compression', 'partitioning', 'location'],
    ],
    refused: ['bucketed_by', 'bucket_count', 'field_delimiter', 'orc_compression', 'partitioning', 'location'],
    values: valuesOf(properties),
  };
  checkNames(settings, properties);
  checkFormat(settings);
  const type = settings.values.get('table_type');
  if (type && textOf(type, settings, 'table_type').toUpperCase() !== 'HIVE')
    throw notSupported(`CREATE TABLE AS with table_type ${textOf(type, settings, 'table_type')}`, type.at);
  if (names && names.length !== fields.length)
    throw new TrinoError(
      'MISMATCHED_COLUMN_ALIASES',
      `Column alias list has ${names.length} entries but relation has ${fields.length} columns`,
    );
  const named = fields.map((field, index) => ({ ...field, name: names?.[index] ?? field.name }));
  return { isSchemaOnly: !withData, ...planColumns(named, settings), ...compressionOf(settings, compressions) };
}

/** A view has the columns of its query and no files. */
export function planView(fields: readonly Field[]): WritePlan {
  return { isSchemaOnly: true, columns: namedColumns(fields), partitionedBy: 0, compression: 'uncompressed' };
}

function valuesOf(properties: readonly Property[]): ReadonlyMap<string, Expression> {
  return new Map(properties.map(({ name, value }) => [name, value]));
}

function checkNames({ statement, property, names, refused }: Settings, properties: readonly Property[]): void {
  const unknown = properties.find(({ name }) => !names.includes(name));
  if (unknown) throw invalid(`${capital(property)} '${unknown.name}' does not exist`, unknown.value);
  const other = properties.find(({ name }) => refused.includes(name));
  if (other) throw notSupported(`${statement} with a ${other.name}`);
}

function planColumns(fields: readonly Field[], settings: Settings): Pick<WritePlan, 'columns' | 'partitionedBy'> {
  const partitionedBy = namesIn(settings);
  const columns = namedColumns(fields);
  const last = columns.slice(columns.length - partitionedBy.length).map(({ name }) => name);
  const missing = partitionedBy.find(name => !columns.some(column => column.name === name));
  if (missing !== undefined) throw new TrinoError('INVALID_TABLE_PROPERTY', `Partition columns [${missing}] not present in schema`);
  if (partitionedBy.length === columns.length && partitionedBy.length > 0)
    throw new TrinoError('INVALID_TABLE_PROPERTY', 'Table contains only partition columns');
  if (partitionedBy.some((name, index) => name !== last[index]))
    throw new TrinoError(
      'HIVE_COLUMN_ORDER_MISMATCH',
      `Partition keys must be the last columns in the table and in the same order as the table properties: [${partitionedBy.join(', ')}]`,
    );
  columns.forEach(({ name, type }, index) => {
    checkType(name, type, index >= columns.length - partitionedBy.length, settings);
  });
  return { columns, partitionedBy: partitionedBy.length };
}

/** Parquet is also what a table without a format is. */
function checkFormat(settings: Settings): void {
  const value = settings.values.get('format');
  if (!value) return;
  const format = textOf(value, settings, 'format').toUpperCase();
  if (OTHER_FORMATS.includes(format)) throw notSupported(`${settings.statement} with format ${format}`, value.at);
  if (format !== 'PARQUET') throw invalid(`Unable to set ${settings.property.toLowerCase()} 'format' to [${format}]`, value);
}

function compressionOf(settings: Settings, names: readonly string[]): Pick<WritePlan, 'compression' | 'level'> {
  const { statement, property, values } = settings;
  const [first = 'compression', ...more] = names.filter(name => values.has(name));
  if (more.length > 0) throw new TrinoError('INVALID_TABLE_PROPERTY', `Only one of ${names.join(' and ')} can be specified`);
  const [codec, level] = [values.get(first), values.get('compression_level')];
  const name = codec ? textOf(codec, settings, first).toUpperCase() : 'GZIP';
  if (OTHER_CODECS.includes(name)) throw notSupported(`${statement} with compression ${name}`, codec?.at);
  const compression = CODECS[name];
  if (compression === undefined) throw invalid(`Unable to set ${property.toLowerCase()} '${first}' to [${name}]`, codec);
  if (!level) return { compression };
  const number = level.kind === 'number' ? Number(level.value) : Number.NaN;
  if (name !== 'ZSTD' || !Number.isInteger(number) || number < 1 || number > 22)
    throw invalid('compression_level is a whole number from 1 to 22, with compression ZSTD', level);
  return { compression, level: number };
}

function namesIn(settings: Settings): string[] {
  const value = settings.values.get('partitioned_by');
  if (!value) return [];
  if (value.kind !== 'array') throw invalid("partitioned_by is an array of names, such as ARRAY['a', 'b']", value);
  return value.items.map(item => textOf(item, settings, 'partitioned_by').toLowerCase());
}

function textOf(value: Expression, { property }: Settings, name: string): string {
  if (value.kind !== 'string') throw invalid(`${capital(property)} '${name}' is text`, value);
  return value.value;
}

/** Columns are files' columns now: each needs a unique name. */
function namedColumns(fields: readonly Field[]) {
  const columns = fields.map(({ name, type }, index) => {
    if (name === undefined) throw new TrinoError('MISSING_COLUMN_NAME', `Column name not specified at position ${index + 1}`);
    if (type.name === 'unknown') throw new TrinoError('COLUMN_TYPE_UNKNOWN', `Column type is unknown at position ${index + 1}`);
    return { name: name.toLowerCase(), type };
  });
  const twice = columns.find(({ name }, index) => columns.findIndex(column => column.name === name) !== index);
  if (twice) throw new TrinoError('DUPLICATE_COLUMN_NAME', `Column name '${twice.name}' specified more than once`);
  return columns;
}

const PARTITION_TYPES = ['varchar', 'boolean', 'tinyint', 'smallint', 'integer', 'bigint', 'date'];
const WRITTEN_TYPES = [...PARTITION_TYPES, 'real', 'double', 'decimal', 'timestamp', 'varbinary'];

function checkType(name: string, type: Type, isPartition: boolean, settings: Settings): void {
  const { statement } = settings;
  const typeName = printType(type);
  if (type.name === 'row' && type.of?.some((_, index) => type.fieldNames?.[index] === undefined))
    throw new TrinoError('NOT_SUPPORTED', `Anonymous row type is not supported in Hive. Please give each field a name: ${typeName}`);
  if (/zone|interval|^time\b(?!stamp)/.test(type.name)) throw new TrinoError('NOT_SUPPORTED', `Unsupported Hive type: ${typeName}`);
  for (const inner of type.of ?? []) checkType(name, inner, false, settings);
  if (!type.of && !WRITTEN_TYPES.includes(type.name)) throw notSupported(`A column of type ${typeName} in ${statement}, as ${name},`);
  if (isPartition && !PARTITION_TYPES.includes(type.name))
    throw notSupported(`A partition of type ${typeName} in ${statement}, as ${name},`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function invalid(message: string, value: Expression | undefined): TrinoError {
  return new TrinoError('INVALID_TABLE_PROPERTY', message, value?.at);
}
