import { parse } from 'csv-parse/sync';

/** The columns of table `uploads`, all text. Source: the record of one key, `uploads/<file>`. */
export const RECORD_COLUMNS = [
  'file',
  'shop',
  'source',
  'upload',
  'rows',
  'currency',
  'key',
  'etag',
  'lastModified',
  'processedEtag',
  'droppedEtag',
  'outcome',
  'error',
  'read',
  'kept',
  'dropped',
  'quarantined',
  'rules',
  'reading',
  'execution',
] as const;

export type RecordColumn = (typeof RECORD_COLUMNS)[number];

export const OUTCOMES = ['Read', 'Ignored', 'Refused', 'Dismissed'] as const;

/**
 * What became of the object under one key. Everything is text; an empty text stands for nothing.
 *
 * - `upload`: see `uploadName`. `file`, `shop`, `source`, `upload`, `rows`, `currency` and the outputs' ETags speak of the outputs: where an
 *   object is refused over one that was read, they stay those of the one that was read, while `etag`, `lastModified`, `outcome` and `error`
 *   are the refused one's.
 * - `etag`, `processedEtag`, `droppedEtag`: without quotes; `lastModified`: ISO 8601 in whole seconds.
 * - `rules`: a hash of the source, its settings and the drop rule by which the object was read.
 * - `reading`: JSON.
 */
export type UploadRecord = Readonly<Record<RecordColumn, string>>;

/** One header line and one row. A line break, which OpenCSVSerDe cannot read, becomes a space. */
export function formatRecord(record: UploadRecord): string {
  const values = RECORD_COLUMNS.map(column => quoted(record[column].replace(/\r\n|\r|\n/g, ' ')));
  return `${RECORD_COLUMNS.join(',')}\n${values.join(',')}\n`;
}

/** Undefined for what is not a record. */
export function parseRecord(csv: string): UploadRecord | undefined {
  try {
    const rows: string[][] = parse(csv, { relax_column_count: true });
    const [header, row] = rows;
    if (!header || !row || rows.length !== 2) return undefined;
    const found = new Map(header.map((name, index) => [name, row[index] ?? '']));
    if (!RECORD_COLUMNS.every(column => found.has(column))) return undefined;
    return recordOf(column => found.get(column) ?? '');
  } catch {
    return undefined;
  }
}

export function recordOf(value: (column: RecordColumn) => string): UploadRecord {
  return {
    file: value('file'),
    shop: value('shop'),
    source: value('source'),
    upload: value('upload'),
    rows: value('rows'),
    currency: value('currency'),
    key: value('key'),
    etag: value('etag'),
    lastModified: value('lastModified'),
    processedEtag: value('processedEtag'),
    droppedEtag: value('droppedEtag'),
    outcome: value('outcome'),
    error: value('error'),
    read: value('read'),
    kept: value('kept'),
    dropped: value('dropped'),
    quarantined: value('quarantined'),
    rules: value('rules'),
    reading: value('reading'),
    execution: value('execution'),
  };
}

/** `2026-11-22T19:00:00Z raw/orders.csv`: sorts by time, then by key. The key is percent-encoded to printable ASCII. */
export function uploadName(lastModified: Date, key: string): string {
  return `${inSeconds(lastModified)} ${encodeURI(key)}`;
}

/** The key of an upload's name; undefined for a text that is none. */
export function keyOfUpload(upload: string): string | undefined {
  try {
    const space = upload.indexOf(' ');
    return space < 0 ? undefined : decodeURI(upload.slice(space + 1));
  } catch {
    return undefined;
  }
}

/** S3 tells LastModified in whole seconds: `2026-11-22T19:00:00Z`. */
export function inSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function quoted(value: string): string {
  return /[",\\]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
