import { createHash } from 'node:crypto';
import type { CrawlerSettings, PartitionInput, S3Target, TableInput } from '../inputs';
import { typeOf } from './column-types';
import { type CsvFormat, type FileSchema, serdeOf } from './file-schema';
import type { FoundPartition, FoundTable } from './folders';
import { parseS3Path } from './survey';

/** Where a crawler found something. */
export interface CrawlContext {
  readonly settings: CrawlerSettings;
  readonly target: S3Target;
  readonly runId: string;
}

/** Of a table that a crawler makes. Source: https://docs.aws.amazon.com/glue/latest/dg/crawler-running.html */
const LONGEST_NAME = 128;

/** Folder and prefix in lower case, with an underscore for every other character than letters and digits. */
export function tableName({ folders, file }: Pick<FoundTable, 'folders' | 'file'>, { settings, target }: CrawlContext): string {
  return clean(`${settings.TablePrefix ?? ''}${file ?? folders.findLast(folder => folder !== '') ?? parseS3Path(target.Path).bucket}`);
}

/** For a name that another table has already. */
export function nameWithHash(name: string, location: string): string {
  const hash = createHash('md5').update(location).digest('hex');
  return `${name.slice(0, LONGEST_NAME - hash.length - 1)}_${hash}`;
}

export function locationOf({ folders, file }: Pick<FoundTable, 'folders' | 'file'>, { target }: CrawlContext): string {
  return `s3://${parseS3Path(target.Path).bucket}/${folders.map(folder => `${folder}/`).join('')}${file ?? ''}`;
}

/** The table as a crawler writes it. */
export function tableDefinition(table: FoundTable, name: string, context: CrawlContext): TableInput {
  const Parameters = {
    ...parametersOf(table.schema, context),
    ...(table.partitionKeys.length > 0 && { 'partition_filtering.enabled': 'true' }),
  };
  return {
    Name: name,
    Owner: 'owner',
    Retention: 0,
    StorageDescriptor: descriptor(table.schema, locationOf(table, context), Parameters),
    PartitionKeys: table.partitionKeys.map(key => ({ Name: key, Type: 'string' })),
    TableType: 'EXTERNAL_TABLE',
    Parameters,
  };
}

export function partitionDefinition({ values, folders, schema }: FoundPartition, context: CrawlContext): PartitionInput {
  const Parameters = parametersOf(schema, context);
  return { Values: values, StorageDescriptor: descriptor(schema, locationOf({ folders }, context), Parameters), Parameters };
}

function descriptor({ columns, csv, isParquet, compression }: FileSchema, location: string, parameters: Record<string, string>) {
  const isText = csv !== undefined && serdeOf(csv) === 'OpenCSVSerDe';
  return {
    Columns: columns.map(({ name, evidence, type }) => ({ Name: name, Type: type ?? (isText ? 'string' : typeOf(evidence)) })),
    Location: location,
    InputFormat: isParquet ? `${PARQUET}.MapredParquetInputFormat` : csv ? 'org.apache.hadoop.mapred.TextInputFormat' : '',
    OutputFormat: isParquet
      ? `${PARQUET}.MapredParquetOutputFormat`
      : csv
        ? 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
        : '',
    Compressed: compression !== 'none',
    NumberOfBuckets: -1,
    SerdeInfo: isParquet ? PARQUET_SERDE : csv ? serdeInfo(csv) : {},
    BucketColumns: [],
    SortColumns: [],
    Parameters: parameters,
    StoredAsSubDirectories: false,
  };
}

const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet';
const PARQUET_SERDE = {
  SerializationLibrary: `${PARQUET}.serde.ParquetHiveSerDe`,
  Parameters: { 'serialization.format': '1' } as Record<string, string>,
};

function serdeInfo(csv: CsvFormat) {
  const { delimiter, quote = '"' } = csv;
  return serdeOf(csv) === 'OpenCSVSerDe'
    ? { SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde', Parameters: { quoteChar: quote, separatorChar: delimiter } }
    : { SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe', Parameters: { 'field.delim': delimiter } };
}

/** Source: https://docs.aws.amazon.com/glue/latest/dg/table-properties-crawler.html */
function parametersOf({ csv, isParquet, compression, objects, size, records }: FileSchema, { settings, target, runId }: CrawlContext) {
  const { Exclusions = [] } = target;
  return {
    CRAWL_RUN_ID: runId,
    CrawlerSchemaDeserializerVersion: '1.0',
    CrawlerSchemaSerializerVersion: '1.0',
    UPDATED_BY_CRAWLER: settings.Name,
    averageRecordSize: String(Math.floor(size / Math.max(records, 1))),
    classification: isParquet ? 'parquet' : csv ? 'csv' : 'UNKNOWN',
    compressionType: compression,
    objectCount: String(objects),
    recordCount: String(records),
    sizeKey: String(size),
    typeOfData: 'file',
    ...(csv && { areColumnsQuoted: String(csv.isQuoted), columnsOrdered: 'true', delimiter: csv.delimiter }),
    ...(csv?.hasHeader && { 'skip.header.line.count': '1' }),
    ...(Exclusions.length > 0 && { exclusions: JSON.stringify(Exclusions) }),
  };
}

function clean(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '_')
    .slice(0, LONGEST_NAME);
}
