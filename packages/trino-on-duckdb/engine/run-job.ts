import { closeSync, openSync, writeSync } from 'node:fs';
import { csvLine } from '../results/csv';
import { type KnownForms, openKnownForms } from '../tables/known-forms';
import { TrinoError } from '../trino-error';
import { VARCHAR } from '../types/type';
import { printValue } from '../user-defined-functions/print';
import { BYTES_LIMIT } from './bytes-limit';
import type { Job, QueryResult } from './job';
import { prepare } from './prepare';
import { runStatement } from './run-statement';
import { writeParquet } from './write-parquet';

/** Runs a statement and writes its result into a file. Fails with a `TrinoError`, also where `signal` aborted it. */
export async function runJob(job: Job, signal: AbortSignal): Promise<QueryResult> {
  const prepared = prepare(job);
  const scannedBytes = prepared.tables.flatMap(table => table.scan.files).reduce((sum, file) => sum + file.size, 0);
  if (job.cutoff !== undefined && scannedBytes > job.cutoff) throw new TrinoError('EXCEEDED_SCAN_LIMIT', BYTES_LIMIT);
  const { columns, write } = prepared;
  const places = { scratch: job.scratch, forms: formsOf(job.formsFile) };
  if (write) {
    const written = await writeParquet(prepared, write, { ...places, output: job.output }, signal);
    return { columns: write.columns, partitionedBy: write.partitionedBy, scannedBytes, ...written };
  }
  const file = openSync(job.output, 'w');
  let rows = 0;
  try {
    writeSync(file, csvLine(columns.map(column => column.name)));
    for await (const batch of runStatement(prepared, signal, places)) {
      rows += batch.length;
      const lines = batch.map(row =>
        csvLine(row.map((value, index) => (value === null ? null : printValue(value, columns[index]?.type ?? VARCHAR)))),
      );
      writeSync(file, lines.join(''));
    }
  } finally {
    closeSync(file);
  }
  return { columns, rows, scannedBytes };
}

const openForms = new Map<string, KnownForms>();

/** One for each file, however many statements ask. */
function formsOf(path: string | undefined): KnownForms | undefined {
  if (path === undefined) return undefined;
  const forms = openForms.get(path) ?? openKnownForms(path);
  openForms.set(path, forms);
  return forms;
}
