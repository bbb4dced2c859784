import { parseRecord } from '../../../pipeline/upload-record';
import { createHandler } from '../../../steps/filter-orders/filter-orders.lambda';
import type { FilterResult } from '../../../steps/filter-orders/result';
import { readTableFile } from '../../../steps/filter-orders/storage/read-table-file';
import { BUCKET, type LocalBucket, openLocalBucket } from './local-bucket';

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';
const KEPT = 'O1,"Smith, ""JJ"" \\ Co",10.50,shipped,2025-01-01\n';
const OLD = 'O2,Ann,2.00,pending,2025-01-01\n';

let bucket: LocalBucket;
beforeEach(async () => {
  bucket = await openLocalBucket();
});
afterEach(() => bucket.close());

interface Given {
  readonly environment?: Record<string, string>;
  readonly now?: () => Date;
}

/** Runs the handler of a stage with the format, in a sandbox of its own. */
async function run(format: string, input: object, { environment = {}, now = () => new Date() }: Given = {}): Promise<FilterResult> {
  const handler = createHandler({ s3: bucket.client(), environment: { TABLE_FORMAT: format, ...environment }, now, print: () => {} });
  return handler({ input, execution: 'run', enteredAt: now().toISOString(), bucket: BUCKET, digest: 'digest' });
}

const look = (key: string) => ({ detail: { bucket: { name: BUCKET }, object: { key } } });

/** An upload that one stage has read. */
async function upload(name: string, format: string, csv = HEADER + KEPT + OLD): Promise<FilterResult> {
  await bucket.put(`raw/${name}.csv`, csv);
  return run(format, look(`raw/${name}.csv`));
}

const filesOfTables = async () => [...(await bucket.keys('processed/')), ...(await bucket.keys('dropped/'))].sort();
const recordOf = async (name: string) => parseRecord((await bucket.text(`uploads/${name}.csv`)) ?? '');

/** The lines of a file, whatever its format. */
async function lines(key: string): Promise<string> {
  const { etag } = await bucket.head(key);
  const blocks: Uint8Array[] = [];
  for await (const block of readTableFile(bucket.client(), { bucket: BUCKET, key, etag: etag.replaceAll('"', '') })) blocks.push(block);
  return Buffer.concat(blocks).toString();
}

it('writes both tables in the format of the stage, and names the files after it', async () => {
  const { filter } = await upload('a', 'parquet');
  expect(filter).toMatchObject({
    outcome: 'Written',
    processedKey: 'processed/filtered_a.parquet',
    droppedKey: 'dropped/dropped_a.parquet',
  });
  expect(await filesOfTables()).toEqual(['dropped/dropped_a.parquet', 'processed/filtered_a.parquet']);
  expect([await lines('processed/filtered_a.parquet'), await lines('dropped/dropped_a.parquet')]).toEqual([HEADER + KEPT, HEADER + OLD]);
  expect(await recordOf('a')).toMatchObject({ file: 'a.parquet', kept: '1', dropped: '1', outcome: 'Read' });
});

it('leaves quarantine and records as CSV', async () => {
  const { filter } = await upload('a', 'parquet', `${HEADER}${KEPT}O3,Eve,three,shipped,2025-01-01\n`);
  expect(filter?.quarantineKey).toBe('quarantine/quarantined_a.csv');
  expect(await bucket.text('quarantine/quarantined_a.csv')).toContain('O3,Eve,three');
});

it('finds nothing to do in an upload that is read already', async () => {
  await upload('a', 'parquet');
  const { etag } = await bucket.head('processed/filtered_a.parquet');
  expect((await run('parquet', look('raw/a.csv'))).filter).toMatchObject({ outcome: 'Unchanged', changed: false });
  expect((await bucket.head('processed/filtered_a.parquet')).etag).toBe(etag);
});

it.each([
  ['csv', 'parquet'],
  ['parquet', 'csv'],
])('from %s to %s, the first execution brings all uploads along, so that no table ever has files of two formats', async (from, to) => {
  await upload('a', from);
  await upload('b', from, HEADER + KEPT);
  await bucket.put('processed/odd.json', '{}');
  expect((await upload('c', to)).filter).toMatchObject({ outcome: 'Written', changed: true });
  expect(await filesOfTables()).toEqual([
    `dropped/dropped_a.${to}`,
    `dropped/dropped_c.${to}`,
    `processed/filtered_a.${to}`,
    `processed/filtered_b.${to}`,
    `processed/filtered_c.${to}`,
    'processed/odd.json',
  ]);
  expect(await lines(`processed/filtered_a.${to}`)).toBe(HEADER + KEPT);
  expect(await lines(`dropped/dropped_a.${to}`)).toBe(HEADER + OLD);
  expect(await recordOf('a')).toMatchObject({ file: `a.${to}`, outcome: 'Read', kept: '1', dropped: '1' });
});

