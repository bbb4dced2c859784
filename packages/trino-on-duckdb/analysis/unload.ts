import type { Expression } from '../syntax/ast';
import type { Unload } from '../syntax/parse-unload';
import { notSupported, TrinoError } from '../trino-error';
import { printType, type Type } from '../types/type';
import type { Field } from './scope';

/** How the rows of a statement are written as Parquet. */
export interface UnloadPlan {
  readonly columns: readonly { readonly name: string; readonly type: Type }[];
  /** The last so many columns are values of partitions, in the folders' names. */
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
const PROPERTIES = ['format', 'compression', 'compression_level', 'partitioned_by', 'field_delimiter'];

/** Fails where Athena refuses the settings or the columns. Source: https://docs.aws.amazon.com/athena/latest/ug/unload.html */
export function planUnload({ properties }: Pick<Unload, 'properties'>, fields: readonly Field[]): UnloadPlan {
  const settings = new Map(properties.map(({ name, value }) => [name, value]));
  const unknown = properties.find(({ name }) => !PROPERTIES.includes(name));
  if (unknown) throw invalid(`Unload property '${unknown.name}' does not exist`, unknown.value);
  if (settings.has('field_delimiter')) throw notSupported('UNLOAD with a field_delimiter');
  checkFormat(settings.get('format'));
  const partitionedBy = namesIn(settings.get('partitioned_by'));
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
    checkType(name, type, index >= columns.length - partitionedBy.length);
  });
  return { columns, partitionedBy: partitionedBy.length, ...compressionOf(settings) };
}

function checkFormat(value: Expression | undefined): void {
  if (!value) throw new TrinoError('INVALID_TABLE_PROPERTY', "UNLOAD needs a format, such as format = 'PARQUET'");
  const format = textOf(value, 'format').toUpperCase();
  if (OTHER_FORMATS.includes(format)) throw notSupported(`UNLOAD with format ${format}`, value.at);
  if (format !== 'PARQUET') throw invalid(`Unable to set unload property 'format' to [${format}]`, value);
}

function compressionOf(settings: ReadonlyMap<string, Expression>): Pick<UnloadPlan, 'compression' | 'level'> {
  const [codec, level] = [settings.get('compression'), settings.get('compression_level')];
  const name = codec ? textOf(codec, 'compression').toUpperCase() : 'GZIP';
  if (OTHER_CODECS.includes(name)) throw notSupported(`UNLOAD with compression ${name}`, codec?.at);
  const compression = CODECS[name];
  if (compression === undefined) throw invalid(`Unable to set unload property 'compression' to [${name}]`, codec);
  if (!level) return { compression };
  const number = level.kind === 'number' ? Number(level.value) : Number.NaN;
  if (name !== 'ZSTD' || !Number.isInteger(number) || number < 1 || number > 22)
    throw invalid('compression_level is a whole number from 1 to 22, with compression ZSTD', level);
  return { compression, level: number };
}

function namesIn(value: Expression | undefined): string[] {
  if (!value) return [];
  if (value.kind !== 'array') throw invalid("partitioned_by is an array of names, such as ARRAY['a', 'b']", value);
  return value.items.map(item => textOf(item, 'partitioned_by').toLowerCase());
}

function textOf(value: Expression, property: string): string {
  if (value.kind !== 'string') throw invalid(`Unload property '${property}' is text`, value);
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

function checkType(name: string, type: Type, isPartition: boolean): void {
  const typeName = printType(type);
  if (/zone|interval|^time\b(?!stamp)/.test(type.name)) throw new TrinoError('NOT_SUPPORTED', `Unsupported Hive type: ${typeName}`);
  if (!WRITTEN_TYPES.includes(type.name)) throw notSupported(`A column of type ${typeName} in UNLOAD, as ${name},`);
  if (isPartition && !PARTITION_TYPES.includes(type.name)) throw notSupported(`A partition of type ${typeName} in UNLOAD, as ${name},`);
}

function invalid(message: string, value: Expression | undefined): TrinoError {
  return new TrinoError('INVALID_TABLE_PROPERTY', message, value?.at);
}
