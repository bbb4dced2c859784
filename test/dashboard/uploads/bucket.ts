import { createHash } from 'node:crypto';
import { latestKey } from '../../../pipeline/latest';
import { outputKeys } from '../../../pipeline/output-keys';
import { formatRecord, inSeconds, recordOf, type UploadRecord, uploadName } from '../../../pipeline/upload-record';
import { athenaCsv, BUCKET, type FakeReads, publish } from '../fake-reads';
import { SAMPLE_RESULTS } from '../sample-results';

export const NOON = new Date('2026-11-22T12:00:00Z');

export const minute = (count: number) => new Date(NOON.getTime() + count * 60_000);

export const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** Puts an upload into the bucket, `at` minutes after noon. */
export function upload({ objects, modified }: FakeReads, key: string, text: string, at: number): void {
  objects.set(key, text);
  modified.set(key, minute(at));
}

/** Puts what the filter writes of an upload, a moment after it. */
export function filtered({ objects, modified }: FakeReads, key: string, more: Partial<UploadRecord> = {}): void {
  const at = modified.get(key) ?? NOON;
  const keys = outputKeys(key);
  const kept = 'OrderID,Customer,Amount,Status,OrderDate\n1,a,1.00,x,2026-11-22\n';
  const isRead = (more.outcome ?? 'Read') === 'Read';
  if (isRead) objects.set(keys.processed, kept);
  const counts = { read: '10', kept: '9', dropped: '1', quarantined: '0' };
  const known: Partial<UploadRecord> = {
    file: keys.file,
    key,
    etag: md5(objects.get(key) ?? ''),
    lastModified: inSeconds(at),
    execution: 'a',
    outcome: 'Read',
    ...(isRead && { source: 'standard', upload: uploadName(at, key), processedEtag: md5(kept), ...counts }),
    ...more,
  };
  objects.set(keys.record, formatRecord(recordOf(column => known[column] ?? '')));
  modified.set(keys.record, new Date(at.getTime() + 1000));
}

const COLUMNS = [
  'upload',
  'shop',
  'source',
  'row_count',
  'orders',
  'replaced',
  'replaced_by',
  'dropped',
  'ambiguous',
  'other_currency',
  'repeated',
  'clashes',
  'clashes_with',
  'amount',
  'first_day',
  'last_day',
] as const;

export type Counts = Readonly<Partial<Record<(typeof COLUMNS)[number], string | null>>>;

/** Publishes an execution whose snapshot was begun `at` minutes after noon, with the result of the query `uploads`. */
export function counted(reads: FakeReads, name: string, at: number, rows: readonly Counts[], results = SAMPLE_RESULTS): void {
  const csv = athenaCsv([[...COLUMNS], ...rows.map(row => COLUMNS.map(column => row[column] ?? null))]);
  reads.objects.set(`enriched/${name}-uploads.csv`, csv);
  const manifest = publish(reads, name, results, {
    snapshot: { id: 'ab', startedAt: minute(at).toISOString(), executionId: 's', location: null },
    uploads: { state: 'SUCCEEDED', executionId: 'u', location: `s3://${BUCKET}/enriched/${name}-uploads.csv` },
  });
  reads.add({ name }, manifest);
  reads.objects.set(latestKey(minute(at), name), JSON.stringify(manifest));
}
