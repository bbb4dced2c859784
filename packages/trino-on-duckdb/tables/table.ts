import type { Value } from '../natives/value';
import { notSupported, TrinoError } from '../trino-error';
import { type Type, VARCHAR } from '../types/type';
import type { CatalogTable, DataFile } from './definition';
import { lazySimpleSerDe } from './lazy-simple';
import { locationOf } from './location';
import { openCsvSerDe } from './open-csv';

/** A table of the catalogue as a query reads it. */
export interface Table {
  /** The columns, then the hidden `$path`. */
  readonly columns: readonly TableColumn[];
  /** The function of ours that DuckDB selects from, which reads the files. */
  readonly sqlName: string;
  readonly scan: Scan;
}

interface TableColumn {
  readonly name: string;
  readonly type: Type;
  /** Its column in what DuckDB selects from. */
  readonly sql: string;
  readonly hidden?: boolean;
}

/** How the table's bytes become rows. */
export interface Scan {
  readonly files: readonly (DataFile & { readonly url: string })[];
  /** Lines at the head of each file that are no rows. */
  readonly skip: number;
  readonly types: readonly Type[];
  /** A line's values by column; a short array where the line is short. */
  readonly parse: (line: string) => readonly Value[];
}

const SERDES: Readonly<Record<string, typeof openCsvSerDe>> = {
  'org.apache.hadoop.hive.serde2.OpenCSVSerde': openCsvSerDe,
  'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe': lazySimpleSerDe,
};

/** Reads nothing but the catalogue's word: the SerDe, the columns, the location. Files are never sniffed. */
export function openTable({ database, name: tableName, table, files }: CatalogTable, sqlName: string): Table {
  const { StorageDescriptor: storage, PartitionKeys: partitions = [], Parameters: parameters = {} } = table;
  const name = `${database}.${tableName}`;
  if (partitions.length > 0) throw notSupported(`The partitioned table ${name}`);
  if (table.TableType && table.TableType !== 'EXTERNAL_TABLE') throw notSupported(`The table type ${table.TableType} of ${name}`);
  const library = storage?.SerdeInfo?.SerializationLibrary ?? 'without a name';
  const serDe = SERDES[library];
  if (!serDe) throw notSupported(`The SerDe ${library} of table ${name}`);
  const columns = storage?.Columns ?? [];
  const { types, parse } = serDe(
    columns.map(column => column.Type ?? 'string'),
    storage?.SerdeInfo?.Parameters ?? {},
    name,
  );
  const { bucket, prefix } = locationOf(table);
  if (bucket === '') throw new TrinoError('HIVE_METASTORE_ERROR', `Table ${name} has no location in S3`);
  const objects = files.filter(({ key, size }) => size > 0 && !isHidden(key.slice(prefix.length)));
  for (const { key } of objects)
    if (/\.(gz|bz2|zst|snappy|lz4|deflate)$/i.test(key)) throw notSupported(`The compressed file ${key} of table ${name}`);
  return {
    sqlName,
    columns: [
      ...columns.map((column, index) => ({
        name: column.Name ?? '',
        type: types[index] ?? VARCHAR,
        sql: `f${index}`,
      })),
      { name: '$path', type: VARCHAR, sql: 'path', hidden: true },
    ],
    scan: {
      files: objects.map(object => ({ ...object, url: `s3://${bucket}/${object.key}` })),
      skip: Number(parameters['skip.header.line.count'] ?? storage?.SerdeInfo?.Parameters?.['skip.header.line.count'] ?? 0),
      types,
      parse,
    },
  };
}

/** Athena takes names that begin with a dot or an underscore for no data, folders included. */
function isHidden(path: string): boolean {
  return path.split('/').some(part => part.startsWith('_') || part.startsWith('.'));
}
