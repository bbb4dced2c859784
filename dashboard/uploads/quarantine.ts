import type { Readable } from 'node:stream';
import { CsvError } from 'csv-parse';
import { outputKeys } from '../../pipeline/output-keys';
import type { Reads } from '../executions/reads';
import { type Cell, resultRows } from '../executions/result';

/** Rows that could not be understood, as a page shows them. */
export interface QuarantinedRows {
  /** The key of the quarantine file. */
  readonly file: string;
  /** The columns of the upload's own header. */
  readonly columns: readonly string[];
  readonly rows: readonly QuarantinedRow[];
  readonly cut: boolean;
}

export interface QuarantinedRow {
  readonly line: string;
  readonly column: string;
  readonly value: string;
  readonly rule: string;
  readonly reason: string;
  /** The values of the upload's columns, uncut; null if they are too long to be corrected on a page. */
  readonly fields: readonly string[] | null;
}

const SHOWN = 100;
/** A value may be a megabyte long, so only its beginning is shown. */
const MOST_CHARACTERS = 300;

/** The first quarantined rows of an upload; undefined where it has none. */
export async function readQuarantine(reads: Reads, key: string): Promise<QuarantinedRows | undefined> {
  const file = outputKeys(key).quarantine;
  const body = await reads.openObject(file);
  return body && readRows(file, body).catch(undefinedIfDamaged);
}

/** A file that is no longer CSV must not break the page. */
function undefinedIfDamaged(error: unknown): undefined {
  if (!(error instanceof CsvError)) throw error;
}

async function readRows(file: string, body: Readable): Promise<QuarantinedRows | undefined> {
  const rows: QuarantinedRow[] = [];
  let at: Positions | undefined;
  let columns: readonly string[] = [];
  for await (const row of resultRows(body)) {
    if (!at) {
      at = positionsOf(row);
      if (!at) return undefined;
      columns = row.slice(0, at.line).map(name => name ?? '');
      continue;
    }
    if (rows.length === SHOWN) return { file, columns, rows, cut: true };
    rows.push(rowOf(row, at));
  }
  return rows.length === 0 ? undefined : { file, columns, rows, cut: false };
}

export function openQuarantine(reads: Reads, key: string): Promise<Readable | undefined> {
  return reads.openObject(outputKeys(key).quarantine);
}

type Positions = Readonly<Record<Exclude<keyof QuarantinedRow, 'fields'>, number>>;

/** The last five columns are the filter's; those before are the upload's, and may have the same names. */
function positionsOf(header: readonly Cell[]): Positions | undefined {
  const found = {
    line: header.lastIndexOf('line'),
    column: header.lastIndexOf('column'),
    value: header.lastIndexOf('value'),
    rule: header.lastIndexOf('rule') === -1 ? header.lastIndexOf('rules') : header.lastIndexOf('rule'),
    reason: header.lastIndexOf('reason'),
  };
  return Object.values(found).includes(-1) ? undefined : found;
}

function rowOf(row: readonly Cell[], at: Positions): QuarantinedRow {
  const text = (field: keyof Positions) => (row[at[field]] ?? '').slice(0, MOST_CHARACTERS);
  return {
    line: text('line'),
    column: text('column'),
    value: text('value'),
    rule: text('rule'),
    reason: text('reason'),
    fields: fieldsOf(row, at),
  };
}

/** The most characters of one row that a form takes. */
const MOST_FIELDS = 40;
const MOST_FIELD_CHARACTERS = 1000;

function fieldsOf(row: readonly Cell[], { line }: Positions): readonly string[] | null {
  const fields = row.slice(0, line).map(cell => cell ?? '');
  return fields.length > MOST_FIELDS || fields.some(({ length }) => length > MOST_FIELD_CHARACTERS) ? null : fields;
}
