import { isUtf8 } from 'node:buffer';
import { stat } from 'node:fs/promises';
import type { Classifier } from '../inputs';
import { type ColumnType, customTypes, type Evidence, INFERRED, noEvidence, withValue } from './column-types';
import { type Dialect, eachRow, readSample, type Sample, sampleRows } from './csv-rows';
import { type FileSchema, type Serde, serdeOf } from './file-schema';
import { columnNames, looksLikeHeader, numberedNames } from './header';

/** How one classifier wants a CSV to be read. The built-in one has no name list, no fixed header and no choice of SerDe. */
interface CsvReading {
  readonly dialect: Dialect;
  readonly header: 'UNKNOWN' | 'PRESENT' | 'ABSENT';
  readonly names?: readonly string[] | undefined;
  readonly trim: boolean;
  readonly types: readonly ColumnType[];
  /** Absent: quoted fields decide. */
  readonly serde?: Serde | undefined;
  readonly quoted: boolean;
  /** Of the first row. */
  readonly width: number;
}

/**
 * What a file is: the first custom classifier that recognizes it decides, in the crawler's order, then the built-in CSV classifier.
 * @returns undefined for an empty file; a schema without `csv` (classification UNKNOWN) for what no classifier recognizes
 */
export async function classify(path: string, classifiers: readonly Classifier[], signal: AbortSignal): Promise<FileSchema | undefined> {
  const { size } = await stat(path);
  if (size === 0) return undefined;
  const sample = await readSample(path);
  const reading = isText(sample)
    ? (firstOf(classifiers, classifier => customReading(sample, classifier)) ?? builtInReading(sample))
    : undefined;
  const schema = reading && (await readAll(path, size, sample, reading, signal));
  return schema ?? { compression: sample.compression, columns: [], size, records: 0 };
}

/** JSON, XML and the binary formats have classifiers of their own in AWS, which come before CSV. */
function isText({ bytes, isCut }: Sample): boolean {
  const whole = isCut ? bytes.subarray(0, bytes.lastIndexOf('\n') + 1) : bytes;
  if (whole.length === 0 || whole.includes(0) || !isUtf8(whole)) return false;
  const start = whole
    .subarray(0, 64)
    .toString()
    .replace(/^\uFEFF/, '')
    .trimStart();
  return !/^([{<]|\[\s*[[{"\d\]]|PAR1|ORC|Obj\x01|PK\x03)/.test(start);
}

/** A custom classifier recognizes what its delimiter divides into as many columns as it names, or into two where it names none. */
function customReading(sample: Sample, classifier: Classifier): CsvReading | undefined {
  const {
    Delimiter = ',',
    QuoteSymbol,
    ContainsHeader = 'UNKNOWN',
    Header,
    AllowSingleColumn = false,
    DisableValueTrimming = true,
  } = classifier;
  const dialect = { delimiter: Delimiter, quote: QuoteSymbol };
  const found = sampleRows(sample, dialect);
  const width = found?.rows[0]?.length;
  if (!found || !width) return undefined;
  if (Header && Header.length > 0 ? width !== Header.length : width < 2 && !AllowSingleColumn) return undefined;
  const types = classifier.CustomDatatypeConfigured ? customTypes(classifier.CustomDatatypes ?? []) : INFERRED;
  const serde = classifier.Serde === 'None' ? undefined : classifier.Serde;
  return {
    dialect,
    header: ContainsHeader,
    names: Header?.length ? Header : undefined,
    trim: !DisableValueTrimming,
    types,
    serde,
    quoted: found.quoted,
    width,
  };
}

const DELIMITERS = [',', '|', '\t', ';', '\u0001'];

/** The share of rows that must have as many columns as the first, so that prose with a few commas is no CSV. */
const REGULAR = 0.7;

/** The delimiter that divides the rows most evenly, into at least two columns and two rows. Quotes that never close are data. */
function builtInReading(sample: Sample): CsvReading | undefined {
  const readings = DELIMITERS.flatMap(delimiter => {
    const quotedDialect = { delimiter, quote: '"' };
    const withQuotes = sampleRows(sample, quotedDialect);
    const dialect = withQuotes ? quotedDialect : { delimiter };
    const { rows, quoted } = withQuotes ?? sampleRows(sample, dialect) ?? { rows: [], quoted: false };
    const width = rows[0]?.length ?? 0;
    const regular = rows.filter(row => row.length === width).length / rows.length;
    if (rows.length < 2 || width < 2 || regular < REGULAR) return [];
    return [
      { dialect, header: 'UNKNOWN' as const, trim: true, types: INFERRED, serde: 'LazySimpleSerDe' as const, quoted, width, regular },
    ];
  });
  return readings.sort((a, b) => b.regular - a.regular || b.width - a.width)[0];
}

/** Widens the types over every row. It stops where no further row could change the outcome. */
async function readAll(
  path: string,
  size: number,
  sample: Sample,
  reading: CsvReading,
  signal: AbortSignal,
): Promise<FileSchema | undefined> {
  const { trim, width } = reading;
  // OpenCSVSerDe reads nothing but text, so there is nothing to infer.
  const types = serdeOf({ serde: reading.serde, isQuoted: reading.quoted }) === 'OpenCSVSerDe' ? [] : reading.types;
  let first: string[] | undefined;
  let records = 0;
  let columns: Evidence[] = Array.from({ length: width }, () => noEvidence(types));
  let typedRow = false;
  const clean = (row: readonly string[]) =>
    Array.from({ length: width }, (_, index) => (trim ? (row[index] ?? '').trim() : (row[index] ?? '')));
  const isText = (value: string) => withValue(noEvidence(reading.types), value).fitting.length === 0;
  const needsTypedRow = reading.header === 'UNKNOWN';

  let bytes: number;
  try {
    bytes = await eachRow(path, sample.compression, reading.dialect, signal, row => {
      records++;
      if (!first) {
        first = clean(row);
        return true;
      }
      const values = clean(row);
      typedRow ||= needsTypedRow && values.some(value => value !== '' && !isText(value));
      columns = columns.map((evidence, index) => withValue(evidence, values[index] ?? ''));
      const settled = columns.every(({ fitting }) => fitting.length === 0);
      return !(settled && (typedRow || !needsTypedRow));
    });
  } catch (error) {
    if (signal.aborted) throw error;
    // A quote that never closes: read the file again without quotes, or give it up.
    return reading.dialect.quote === undefined
      ? undefined
      : readAll(path, size, sample, { ...reading, dialect: { delimiter: reading.dialect.delimiter } }, signal);
  }
  if (!first) return undefined;

  const hasHeader = reading.header === 'PRESENT' || (reading.header === 'UNKNOWN' && typedRow && looksLikeHeader(first, isText));
  const evidence = hasHeader ? columns : columns.map((column, index) => withValue(column, first?.[index] ?? ''));
  const names = columnNames(reading.names ?? (hasHeader ? first : numberedNames(width)));
  return {
    csv: { ...reading.dialect, serde: reading.serde, hasHeader, isQuoted: reading.quoted },
    compression: sample.compression,
    columns: names.map((name, index) => ({ name, evidence: evidence[index] ?? noEvidence(types) })),
    size,
    records: sample.compression === 'none' && bytes > 0 ? Math.max(records, Math.round((records * size) / bytes)) : records,
  };
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
