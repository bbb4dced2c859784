import { createHash } from 'node:crypto';
import { requeuedKey } from '../../pipeline/requeue';
import type { QuarantinedRow, QuarantinedRows } from '../uploads/quarantine';

/** Rows of a quarantine file that someone has corrected on a page, as an upload of their own. */
export interface Corrected {
  readonly key: string;
  readonly csv: string;
}

/** The name of the form's field: the row by its line in the upload, the column by its place. */
export function correctionField({ line }: Pick<QuarantinedRow, 'line'>, column: number): string {
  return `${line}-${column}`;
}

/** The name of the box that takes a row as it stands in the form: one that had a field too many looks right, and is not changed. */
export function takeField({ line }: Pick<QuarantinedRow, 'line'>): string {
  return `${line}-take`;
}

/** The rows that differ from what stood there, or were taken as they stand, under the upload's own header; undefined where none does. */
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
