import type { S3Client } from '@aws-sdk/client-s3';
import { parseRecord } from '../../../pipeline/upload-record';
import { createHandler } from '../../../steps/filter-orders/filter-orders.lambda';
import type { FilterResult } from '../../../steps/filter-orders/result';
import { BUCKET, type LocalBucket, openLocalBucket } from './local-bucket';

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';
const KEPT = 'O1,Bob,1,shipped,2025-01-01\n';
const OLD = 'O2,Ann,2,pending,2025-01-01\n';
const BAD = 'O3,Eve,three,shipped,2025-01-01\n';
const DIGEST = 'digest';

let bucket: LocalBucket;
beforeAll(async () => {
  bucket = await openLocalBucket();
});
afterAll(() => bucket.close());

interface Run {
  readonly type?: 'Object Created' | 'Object Deleted';
  readonly etag?: string;
  readonly asOf?: string;
  readonly execution?: string;
  readonly environment?: Record<string, string>;
  readonly s3?: S3Client;
  readonly now?: Date;
  readonly digest?: string;
  readonly giveUp?: boolean;
  readonly print?: (line: string) => void;
}

/** Runs the handler on what the state machine sends. */
async function run(key: string, given: Run = {}): Promise<FilterResult> {
  const { type, etag, asOf, execution = 'run-1', environment = {}, s3 = bucket.client(), now = new Date(), giveUp } = given;
  const { digest = DIGEST, print = () => {} } = given;
  const input = {
    ...(type && { 'detail-type': type }),
    ...(asOf !== undefined && { asOf }),
    ...(giveUp !== undefined && { giveUp }),
    detail: { bucket: { name: BUCKET }, object: { key, ...(etag && { etag }) } },
  };
  const handler = createHandler({ s3, environment, now: () => now, print });
  return handler({ input, execution, enteredAt: now.toISOString(), bucket: BUCKET, digest });
}

const today = () => new Date().toISOString().slice(0, 10);

/** As if the execution had succeeded. */
function succeed(execution: string, manifest: object = {}): Promise<string> {
  const queries = [{ id: 'q', title: 'Q', state: 'SUCCEEDED', location: 's3://x' }];
  return bucket.put(
    `runs/${execution}.json`,
    JSON.stringify({ outcome: 'Succeeded', asOf: today(), digest: DIGEST, queries, ...manifest }),
  );
}

async function recordOf(name: string) {
  return parseRecord((await bucket.text(`uploads/${name}.csv`)) ?? '');
}

const outputsOf = (name: string) => ({
  processed: `processed/filtered_${name}.csv`,
  dropped: `dropped/dropped_${name}.csv`,
  quarantine: `quarantine/quarantined_${name}.csv`,
});

