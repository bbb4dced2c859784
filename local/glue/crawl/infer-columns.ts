import { type ColumnType, noEvidence, withValue } from './column-types';
import type { Column } from './file-schema';
import { columnNames, looksLikeHeader, numberedNames } from './header';

export interface InferenceOptions {
  /** How many columns the first row has; what longer rows have beyond is not seen. */
  readonly width: number;
  readonly header: 'UNKNOWN' | 'PRESENT' | 'ABSENT';
  /** Names that were told. */
  readonly names?: readonly string[] | undefined;
  readonly trim: boolean;
  /** The types that make a row differ from a header. */
  readonly types: readonly ColumnType[];
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
