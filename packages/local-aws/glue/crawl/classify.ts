import { open } from 'node:fs/promises';
import type { Classifier } from '../inputs';
import { noEvidence } from './column-types';
import { builtInReading, type CsvReading, customReading } from './csv-reading';
import { type DataFile, isUnreadable } from './csv-rows';
import type { FileSchema } from './file-schema';
import { inferSchema } from './infer-schema';
import { readParquetFooter } from './parquet-footer';
import { isText } from './sample';

/**
 * What a file is: Parquet by its own word; else the first custom classifier that recognizes it decides, in the crawler's order, then the built-in CSV classifier.
 * @returns undefined for an empty file; a schema without `csv` (classification UNKNOWN) for what no classifier recognizes
 */
export async function classify(path: string, classifiers: readonly Classifier[], signal: AbortSignal): Promise<FileSchema | undefined> {
  const { isParquet, ...file } = await look(path);
  if (file.size === 0) return undefined;
  const footer = isParquet ? await readParquetFooter(path, file.size) : undefined;
  if (footer)
    return {
      ...file,
      isParquet: true,
      columns: footer.columns.map(({ name, type }) => ({ name, type, evidence: noEvidence([]) })),
      objects: 1,
      records: footer.rows,
    };
  try {
    const reading = (await isText(file)) ? await readingOf(file, classifiers, signal) : undefined;
    if (reading) return await inferSchema(file, reading, signal);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
  }
  return { ...file, columns: [], objects: 1, records: 0 };
}

async function readingOf(file: DataFile, classifiers: readonly Classifier[], signal: AbortSignal): Promise<CsvReading | undefined> {
  for (const classifier of classifiers) {
    const reading = await customReading(file, classifier, signal);
    if (reading) return reading;
  }
  return builtInReading(file, signal);
}

async function look(path: string): Promise<DataFile & { readonly isParquet: boolean }> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const isGzip = buffer.readUInt16BE() === 0x1f8b;
    const isParquet = buffer.toString('latin1') === 'PAR1';
    return { path, size: (await file.stat()).size, compression: isGzip ? 'gzip' : 'none', isParquet };
  } finally {
    await file.close();
  }
}
