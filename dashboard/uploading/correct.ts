import { createHash } from 'node:crypto';
import { requeuedKey } from '../../pipeline/requeue';
import type { QuarantinedRow, QuarantinedRows } from '../uploads/quarantine';

/** Rows of a quarantine file that were corrected on a page, as a new upload. */
export interface Corrected {
  readonly key: string;
  readonly csv: string;
}

/** The name of the form's field: the row by its line in the upload, the column by its place. */
export function correctionField({ line }: Pick<QuarantinedRow, 'line'>, column: number): string {
  return `${line}-${column}`;
}

/** The name of the checkbox that accepts a row unchanged: a row that had one field too many may look right in the form. */
export function takeField({ line }: Pick<QuarantinedRow, 'line'>): string {
  return `${line}-take`;
}

/** The rows that were changed or accepted, under the upload's own header; undefined if there are none. */
export function correctedRows({ file, columns, rows }: QuarantinedRows, form: Readonly<Record<string, unknown>>): Corrected | undefined {
  const corrected = rows.flatMap(row => {
    const before = row.fields;
    const now = before?.map((field, column) => textOf(form[correctionField(row, column)]) ?? field);
    const isTaken = form[takeField(row)] === 'yes';
    return now && (isTaken || now.some((field, column) => field !== before?.[column])) ? [now] : [];
  });
  if (corrected.length === 0) return undefined;
  const csv = [columns, ...corrected].map(fields => `${fields.map(quoted).join(',')}\n`).join('');
  return { key: requeuedKey(file, createHash('sha256').update(csv).digest('hex')), csv };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.toWellFormed() : undefined;
}

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
