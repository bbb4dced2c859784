import { stat } from 'node:fs/promises';
import type { Classifier } from '../inputs';
import { builtInReading, type CsvReading, customReading, isText } from './csv-reading';
import { eachRow, isUnreadable } from './csv-rows';
import { type FileSchema, serdeOf } from './file-schema';
import { inferColumns } from './infer-columns';
import { readSample, type Sample } from './sample';

/**
 * What a file is: the first custom classifier that recognizes it decides, in the crawler's order, then the built-in CSV classifier.
 * @returns undefined for an empty file; a schema without `csv` (classification UNKNOWN) for what no classifier recognizes
 */
export async function classify(path: string, classifiers: readonly Classifier[], signal: AbortSignal): Promise<FileSchema | undefined> {
  const { size } = await stat(path);
  if (size === 0) return undefined;
  const unknown: FileSchema = { compression: 'none', columns: [], size, records: 0 };
  try {
    const sample = await readSample(path);
    if (!isText(sample)) return unknown;
    const reading = firstOf(classifiers, classifier => customReading(sample, classifier)) ?? builtInReading(sample);
    return (reading && (await inferSchema(path, size, sample, reading, signal))) ?? unknown;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return unknown;
  }
}

/** Reads every row, up to where no further one could change the outcome: the number of records is then an estimate. */
async function inferSchema(
  path: string,
  size: number,
  sample: Sample,
  reading: CsvReading,
  signal: AbortSignal,
): Promise<FileSchema | undefined> {
  const { dialect, serde, quoted } = reading;
  const inference = inferColumns({ ...reading, allText: serdeOf({ serde, isQuoted: quoted }) === 'OpenCSVSerDe' });
  try {
    const isComplete = await eachRow(path, sample.compression, dialect, signal, row => inference.take(row));
    const estimate = sample.isCut ? Math.round((reading.sampled * size) / sample.bytes.length) : reading.sampled;
    return {
      csv: { ...dialect, serde, isQuoted: quoted, hasHeader: inference.hasHeader() },
      compression: sample.compression,
      columns: inference.columns(),
      size,
      records: isComplete ? inference.records() : estimate,
    };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    // Where a quote never closes, quotes are data.
    return dialect.quote === undefined
      ? undefined
      : inferSchema(path, size, sample, { ...reading, dialect: { delimiter: dialect.delimiter } }, signal);
  }
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
