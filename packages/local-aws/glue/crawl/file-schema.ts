import { type Evidence, together } from './column-types';
import type { DataFile, Dialect } from './csv-rows';

export interface Column {
  readonly name: string;
  readonly evidence: Evidence;
  /** Where the file itself says it. */
  readonly type?: string | undefined;
}

export type Serde = 'LazySimpleSerDe' | 'OpenCSVSerDe';

/** The SerDe for a table: what the classifier says, or what its files need once all of them are known. */
export function serdeOf({ serde, isQuoted }: Pick<CsvFormat, 'serde' | 'isQuoted'>): Serde {
  return serde ?? (isQuoted ? 'OpenCSVSerDe' : 'LazySimpleSerDe');
}

/** What a CSV is read with, beside its columns. */
export interface CsvFormat extends Dialect {
  /** Absent: quoted fields decide. */
  readonly serde?: Serde | undefined;
  readonly hasHeader: boolean;
}

/** What a classifier found out about a file, or about all files of a table together. */
export interface FileSchema extends Pick<DataFile, 'compression' | 'size'> {
  /** Absent: no classifier knows it. */
  readonly csv?: CsvFormat | undefined;
  readonly isParquet?: boolean | undefined;
  readonly columns: readonly Column[];
  /** How many files they are. */
  readonly objects: number;
  /** Header included; an estimate where the rest of a file could not have changed its schema. */
  readonly records: number;
}

/** Files that differ in this can never be one table: format, compression, delimiter and a configured SerDe. */
export function formatOf({ csv, isParquet, compression }: FileSchema): string {
  if (isParquet) return 'parquet';
  return JSON.stringify(csv ? ['csv', compression, csv.delimiter, csv.serde ?? null] : ['UNKNOWN', compression]);
}

/** How much of their columns two schemas share, by name, from 0 to 1. */
export function similarity(a: FileSchema, b: FileSchema): number {
  const names = new Set(a.columns.map(({ name }) => name));
  const shared = b.columns.filter(({ name }) => names.has(name)).length;
  const all = names.size + b.columns.length - shared;
  return all === 0 ? 1 : shared / all;
}

/** One schema for all of them: every column of any, in order of appearance, wide enough for all values. */
export function mergeSchemas(schemas: readonly FileSchema[]): FileSchema {
  const columns = new Map<string, Column>();
  for (const schema of schemas)
    for (const column of schema.columns) {
      const previous = columns.get(column.name);
      columns.set(column.name, previous ? { ...previous, evidence: together(previous.evidence, column.evidence) } : column);
    }
  const [first] = schemas;
  if (!first) throw new Error('A table without a file');
  const total = (count: (schema: FileSchema) => number) => schemas.reduce((sum, schema) => sum + count(schema), 0);
  return {
    compression: first.compression,
    ...(first.csv && {
      csv: {
        ...first.csv,
        hasHeader: schemas.some(({ csv }) => csv?.hasHeader),
        isQuoted: schemas.some(({ csv }) => csv?.isQuoted),
      },
    }),
    isParquet: first.isParquet,
    columns: [...columns.values()],
    objects: total(({ objects }) => objects),
    size: total(({ size }) => size),
    records: total(({ records }) => records),
  };
}
