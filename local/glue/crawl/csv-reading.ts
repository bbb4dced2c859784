import { isUtf8 } from 'node:buffer';
import type { Classifier } from '../inputs';
import { type ColumnType, customTypes, INFERRED } from './column-types';
import type { Dialect } from './csv-rows';
import type { Serde } from './file-schema';
import { type Sample, sampleRows } from './sample';

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
  readonly quoted: boolean;
  /** Of the first row. */
  readonly width: number;
  /** Rows in the sample. */
  readonly sampled: number;
}

/** JSON, XML and the binary formats have classifiers of their own in AWS, which come before CSV. */
export function isText({ bytes, isCut }: Sample): boolean {
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
export function customReading(sample: Sample, classifier: Classifier): CsvReading | undefined {
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
    sampled: found.rows.length,
  };
}

const DELIMITERS = [',', '|', '\t', ';', '\u0001'];

/** The share of rows that must have as many columns as the first, so that prose with a few commas is no CSV. */
const REGULAR = 0.7;

/** The delimiter that divides the rows most evenly, into at least two columns and two rows. Quotes that never close are data. */
export function builtInReading(sample: Sample): CsvReading | undefined {
  const readings = DELIMITERS.flatMap(delimiter => {
    const quotedDialect = { delimiter, quote: '"' };
    const withQuotes = sampleRows(sample, quotedDialect);
    const dialect = withQuotes ? quotedDialect : { delimiter };
    const { rows, quoted } = withQuotes ?? sampleRows(sample, dialect) ?? { rows: [], quoted: false };
    const width = rows[0]?.length ?? 0;
    const regular = rows.filter(row => row.length === width).length / rows.length;
    if (rows.length < 2 || width < 2 || regular < REGULAR) return [];
    const reading: CsvReading = {
      dialect,
      header: 'UNKNOWN',
      trim: true,
      types: INFERRED,
      serde: 'LazySimpleSerDe',
      quoted,
      width,
      sampled: rows.length,
    };
    return [{ reading, regular }];
  });
  return readings.sort((a, b) => b.regular - a.regular || b.reading.width - a.reading.width)[0]?.reading;
}
