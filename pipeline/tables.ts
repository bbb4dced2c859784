import { COLUMNS } from './columns';
import { TABLES } from './names';
import { PREFIXES } from './prefixes';
import type { TableFormat } from './table-format';
import { RECORD_COLUMNS } from './upload-record';

const CSV_SERDE = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';

/**
 * OpenCSVSerDe's default escape character is the backslash, which it removes from the data. A quote is no remedy (the SerDe takes it for
 * "default"). U+FDD0 is a noncharacter: Unicode promises never to assign it, and Glue's string pattern admits it.
 */
const ESCAPE = '\uFDD0';

interface Column {
  readonly Name: string;
  readonly Type: string;
}

/** Glue's TableInput, with what every table of ours has. */
export interface DeclaredTable {
  readonly Name: string;
  readonly TableType: string;
  readonly Parameters: Record<string, string>;
  readonly PartitionKeys?: Column[];
  readonly StorageDescriptor: {
    readonly Columns: Column[];
    readonly Location: string;
    readonly InputFormat: string;
    readonly OutputFormat: string;
    readonly SerdeInfo: { readonly SerializationLibrary: string; readonly Parameters: Record<string, string> };
  };
}

/**
 * The tables as they have to be. `processed` is made by the crawler and held to this declaration by the state machine after each crawl,
 * since a crawler that infers types would pick a SerDe that knows no quotes. The others are declared by CloudFormation.
 */
export function declaredTables(bucket: string, format: TableFormat = 'csv') {
  const rowsTable = format === 'csv' ? csvTable : parquetTable;
  return {
    processed: rowsTable(TABLES.processed, bucket, PREFIXES.processed, COLUMNS),
    dropped: rowsTable(TABLES.dropped, bucket, PREFIXES.dropped, COLUMNS),
    uploads: csvTable(TABLES.uploads, bucket, PREFIXES.uploads, RECORD_COLUMNS),
    snapshots: snapshotsTable(bucket),
  };
}

/** All text, since OpenCSVSerDe reads nothing else. */
function csvTable(name: string, bucket: string, prefix: string, columns: readonly string[]): DeclaredTable {
  return {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { classification: 'csv', 'skip.header.line.count': '1', EXTERNAL: 'TRUE' },
    StorageDescriptor: {
      Columns: columns.map(column => ({ Name: column.toLowerCase(), Type: 'string' })),
      Location: `s3://${bucket}/${prefix}`,
      InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      SerdeInfo: {
        SerializationLibrary: CSV_SERDE,
        Parameters: { separatorChar: ',', quoteChar: '"', escapeChar: ESCAPE },
      },
    },
  };
}

const PARQUET = {
  InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  SerdeInfo: {
    SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
    Parameters: { 'serialization.format': '1' },
  },
};

const ORDER_TYPES: Readonly<Record<string, string>> = { Amount: 'decimal(18,2)', OrderDate: 'date' };

/** Columns are found by name, in any case. */
function parquetTable(name: string, bucket: string, prefix: string, columns: readonly string[]): DeclaredTable {
  return {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { classification: 'parquet', EXTERNAL: 'TRUE' },
    StorageDescriptor: {
      Columns: columns.map(column => ({ Name: column.toLowerCase(), Type: ORDER_TYPES[column] ?? 'string' })),
      Location: `s3://${bucket}/${prefix}`,
      ...PARQUET,
    },
  };
}

/** What an order can be in a snapshot. Only the first counts. */
export const ORDER_STATES = ['counts', 'replaced', 'ambiguous', 'other-currency', 'dropped'] as const;

/** Every snapshot, by its id: a partition is where its name says, and no partition is ever added to the catalogue. */
function snapshotsTable(bucket: string): DeclaredTable {
  const location = `s3://${bucket}/${PREFIXES.orders}`;
  return {
    Name: TABLES.snapshots,
    TableType: 'EXTERNAL_TABLE',
    Parameters: {
      classification: 'parquet',
      EXTERNAL: 'TRUE',
      'projection.enabled': 'true',
      'projection.snapshot.type': 'injected',
      'projection.state.type': 'enum',
      'projection.state.values': ORDER_STATES.join(','),
      'storage.location.template': `${location}\${snapshot}/state=\${state}/`,
    },
    PartitionKeys: [
      { Name: 'snapshot', Type: 'string' },
      { Name: 'state', Type: 'string' },
    ],
    StorageDescriptor: {
      Columns: [
        { Name: 'order_id', Type: 'string' },
        { Name: 'customer', Type: 'string' },
        { Name: 'amount', Type: 'decimal(38,2)' },
        { Name: 'status', Type: 'string' },
        { Name: 'order_date', Type: 'date' },
        { Name: 'shop', Type: 'string' },
        { Name: 'source', Type: 'string' },
        { Name: 'upload', Type: 'string' },
        { Name: 'row_count', Type: 'bigint' },
        { Name: 'replaced_by', Type: 'string' },
        { Name: 'clash', Type: 'string' },
      ],
      Location: location,
      ...PARQUET,
    },
  };
}
