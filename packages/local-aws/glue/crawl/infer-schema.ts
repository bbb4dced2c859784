import { noEvidence, withValue } from './column-types';
import type { CsvReading } from './csv-reading';
import { type DataFile, eachRow, isUnreadable } from './csv-rows';
import { type FileSchema, serdeOf } from './file-schema';
import { columnNames, looksLikeHeader, numberedNames } from './header';
import { SAMPLE_CHARACTERS } from './sample';

/** Reads a file as a classifier wants it. A quote that never closes, as is seen only further down, is data. */
export async function inferSchema(file: DataFile, reading: CsvReading, signal: AbortSignal): Promise<FileSchema> {
  try {
    return await readRows(file, reading, signal);
  } catch (error) {
    if (!reading.dialect.isQuoted || !isUnreadable(error)) throw error;
    return readRows(file, { ...reading, dialect: { ...reading.dialect, isQuoted: false } }, signal);
  }
}

/**
 * Widens the types of columns row by row through the first megabyte, or up to where no further row could change the outcome: the number of
 * records is then an estimate.
 * What rows longer than the first have beyond its width is not seen.
 */
async function readRows(file: DataFile, reading: CsvReading, signal: AbortSignal): Promise<FileSchema> {
  const { dialect, header, names, trim, types, serde, width } = reading;
  const allText = serdeOf({ ...dialect, serde }) === 'OpenCSVSerDe';
  const columns = Array.from({ length: width }, () => noEvidence(allText ? [] : types));
  // What is text already stays text, so it needs no further look.
  let open = [...columns.keys()].filter(() => !allText);
  let first: string[] | undefined;
  let [records, characters] = [0, 0];
  let isDifferent = header !== 'UNKNOWN';
  const clean = (value = '') => (trim ? value.trim() : value);
  const isText = (value: string) => withValue(noEvidence(types), value).fitting.length === 0;

  const isComplete = await eachRow(file, dialect, signal, row => {
    records++;
    characters += row.join(dialect.delimiter).length + 1;
    if (!first) {
      // It is kept apart until it is known whether it is a header.
      first = Array.from(columns, (_, index) => clean(row[index]));
      return true;
    }
    isDifferent ||= row.slice(0, width).some(value => clean(value) !== '' && !isText(clean(value)));
    for (const index of open) columns[index] = withValue(columns[index] ?? noEvidence(types), clean(row[index]));
    open = open.filter(index => columns[index]?.fitting.length !== 0);
    return (open.length > 0 || !isDifferent) && characters < SAMPLE_CHARACTERS;
  });

  const row = first ?? [];
  const hasHeader = header === 'PRESENT' || (header === 'UNKNOWN' && isDifferent && looksLikeHeader(row, isText));
  const found = columnNames(names ?? (hasHeader ? row : numberedNames(width)));
  return {
    ...file,
    csv: { ...dialect, serde, hasHeader },
    columns: columns.map((evidence, index) => ({
      name: found[index] ?? `col${index}`,
      evidence: hasHeader ? evidence : withValue(evidence, row[index] ?? ''),
    })),
    objects: 1,
    records: isComplete ? records : reading.records,
  };
}
