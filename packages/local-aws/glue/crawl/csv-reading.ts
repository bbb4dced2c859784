import type { Classifier } from '../inputs';
import { type ColumnType, customTypes, INFERRED } from './column-types';
import type { DataFile, Dialect } from './csv-rows';
import type { Serde } from './file-schema';
import { contains, readSample } from './sample';

/** How one classifier wants a CSV to be read. The built-in one has no name list, no fixed header and no choice of SerDe. */
export interface CsvReading {
  readonly dialect: Dialect;
  readonly header: 'UNKNOWN' | 'PRESENT' | 'ABSENT';
  readonly names?: readonly string[] | undefined;
  readonly trim: boolean;
  /** What a column may be; a row that has one of them is no header. */
  readonly types: readonly ColumnType[];
  /** Absent: quoted fields decide. */
  readonly serde?: Serde | undefined;
  /** Of the first row. */
  readonly width: number;
  /** Rows in the file, estimated from its beginning. */
  readonly records: number;
}

/** A custom classifier recognizes what its delimiter divides into as many columns as it names, or into two where it names none. */
export async function customReading(file: DataFile, classifier: Classifier, signal: AbortSignal): Promise<CsvReading | undefined> {
  const {
    Delimiter: delimiter = ',',
    QuoteSymbol: quote,
    ContainsHeader = 'UNKNOWN',
    Header = [],
    AllowSingleColumn = false,
    DisableValueTrimming = true,
  } = classifier;
  const dialect = { delimiter, quote, isQuoted: quote !== undefined && (await contains(file, quote)) };
  const sample = await readSample(file, dialect, signal);
  const width = sample?.rows[0]?.length;
  if (!sample || !width) return undefined;
  if (Header.length > 0 ? width !== Header.length : width < 2 && !AllowSingleColumn) return undefined;
  return {
    dialect,
    header: ContainsHeader,
    names: Header.length > 0 ? Header : undefined,
    trim: !DisableValueTrimming,
    types: classifier.CustomDatatypeConfigured ? customTypes(classifier.CustomDatatypes ?? []) : INFERRED,
    serde: classifier.Serde === 'None' ? undefined : classifier.Serde,
    width,
    records: sample.records,
  };
}

const DELIMITERS = [',', '|', '\t', ';', '\u0001'];

/** The share of rows that must have as many columns as the first, so that prose with a few commas is no CSV. */
const REGULAR = 0.7;

/** The delimiter that divides the rows most evenly, into at least two columns and two rows. Quotes that never close are data. */
export async function builtInReading(file: DataFile, signal: AbortSignal): Promise<CsvReading | undefined> {
  const isQuoted = await contains(file, '"');
  let best: { reading: CsvReading; regular: number } | undefined;
  for (const delimiter of DELIMITERS) {
    const quoted = { delimiter, quote: '"', isQuoted };
    const withQuotes = await readSample(file, quoted, signal);
    const dialect = withQuotes ? quoted : { ...quoted, isQuoted: false };
    const sample = withQuotes ?? (await readSample(file, dialect, signal));
    if (!sample) continue;
    const { rows, records } = sample;
    const width = rows[0]?.length ?? 0;
    const regular = rows.filter(row => row.length === width).length / rows.length;
    if (rows.length < 2 || width < 2 || regular < REGULAR) continue;
    if (best && (best.regular > regular || (best.regular === regular && best.reading.width >= width))) continue;
    best = { regular, reading: { dialect, header: 'UNKNOWN', trim: true, types: INFERRED, serde: 'LazySimpleSerDe', width, records } };
  }
  return best?.reading;
}