it('brings them along before a refresh runs its queries', async () => {
  await upload('a', 'csv');
  await run('parquet', { refresh: true });
  expect(await filesOfTables()).toEqual(['dropped/dropped_a.parquet', 'processed/filtered_a.parquet']);
});

it.each([
  ['csv', 'parquet'],
  ['parquet', 'csv'],
])('from %s to %s, the rows of an upload that was refused meanwhile stay', async (from, to) => {
  await upload('a', from);
  await upload('a', from, 'no,orders\n1,2\n');
  expect((await run(to, look('raw/a.csv'))).filter).toMatchObject({ outcome: 'Refused', changed: true });
  expect(await filesOfTables()).toEqual([`dropped/dropped_a.${to}`, `processed/filtered_a.${to}`]);
  expect(await lines(`processed/filtered_a.${to}`)).toBe(HEADER + KEPT);
  const { etag } = await bucket.head(`processed/filtered_a.${to}`);
  expect(await recordOf('a')).toMatchObject({ file: `a.${to}`, outcome: 'Refused', processedEtag: etag.replaceAll('"', '') });
});

it.each([
  ['csv', 'parquet'],
  ['parquet', 'csv'],
])('from %s to %s, the rows of an upload that has expired stay', async (from, to) => {
  await upload('a', from);
  await bucket.delete('raw/a.csv');
  const later = { environment: { RAW_DAYS: '10' }, now: () => new Date(Date.now() + 11 * 86_400_000) };
  expect((await run(to, look('raw/a.csv'), later)).filter).toMatchObject({ outcome: 'Written', changed: true });
  expect(await filesOfTables()).toEqual([`dropped/dropped_a.${to}`, `processed/filtered_a.${to}`]);
  expect(await lines(`dropped/dropped_a.${to}`)).toBe(HEADER + OLD);
  expect((await run(to, look('raw/a.csv'), later)).filter).toMatchObject({ outcome: 'NothingNew' });
});

it('takes the files of a deleted upload away, whatever their format', async () => {
  await upload('a', 'csv');
  await bucket.delete('raw/a.csv');
  expect((await run('parquet', look('raw/a.csv'))).filter).toMatchObject({ outcome: 'Withdrawn', changed: true });
  expect(await filesOfTables()).toEqual([]);
});

it('replaces what a cut-off execution left in the format before, without a record', async () => {
  await upload('a', 'csv');
  await bucket.delete('uploads/a.csv');
  await run('parquet', look('raw/a.csv'));
  expect(await filesOfTables()).toEqual(['dropped/dropped_a.parquet', 'processed/filtered_a.parquet']);
});

it('runs no query over files of two formats: it fails by name where the time is not enough', async () => {
  await upload('a', 'csv');
  await bucket.put('raw/b.csv', HEADER + KEPT);
  let calls = 0;
  const now = () => new Date(Date.now() + calls++ * 300_000);
  await expect(run('parquet', look('raw/b.csv'), { now })).rejects.toMatchObject({
    name: 'MixedFormats',
    message: expect.stringContaining('a.csv'),
  });
  await run('parquet', look('raw/b.csv'));
  expect(await bucket.keys('processed/')).toEqual(['processed/filtered_a.parquet', 'processed/filtered_b.parquet']);
});

it('shares the work among executions that begin at the same time', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e']) await upload(name, 'csv');
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(name => run('parquet', look(`raw/${name}.csv`))));
  const letters = ['a', 'b', 'c', 'd', 'e'];
  expect(await bucket.keys('processed/')).toEqual(letters.map(name => `processed/filtered_${name}.parquet`));
  for (const name of letters) {
    const { etag } = await bucket.head(`processed/filtered_${name}.parquet`);
    expect(await recordOf(name)).toMatchObject({ file: `${name}.parquet`, processedEtag: etag.replaceAll('"', '') });
  }
});
