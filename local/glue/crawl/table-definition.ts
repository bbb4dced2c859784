import { createHash } from 'node:crypto';
import type { PartitionInput, TableInput } from '../inputs';
import { typeOf } from './column-types';
import { type CsvFormat, type FileSchema, serdeOf } from './file-schema';
import type { FoundPartition, FoundTable } from './folders';

export interface CrawlContext {
  readonly crawler: string;
  readonly runId: string;
  readonly bucket: string;
  readonly tablePrefix: string;
  readonly exclusions: readonly string[];
}

/** Of a table that a crawler makes. Source: https://docs.aws.amazon.com/glue/latest/dg/crawler-running.html */
const LONGEST_NAME = 128;

/** Folder and prefix in lower case, with an underscore for whatever is neither letter nor digit. */
export function tableName({ folders, file }: Pick<FoundTable, 'folders' | 'file'>, { bucket, tablePrefix }: CrawlContext): string {
  return clean(`${tablePrefix}${file ?? folders.findLast(folder => folder !== '') ?? bucket}`);
}

/** For a name that another table has already. */
export function nameWithHash(name: string, location: string): string {
  const hash = createHash('md5').update(location).digest('hex');
  return `${name.slice(0, LONGEST_NAME - hash.length - 1)}_${hash}`;
}

export function locationOf({ folders, file }: Pick<FoundTable, 'folders' | 'file'>, { bucket }: CrawlContext): string {
  return `s3://${bucket}/${folders.map(folder => `${folder}/`).join('')}${file ?? ''}`;
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

function descriptor({ columns, csv, compression }: FileSchema, location: string, parameters: Record<string, string>) {
  const isText = csv !== undefined && serdeOf(csv) === 'OpenCSVSerDe';
  return {
    Columns: columns.map(({ name, evidence }) => ({ Name: name, Type: isText ? 'string' : typeOf(evidence) })),
    Location: location,
    InputFormat: csv ? 'org.apache.hadoop.mapred.TextInputFormat' : '',
    OutputFormat: csv ? 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat' : '',
    Compressed: compression !== 'none',
    NumberOfBuckets: -1,
    SerdeInfo: csv ? serdeInfo(csv) : {},
    BucketColumns: [],
    SortColumns: [],
    Parameters: parameters,
    StoredAsSubDirectories: false,
  };
}

function serdeInfo(csv: CsvFormat) {
  const { delimiter, quote = '"' } = csv;
  return serdeOf(csv) === 'OpenCSVSerDe'
    ? { SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde', Parameters: { quoteChar: quote, separatorChar: delimiter } }
    : { SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe', Parameters: { 'field.delim': delimiter } };
}

/** Source: https://docs.aws.amazon.com/glue/latest/dg/table-properties-crawler.html */
function parametersOf({ csv, compression, objects, size, records }: FileSchema, { crawler, runId, exclusions }: CrawlContext) {
  return {
    CRAWL_RUN_ID: runId,
    CrawlerSchemaDeserializerVersion: '1.0',
    CrawlerSchemaSerializerVersion: '1.0',
    UPDATED_BY_CRAWLER: crawler,
    averageRecordSize: String(Math.floor(size / Math.max(records, 1))),
    classification: csv ? 'csv' : 'UNKNOWN',
    compressionType: compression,
    objectCount: String(objects),
    recordCount: String(records),
    sizeKey: String(size),
    typeOfData: 'file',
    ...(csv && { areColumnsQuoted: String(csv.isQuoted), columnsOrdered: 'true', delimiter: csv.delimiter }),
    ...(csv?.hasHeader && { 'skip.header.line.count': '1' }),
    ...(exclusions.length > 0 && { exclusions: JSON.stringify(exclusions) }),
  };
}

function clean(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '_')
    .slice(0, LONGEST_NAME);
}
