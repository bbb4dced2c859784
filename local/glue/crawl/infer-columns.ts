import { noEvidence, withValue } from './column-types';
import type { CsvReading } from './csv-reading';
import type { Column } from './file-schema';
import { columnNames, looksLikeHeader, numberedNames } from './header';

/** How the rows are read. What rows longer than the first have beyond its width is not seen. */
export interface InferenceOptions extends Pick<CsvReading, 'width' | 'header' | 'names' | 'trim' | 'types'> {
  /** Every column will be text, whatever it holds. */
  readonly allText: boolean;
}

export interface Inference {
  /** @returns whether a further row could change the outcome */
  take(row: readonly string[]): boolean;
  /** Rows taken, header included. */
  records(): number;
  hasHeader(): boolean;
  columns(): readonly Column[];
}

/** Widens the types of columns row by row, and keeps the first row apart until it is known whether it is a header. */
export function inferColumns({ width, header, names, trim, types, allText }: InferenceOptions): Inference {
  const columns = Array.from({ length: width }, () => noEvidence(allText ? [] : types));
  // What is text already stays text, so it needs no further look.
  let open = [...columns.keys()].filter(() => !allText);
  let first: string[] | undefined;
  let records = 0;
  let isDifferent = header !== 'UNKNOWN';
  const clean = (value = '') => (trim ? value.trim() : value);
  const isText = (value: string) => withValue(noEvidence(types), value).fitting.length === 0;

  const hasHeader = () => header === 'PRESENT' || (header === 'UNKNOWN' && isDifferent && looksLikeHeader(first ?? [], isText));

  return {
    hasHeader,
    records: () => records,
    take(row) {
      records++;
      if (!first) {
        first = Array.from(columns, (_, index) => clean(row[index]));
        return true;
      }
      isDifferent ||= row.slice(0, width).some(value => clean(value) !== '' && !isText(clean(value)));
      for (const index of open) columns[index] = withValue(columns[index] ?? noEvidence(types), clean(row[index]));
      open = open.filter(index => columns[index]?.fitting.length !== 0);
      return open.length > 0 || !isDifferent;
    },
    columns() {
      const row = first ?? [];
      const found = columnNames(names ?? (hasHeader() ? row : numberedNames(width)));
      return columns.map((evidence, index) => ({
        name: found[index] ?? `col${index}`,
        evidence: hasHeader() ? evidence : withValue(evidence, row[index] ?? ''),
      }));
    },
  };
}
