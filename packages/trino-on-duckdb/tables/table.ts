import { notSupported, TrinoError } from '../trino-error';
import { type Type, VARCHAR } from '../types/type';
import type { Value } from '../user-defined-functions/value';
import { columnType } from './column-type';
import type { CatalogTable, ColumnDefinition, DataFile } from './definition';
import { lazySimpleSerDe } from './lazy-simple';
import { isHidden, locationOf } from './location';
import { openCsvSerDe } from './open-csv';
import { PartitionFilter } from './partition-filter';
import type { CsvForm } from './plain-csv';
import { projectionOf } from './projection';

/** A table of the catalogue as a query reads it. */
export interface Table {
  /** The columns, the partition keys behind them, then the hidden `$path`. */
  readonly columns: readonly TableColumn[];
  /** The view that DuckDB selects from. */
  readonly sqlName: string;
  readonly scan: Scan;
  /** Of a partitioned table: what this use of it reads. */
  readonly partitions?: PartitionFilter | undefined;
}

interface TableColumn {
  readonly name: string;
  readonly type: Type;
  /** Its column in what DuckDB selects from. */
  readonly sql: string;
  readonly hidden?: boolean;
  /** Its number among the partition keys. */
  readonly partition?: number | undefined;
  /** Why no query can name it. */
  readonly refused?: string | undefined;
}

/** How the table's bytes become rows. */
export type Scan = LineScan | ParquetScan;

type ScannedFile = DataFile & { readonly url: string };

/** Text, read line by line by our own code. */
export interface LineScan {
  readonly kind: 'lines';
  readonly files: readonly ScannedFile[];
  /** Lines at the head of each file that are no rows. */
  readonly skip: number;
  readonly types: readonly Type[];
  /** A line's values by column; a short array where the line is short. */
  readonly parse: (line: string) => readonly Value[];
  /** Which files DuckDB may read instead; absent where none. */
  readonly form?: CsvForm | undefined;
}

/** Parquet, read by DuckDB. */
export interface ParquetScan {
  readonly kind: 'parquet';
  readonly files: readonly ScannedFile[];
  readonly columns: readonly { readonly name: string; readonly type: Type | undefined }[];
  readonly partitionTypes: readonly Type[];
}

/** A SerDe with the settings of a table. */
export interface OpenedSerDe extends Pick<LineScan, 'parse' | 'form'> {
  /** By column; undefined for one that no query can name. */
  readonly types: readonly (Type | undefined)[];
}

const SERDES: Readonly<Record<string, typeof openCsvSerDe>> = {
  'org.apache.hadoop.hive.serde2.OpenCSVSerde': openCsvSerDe,
  'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe': lazySimpleSerDe,
};
const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';

/** Reads nothing but the catalogue's word: the SerDe, the columns, the location. Files are never sniffed. */
export function openTable({ database, name: tableName, table, files }: CatalogTable, sqlName: string): Table {
  const { StorageDescriptor: storage, PartitionKeys: keys = [], Parameters: parameters = {} } = table;
  const name = `${database}.${tableName}`;
  if (table.TableType && table.TableType !== 'EXTERNAL_TABLE') throw notSupported(`The table type ${table.TableType} of ${name}`);
  const { bucket, prefix } = locationOf(table);
  if (bucket === '') throw new TrinoError('HIVE_METASTORE_ERROR', `Table ${name} has no location in S3`);
  const declared = storage?.Columns ?? [];
  const library = storage?.SerdeInfo?.SerializationLibrary ?? 'without a name';
  const projection = projectionOf(table, name);
  if (keys.length > 0 && library !== PARQUET) throw notSupported(`The partitioned table ${name}`);
  const objects = files.filter(({ key, size }) => size > 0 && (keys.length > 0 || !isHidden(key.slice(prefix.length))));
  const scanned = objects.map(object => ({ ...object, url: `s3://${object.bucket ?? projection?.bucket ?? bucket}/${object.key}` }));
  const path = { name: '$path', type: VARCHAR, sql: 'path', hidden: true };

  if (library === PARQUET) {
    const columns = declared.map((column, index) =>
      declaredColumn(column, index, columnType(column.Type ?? 'string'), { table: name, format: 'Parquet' }),
    );
    const partitionKeys = keys.map(({ Name: key = '', Type: type = 'string' }, index) => {
      const known = columnType(type);
      if (!known || known.of) throw notSupported(`The partition key ${key} of type ${type} in table ${name}`);
      return { name: key, type: known, injected: projection !== undefined && !projection.columns[index]?.values };
    });
    return {
      sqlName,
      columns: [
        ...columns,
        ...partitionKeys.map(({ name: key, type }, index) => ({ name: key, type, sql: `p${index}`, partition: index })),
        path,
      ],
      scan: {
        kind: 'parquet',
        files: scanned,
        columns: columns.map(({ name: column, type, refused }) => ({ name: column, type: refused === undefined ? type : undefined })),
        partitionTypes: partitionKeys.map(key => key.type),
      },
      partitions: keys.length > 0 ? new PartitionFilter(partitionKeys) : undefined,
    };
  }

  const serDe = SERDES[library];
  if (!serDe) throw notSupported(`The SerDe ${library} of table ${name}`);
  const { types, parse, form } = serDe(
    declared.map(column => column.Type ?? 'string'),
    storage?.SerdeInfo?.Parameters ?? {},
  );
  for (const { key } of objects)
    if (/\.(gz|bz2|zst|snappy|lz4|deflate)$/i.test(key)) throw notSupported(`The compressed file ${key} of table ${name}`);
  return {
    sqlName,
    columns: [
      ...declared.map((column, index) =>
        declaredColumn(column, index, types[index], { table: name, format: library.split('.').at(-1) ?? '' }),
      ),
      path,
    ],
    scan: {
      kind: 'lines',
      files: scanned,
      skip: Number(parameters['skip.header.line.count'] ?? storage?.SerdeInfo?.Parameters?.['skip.header.line.count'] ?? 0),
      types: types.map(type => type ?? VARCHAR),
      parse,
      form,
    },
  };
}

/** A column of a type that is not supported blocks only the queries that name it. */
function declaredColumn(
  { Name: name = '', Type: declared = 'string' }: ColumnDefinition,
  index: number,
  type: Type | undefined,
  { table, format }: { readonly table: string; readonly format: string },
): TableColumn {
  const refused = type ? undefined : `A column of type ${declared} with ${format}, as ${name} in table ${table},`;
  return { name, type: type ?? VARCHAR, sql: `f${index}`, refused };
}