describe('an upload', () => {
  it('becomes processed, dropped and quarantined rows and a record, and is answered in counts and references', async () => {
    const etag = await bucket.put('raw/orders.csv', HEADER + KEPT + OLD + BAD);
    const lines: string[] = [];
    const result = await run('raw/orders.csv', { type: 'Object Created', etag, print: line => lines.push(line) });
    const { processed, dropped, quarantine } = outputsOf('orders');
    expect(result).toMatchObject({
      upload: { bucket: BUCKET, key: 'raw/orders.csv', etag, size: 129, sequencer: null },
      asOf: null,
      filter: {
        outcome: 'Written',
        changed: true,
        read: 3,
        kept: 1,
        dropped: 1,
        quarantined: 1,
        rules: { 'bad-amount': 1 },
        processedKey: processed,
        droppedKey: dropped,
        quarantineKey: quarantine,
      },
      error: null,
    });
    expect(await bucket.text(processed)).toBe(HEADER + KEPT);
    expect(await bucket.text(quarantine)).toContain('O3,Eve,three,shipped,2025-01-01,4,Amount,bad-amount,three,');
    const { lastModified } = await bucket.head('raw/orders.csv');
    expect(await recordOf('orders')).toMatchObject({
      file: 'orders.csv',
      shop: '',
      source: 'standard',
      upload: `${lastModified.toISOString().slice(0, 19)}Z raw/orders.csv`,
      key: 'raw/orders.csv',
      etag,
      processedEtag: (await bucket.head(processed)).etag.replaceAll('"', ''),
      outcome: 'Read',
      error: '',
      read: '3',
      kept: '1',
      dropped: '1',
      quarantined: '1',
      execution: 'run-1',
    });
    expect(lines.join()).not.toMatch(/Bob|Eve|three/);
  });

  it('is filtered by the settings and the day that it is given', async () => {
    await bucket.put('raw/settings.csv', HEADER + KEPT + OLD);
    const environment = { DROP_STATUSES: 'shipped', DROP_AFTER_DAYS: '1', MAX_BAD_SHARE: '1' };
    const { asOf, filter } = await run('raw/settings.csv', { asOf: '2025-01-02T23:30-01:00', environment });
    expect(asOf).toBe('2025-01-03');
    expect(filter).toMatchObject({ kept: 1, dropped: 1, settings: { dropStatuses: ['shipped'], dropAfterDays: 1, maxBadShare: 1 } });
    expect(await bucket.text(outputsOf('settings').processed)).toBe(HEADER + OLD);
  });

  it('without bad rows removes the quarantine file of the one before', async () => {
    await bucket.put('raw/corrected.csv', HEADER + KEPT + BAD);
    await run('raw/corrected.csv');
    expect(await bucket.text(outputsOf('corrected').quarantine)).toBeDefined();
    await bucket.put('raw/corrected.csv', HEADER + KEPT);
    expect((await run('raw/corrected.csv')).filter).toMatchObject({ outcome: 'Unchanged', changed: false, quarantineKey: null });
    expect(await bucket.text(outputsOf('corrected').quarantine)).toBeUndefined();
  });

  it('of many megabytes is read and written in parts', async () => {
    const rows = 400_000;
    await bucket.put('raw/large.csv', HEADER + `O1,${'x'.repeat(50)},1,shipped,2025-01-01\n`.repeat(rows) + BAD);
    const { filter } = await run('raw/large.csv');
    expect(filter).toMatchObject({ read: rows + 1, kept: rows, quarantined: 1 });
    expect((await bucket.head(outputsOf('large').processed)).etag).toMatch(/-\d+"$/);
    expect(await bucket.unfinishedUploads()).toBe(0);
  });

  it('that is no order file is ignored, and has a record that says so', async () => {
    await bucket.put('raw/picture.png', 'x');
    expect((await run('raw/picture.png')).filter).toMatchObject({ outcome: 'Ignored', changed: false });
    const [key = ''] = await bucket.keys('uploads/picture');
    expect(parseRecord((await bucket.text(key)) ?? '')).toMatchObject({ key: 'raw/picture.png', outcome: 'Ignored' });
  });

  it('is superseded when its key holds another object by now', async () => {
    const etag = await bucket.put('raw/replaced.csv', HEADER + KEPT);
    await bucket.put('raw/replaced.csv', HEADER + OLD);
    const { filter } = await run('raw/replaced.csv', { type: 'Object Created', etag });
    expect(filter).toMatchObject({ outcome: 'Superseded', read: 0 });
    expect(await recordOf('replaced')).toBeUndefined();
  });
});

describe('the same upload again', () => {
  const key = 'raw/again.csv';

  it('rewrites nothing; whether queries are due depends on the execution that wrote it', async () => {
    await bucket.put(key, HEADER + KEPT + BAD);
    await run(key, { execution: 'first' });
    const before = await bucket.head(outputsOf('again').processed);
    expect((await run(key, { execution: 'second' })).filter).toMatchObject({ outcome: 'Unchanged', changed: false, read: 2, kept: 1 });
    await succeed('first');
    expect((await run(key, { execution: 'third' })).filter).toMatchObject({ outcome: 'NothingNew', changed: false });
    // By the queries of another execution.
    await succeed('first', { queries: [], answeredBy: 'other' });
    expect((await run(key, { execution: 'fourth' })).filter).toMatchObject({ outcome: 'NothingNew', changed: false });
    await succeed('first', { queries: [] });
    expect((await run(key, { execution: 'fifth' })).filter).toMatchObject({ outcome: 'Unchanged', changed: false });
    await succeed('first');
    expect(await bucket.head(outputsOf('again').processed)).toEqual(before);
  });

  it.each([
    ['other queries', { digest: 'other' }],
    ['another day', { now: new Date(Date.now() + 86_400_000) }],
  ])('is not answered for by the results of %s', async (_, given) => {
    expect((await run(key, given)).filter).toMatchObject({ outcome: 'Unchanged' });
  });

  it.each([
    ['as of another day', { asOf: '2025-01-02' }],
    ['by another rule', { environment: { DROP_AFTER_DAYS: '29' } }],
  ])('is read again %s', async (_, given) => {
    await run(key, given);
    expect(await recordOf('again')).toMatchObject({ execution: 'run-1' });
  });

  it('repairs an output that is torn or missing', async () => {
    await run(key, { execution: 'whole' });
    await bucket.put(outputsOf('again').processed, HEADER);
    expect((await run(key, { execution: 'repair' })).filter).toMatchObject({ outcome: 'Written', changed: true });
    expect(await bucket.text(outputsOf('again').processed)).toBe(HEADER + KEPT);
  });
});

describe('a deletion', () => {
  it('withdraws the upload: its outputs and its record go', async () => {
    const key = 'raw/gone.csv';
    await bucket.put(key, HEADER + KEPT + OLD + BAD);
    await run(key);
    await bucket.delete(key);
    expect((await run(key, { type: 'Object Deleted' })).filter).toMatchObject({ outcome: 'Withdrawn', changed: true });
    const { processed, dropped, quarantine } = outputsOf('gone');
    for (const output of [processed, dropped, quarantine, 'uploads/gone.csv']) expect(await bucket.text(output)).toBeUndefined();
  });

  it('of a key that holds an object again reads that object', async () => {
    const key = 'raw/back.csv';
    await bucket.put(key, HEADER + KEPT);
    expect((await run(key, { type: 'Object Deleted' })).filter).toMatchObject({ outcome: 'Written' });
  });

  it('of a key without outputs is nothing new', async () => {
    expect((await run('raw/never.csv', { type: 'Object Deleted' })).filter).toMatchObject({ outcome: 'NothingNew', changed: false });
  });

  it('by a lifecycle rule, long after the upload, withdraws nothing', async () => {
    const key = 'raw/expired.csv';
    await bucket.put(key, HEADER + KEPT);
    await run(key);
    await bucket.delete(key);
    const late = { environment: { RAW_DAYS: '10' }, now: new Date(Date.now() + 11 * 86_400_000) };
    expect((await run(key, late)).filter).toMatchObject({ outcome: 'NothingNew' });
    expect(await bucket.text(outputsOf('expired').processed)).toBe(HEADER + KEPT);
  });
});

describe('a key that changes while its outputs are made', () => {
  it('is read again when its object is replaced, and leaves nothing behind', async () => {
    const key = 'raw/changing.csv';
    const etag = await bucket.put(key, HEADER + KEPT.repeat(700_000));
    const s3 = bucket.client();
    let gets = 0;
    beforeSending(s3, 'GetObjectCommand', async () => {
      if (gets++ === 3) await bucket.put(key, HEADER + KEPT);
    });
    expect((await run(key, { type: 'Object Created', etag, s3 })).filter).toMatchObject({ outcome: 'Written', kept: 1 });
    expect(await bucket.text(outputsOf('changing').processed)).toBe(HEADER + KEPT);
    expect(await bucket.unfinishedUploads()).toBe(0);
  });

  it('is withdrawn when its object is deleted after the last write', async () => {
    const key = 'raw/vanishing.csv';
    const etag = await bucket.put(key, HEADER + KEPT);
    const s3 = bucket.client();
    let puts = 0;
    beforeSending(s3, 'PutObjectCommand', async () => {
      if (++puts === 2) await bucket.delete(key);
    });
    expect((await run(key, { type: 'Object Created', etag, s3 })).filter).toMatchObject({ outcome: 'Withdrawn', changed: true });
    expect(await bucket.text(outputsOf('vanishing').processed)).toBeUndefined();
    expect(await recordOf('vanishing')).toBeUndefined();
  });

  it('is looked at again when another execution writes an output in between', async () => {
    const key = 'raw/race.csv';
    await bucket.put(key, HEADER + KEPT);
    const s3 = bucket.client();
    let puts = 0;
    beforeSending(s3, 'PutObjectCommand', async () => {
      if (puts++ === 0) await bucket.put(outputsOf('race').processed, 'another');
    });
    expect((await run(key, { s3 })).filter).toMatchObject({ outcome: 'Written' });
    expect(await bucket.text(outputsOf('race').processed)).toBe(HEADER + KEPT);
  });
});

describe('a file with an error', () => {
  const key = 'raw/broken.csv';
  const { processed, quarantine } = outputsOf('broken');

  it.each([
    ['EmptyFile', ''],
    ['MissingColumns', 'OrderID;Customer\n'],
    ['DuplicateColumns', `order_id,${HEADER}`],
    ['NotUtf8', Buffer.concat([Buffer.from(HEADER + BAD + KEPT.repeat(600_000)), Buffer.of(0xff)])],
    ['RowTooLarge', HEADER + BAD + 'x'.repeat(1_048_577)],
  ])('is refused as %s; the rows that were there stay, and the record says both', async (name, body) => {
    const first = await bucket.put(key, HEADER + KEPT.repeat(2) + BAD);
    await run(key);
    const [before, read] = [await bucket.text(processed), await recordOf('broken')];
    const etag = await bucket.put(key, body);
    const result = await run(key);
    expect(result).toMatchObject({ filter: { outcome: 'Refused', changed: false }, error: { name, state: 'FilterOrders' } });
    expect(await bucket.text(processed)).toBe(before);
    const record = await recordOf('broken');
    expect(record).toMatchObject({
      outcome: 'Refused',
      error: expect.stringMatching(`^${name}: `),
      etag,
      processedEtag: read?.processedEtag,
    });
    expect([first, record?.upload]).toEqual([read?.etag, read?.upload]);
    expect(await bucket.unfinishedUploads()).toBe(0);
  });

  it('is TooManyBadRows after the quarantine file is written; exactly half passes', async () => {
    await bucket.put(key, HEADER + KEPT + BAD);
    expect((await run(key)).filter).toMatchObject({ quarantined: 1 });
    await bucket.put(key, HEADER + KEPT + BAD + BAD);
    expect(await run(key)).toMatchObject({ error: { name: 'TooManyBadRows' } });
    expect(await bucket.text(processed)).toBe(HEADER + KEPT);
    expect((await bucket.text(quarantine))?.match(/bad-amount/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it('is dismissed by a person, and then is nothing new', async () => {
    const handler = createHandler({ s3: bucket.client(), environment: {}, print: () => {} });
    const dismissal = { input: { dismiss: key }, execution: 'dismissal', bucket: BUCKET };
    expect(await handler(dismissal)).toMatchObject({ filter: { outcome: 'Dismissed', changed: false } });
    expect(await recordOf('broken')).toMatchObject({ outcome: 'Dismissed', execution: 'dismissal' });
    await expect(handler({ ...dismissal, input: { dismiss: 'raw/large.csv' } })).rejects.toMatchObject({ name: 'InvalidUpload' });
  });

  it('is refused as GaveUp when the sweep has tried often enough', async () => {
    await bucket.put('raw/hopeless.csv', HEADER + KEPT);
    expect(await run('raw/hopeless.csv', { giveUp: true })).toMatchObject({ error: { name: 'GaveUp' } });
    expect(await recordOf('hopeless')).toMatchObject({ outcome: 'Refused', error: expect.stringMatching(/^GaveUp: /) });
  });
});

describe('a failure that the execution is to end with', () => {
  const payload = (isRedriven: boolean) => ({ raise: { name: 'CrawlFailed', state: 'GetCrawler', cause: 'no access' }, isRedriven });
  const handler = () => createHandler({ s3: bucket.client(), environment: {}, print: () => {} });

  it('is thrown under its own name', async () => {
    await expect(handler()(payload(false))).rejects.toMatchObject({ name: 'CrawlFailed', message: 'GetCrawler: no access' });
  });

  it('is over once the execution is redriven', async () => {
    expect(await handler()(payload(true))).toMatchObject({ filter: null, error: null });
  });
});

/** Does something right before each command of that name is sent. */
function beforeSending(s3: S3Client, command: string, act: () => Promise<unknown>): void {
  s3.middlewareStack.add(
    (next, context) => async args => {
      if (context.commandName === command) await act();
      return next(args);
    },
    { step: 'initialize' },
  );
}
