import { type Evidence, together } from './column-types';
import type { Compression, Dialect } from './csv-rows';

export interface Column {
  readonly name: string;
  readonly evidence: Evidence;
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
  readonly isQuoted: boolean;
}

/** What a classifier found out about a file, or about all files of a table together. */
export interface FileSchema {
  /** Absent: no classifier knows it. */
  readonly csv?: CsvFormat;
  readonly compression: Compression;
  readonly columns: readonly Column[];
  /** Bytes, as stored. */
  readonly size: number;
  /** Header included; an estimate where the rest of a file could not have changed its schema. */
  readonly records: number;
}

/** Files that differ in this can never be one table: format, compression, delimiter and a SerDe that was told. */
export function formatOf({ csv, compression }: FileSchema): string {
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
export function mergeSchemas(first: FileSchema, others: readonly FileSchema[]): FileSchema {
  const columns = new Map<string, Evidence>();
  let { size, records } = first;
  let hasHeader = first.csv?.hasHeader ?? false;
  let isQuoted = first.csv?.isQuoted ?? false;
  for (const { name, evidence } of first.columns) columns.set(name, evidence);
  for (const other of others) {
    for (const { name, evidence } of other.columns) {
      const former = columns.get(name);
      columns.set(name, former ? together(former, evidence) : evidence);
    }
    size += other.size;
    records += other.records;
    hasHeader ||= other.csv?.hasHeader ?? false;
    isQuoted ||= other.csv?.isQuoted ?? false;
  }
  return {
    compression: first.compression,
    ...(first.csv && { csv: { ...first.csv, hasHeader, isQuoted } }),
    columns: [...columns].map(([name, evidence]) => ({ name, evidence })),
    size,
    records,
  };
}
