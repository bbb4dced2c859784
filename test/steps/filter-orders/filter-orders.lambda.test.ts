import type { S3Client } from '@aws-sdk/client-s3';
import { createHandler } from '../../../steps/filter-orders/filter-orders.lambda';
import type { FilterResult } from '../../../steps/filter-orders/result';
import { BUCKET, type LocalBucket, openLocalBucket } from './local-bucket';

const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';
const KEPT = 'O1,Bob,1,shipped,2025-01-01\n';
const OLD = 'O2,Ann,2,pending,2025-01-01\n';
const BAD = 'O3,Eve,three,shipped,2025-01-01\n';
const TIME = '2025-04-21T10:00:00Z';
const [RAW, PROCESSED, QUARANTINE] = ['raw/orders.csv', 'processed/filtered_orders.csv', 'quarantine/quarantined_orders.csv'];

let bucket: LocalBucket;
beforeAll(async () => {
  bucket = await openLocalBucket();
});
afterAll(() => bucket.close());

interface Input {
  readonly key?: string;
  readonly etag?: string;
  readonly sequencer?: string;
  readonly time?: string;
  readonly asOf?: string;
}

interface Run {
  readonly execution?: string;
  readonly questions?: string;
  readonly environment?: Record<string, string>;
  readonly s3?: S3Client;
  readonly print?: (line: string) => void;
}

/** Runs the handler on what the state machine sends. */
function run(
  { key = RAW, etag, sequencer, time, asOf }: Input = {},
  { execution = 'run-1', questions, environment = {}, s3 = bucket.client(), print = () => {} }: Run = {},
) {
  const object = { key, ...(etag && { etag }), ...(sequencer && { sequencer }) };
  const input = { ...(time && { time }), ...(asOf !== undefined && { asOf }), detail: { bucket: { name: BUCKET }, object } };
  return createHandler({ s3, environment, print })({ input, execution, startedAt: TIME, ...(questions && { questions }) });
}

function succeed(execution: string, result: FilterResult, questions?: string): Promise<string> {
  return bucket.put(`runs/${execution}.json`, JSON.stringify({ outcome: 'Succeeded', filter: result.filter, questions }));
}

describe('an upload', () => {
  it('becomes a processed and a quarantine file, and is answered in counts and references', async () => {
    const etag = await bucket.put(RAW, HEADER + KEPT + OLD + BAD);
    const lines: string[] = [];
    const result = await run({ etag, sequencer: '0A', time: TIME }, { print: line => lines.push(line) });
    expect(result).toMatchObject({
      upload: { bucket: BUCKET, key: RAW, etag, size: 129, sequencer: '0A', at: TIME },
      asOf: '2025-04-21',
      filter: {
        outcome: 'Written',
        read: 3,
        kept: 1,
        dropped: 1,
        quarantined: 1,
        rules: { 'bad-amount': 1 },
        examples: [{ line: 4, column: 'Amount', rule: 'bad-amount' }],
        lineBreaksReplaced: 0,
        extraColumns: [],
        processedKey: PROCESSED,
        quarantineKey: QUARANTINE,
        settings: { dropStatuses: ['pending', 'cancelled', 'canceled'], dropAfterDays: 30, maxBadShare: 0.5, maxBytes: 17_179_869_184 },
      },
    });
    expect(await bucket.text(PROCESSED)).toBe(HEADER + KEPT);
    expect(await bucket.text(QUARANTINE)).toContain('O3,Eve,three,shipped,2025-01-01,4,Amount,bad-amount,three,');
    expect((await bucket.head(PROCESSED)).metadata).toMatchObject({
      'source-etag': etag,
      'source-sequencer': '0A',
      'as-of': '2025-04-21',
      execution: 'run-1',
    });
    expect(lines.map(line => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ fact: 'filtered', execution: 'run-1', read: 3, kept: 1 }),
    );
    expect(lines.join()).not.toMatch(/Bob|Eve|three/);
  });

  it('that is named by hand gets its ETag, size and time from S3', async () => {
    const key = 'raw/by hand/é+%20 (1).CSV';
    const etag = await bucket.put(key, HEADER + KEPT);
    const { upload, asOf, filter } = await run({ key });
    expect(upload).toMatchObject({ key, etag, size: 69, sequencer: null });
    expect(upload.at?.slice(0, 10)).toBe(asOf);
    expect(filter.processedKey).toMatch(/^processed\/filtered_é--20-\(1\)~[0-9a-f]{16}\.csv$/);
    expect(await bucket.text(filter.processedKey)).toBe(HEADER + KEPT);
    expect((await bucket.head(filter.processedKey)).metadata['source-key']).toBe(encodeURIComponent(key));
  });

  it('is filtered by the settings and the as-of date that it is given', async () => {
    const key = 'raw/settings.csv';
    await bucket.put(key, HEADER + KEPT + OLD);
    const environment = { DROP_STATUSES: 'shipped', DROP_AFTER_DAYS: '1', MAX_BAD_SHARE: '1' };
    const { asOf, filter } = await run({ key, time: TIME, asOf: '2025-01-02T23:30-01:00' }, { environment });
    expect(asOf).toBe('2025-01-03');
    expect(filter).toMatchObject({ kept: 1, dropped: 1, settings: { dropStatuses: ['shipped'], dropAfterDays: 1, maxBadShare: 1 } });
    expect(await bucket.text(filter.processedKey)).toBe(HEADER + OLD);
  });

  it('without bad rows removes the quarantine file of the one before', async () => {
    const key = 'raw/mended.csv';
    await bucket.put(key, HEADER + KEPT + BAD);
    const { filter } = await run({ key });
    expect(await bucket.text(filter.quarantineKey ?? '')).toBeDefined();
    await bucket.put(key, HEADER + KEPT);
    expect((await run({ key })).filter).toMatchObject({ outcome: 'Written', quarantineKey: null });
    expect(await bucket.text(filter.quarantineKey ?? '')).toBeUndefined();
  });

  it('of many megabytes is read and written in parts', async () => {
    const key = 'raw/large.csv';
    const rows = 400_000;
    await bucket.put(key, HEADER + `O1,${'x'.repeat(50)},1,shipped,2025-01-01\n`.repeat(rows) + BAD);
    const { filter } = await run({ key });
    expect(filter).toMatchObject({ read: rows + 1, kept: rows, quarantined: 1 });
    const { etag } = await bucket.head(filter.processedKey);
    expect(etag).toMatch(/-\d+"$/);
    expect(await bucket.unfinishedUploads()).toBe(0);
  });
});

describe('the same upload again', () => {
  const key = 'raw/again.csv';
  const body = HEADER + KEPT + OLD + BAD;

  it('rewrites nothing; whether there is anything to do depends on the execution that wrote it', async () => {
    const etag = await bucket.put(key, body);
    const event = { key, etag, time: TIME };
    const first = await run({ ...event, sequencer: '0A' }, { execution: 'первый%20' });
    const { lastModified } = await bucket.head(first.filter.processedKey);
    await bucket.put(first.filter.quarantineKey ?? '', 'lost');

    const second = await run({ ...event, sequencer: '0B' }, { execution: 'second' });
    expect(second.filter).toEqual({ ...first.filter, outcome: 'Unchanged' });
    expect(await bucket.text(second.filter.quarantineKey ?? '')).toContain('bad-amount');

    await succeed('первый%20', first);
    const third = await run({ ...event, sequencer: '0C' }, { execution: 'third' });
    expect(third.filter).toEqual({ ...first.filter, outcome: 'NothingNew' });

    const head = await bucket.head(first.filter.processedKey);
    expect(head).toMatchObject({ lastModified, metadata: { execution: encodeURIComponent('первый%20') } });
  });

  it('is not done with while other questions are asked', async () => {
    const event = { key: 'raw/questions.csv', etag: await bucket.put('raw/questions.csv', HEADER + KEPT), time: TIME };
    await succeed('asked-five', await run(event, { execution: 'asked-five', questions: 'five' }), 'five');
    expect((await run(event, { questions: 'five' })).filter.outcome).toBe('NothingNew');
    expect((await run(event, { questions: 'six' })).filter.outcome).toBe('Unchanged');
  });

  it.each([
    ['none of its own', HEADER + KEPT, undefined],
    ['its own', HEADER + KEPT + OLD + BAD, 'O3,Eve,three,shipped,2025-01-01,4,Amount,bad-amount'],
  ])('has %s in quarantine after a refused file in between', async (_, first, quarantined) => {
    const key = 'raw/between.csv';
    const event = { key, time: TIME };
    const written = await run({ ...event, etag: await bucket.put(key, first) }, { execution: 'between' });
    await succeed('between', written);
    await expect(run({ ...event, etag: await bucket.put(key, HEADER + BAD) })).rejects.toMatchObject({ name: 'TooManyBadRows' });
    const again = await run({ ...event, etag: await bucket.put(key, first) });
    expect({ ...again.filter, reading: undefined }).toEqual({ ...written.filter, outcome: 'NothingNew', reading: undefined });
    const text = await bucket.text('quarantine/quarantined_between.csv');
    expect(text).toEqual(quarantined && expect.stringContaining(quarantined));
  });

  it.each([
    ['as of another day', { asOf: '2025-01-02' }, {}],
    ['by another rule', {}, { DROP_AFTER_DAYS: '29' }],
  ])('%s is written anew', async (_, input, environment) => {
    const etag = await bucket.put(key, body);
    const result = await run({ key, etag, time: TIME, ...input }, { execution: `anew-${JSON.stringify(environment)}`, environment });
    expect(result.filter.outcome).toBe('Written');
  });
});

describe('an upload is superseded', () => {
  it('when its key holds something else by now', async () => {
    const key = 'raw/replaced.csv';
    const etag = await bucket.put(key, HEADER + KEPT);
    await bucket.put(key, HEADER + OLD);
    const result = await run({ key, etag, time: TIME });
    expect(result).toMatchObject({
      upload: { etag, at: TIME },
      asOf: '2025-04-21',
      filter: { outcome: 'Superseded', read: 0, quarantineKey: null },
    });
    expect(await bucket.text(result.filter.processedKey)).toBeUndefined();
  });

  it('when its key holds nothing', async () => {
    const result = await run({ key: 'raw/removed.csv' });
    expect(result).toMatchObject({ upload: { etag: null, size: null, at: null }, asOf: null, filter: { outcome: 'Superseded' } });
  });

  it('when a later upload of the key has written the output, though the key holds these bytes again', async () => {
    const key = 'raw/there-and-back.csv';
    const later = await bucket.put(key, HEADER + KEPT + OLD);
    const { filter } = await run({ key, etag: later, sequencer: '00B1', time: TIME });
    const etag = await bucket.put(key, HEADER + KEPT + BAD);
    const late = await run({ key, etag, sequencer: '00B', time: TIME });
    expect(late.filter.outcome).toBe('Superseded');
    expect(await bucket.text(filter.processedKey)).toBe(HEADER + KEPT);
    expect((await run({ key, etag, sequencer: '00B11', time: TIME })).filter.outcome).toBe('Written');
  });

  it('when it is replaced while it is read, with nothing left behind', async () => {
    const key = 'raw/changing.csv';
    const etag = await bucket.put(key, HEADER + KEPT.repeat(700_000));
    const s3 = bucket.client();
    let gets = 0;
    beforeSending(s3, 'GetObjectCommand', async () => {
      if (gets++ === 2) await bucket.put(key, HEADER + KEPT);
    });
    const result = await run({ key, etag, time: TIME }, { s3 });
    expect(result.filter.outcome).toBe('Superseded');
    expect(await bucket.text(result.filter.processedKey)).toBeUndefined();
    expect(await bucket.unfinishedUploads()).toBe(0);
  });

  it('when a later one writes the output at the last moment', async () => {
    const key = 'raw/race.csv';
    const etag = await bucket.put(key, HEADER + KEPT);
    const s3 = bucket.client();
    const newer = { 'source-etag': 'other', 'source-sequencer': '0C', 'as-of': '2025-04-21', rule: 'r', execution: 'newer' };
    beforeSending(s3, 'PutObjectCommand', () => bucket.put('processed/filtered_race.csv', 'newer', newer));
    const result = await run({ key, etag, sequencer: '0B', time: TIME }, { s3 });
    expect(result.filter.outcome).toBe('Superseded');
    expect(await bucket.text(result.filter.processedKey)).toBe('newer');
  });
});

it('writes over an earlier output that appears at the last moment', async () => {
  const key = 'raw/overtaking.csv';
  const etag = await bucket.put(key, HEADER + KEPT);
  const s3 = bucket.client();
  let puts = 0;
  const older = { 'source-etag': 'other', 'source-sequencer': '0A', 'as-of': '2025-04-21', rule: 'r', execution: 'older' };
  beforeSending(s3, 'PutObjectCommand', async () => {
    if (puts++ === 0) await bucket.put('processed/filtered_overtaking.csv', 'older', older);
  });
  expect((await run({ key, etag, sequencer: '0B', time: TIME }, { s3 })).filter.outcome).toBe('Written');
  expect(await bucket.text('processed/filtered_overtaking.csv')).toBe(HEADER + KEPT);
});

describe('a file with an error', () => {
  const key = 'raw/broken.csv';
  const [processed, quarantine] = ['processed/filtered_broken.csv', 'quarantine/quarantined_broken.csv'];

  it.each([
    ['EmptyFile', ''],
    ['MissingColumns', 'OrderID;Customer\n'],
    ['DuplicateColumns', `order_id,${HEADER}`],
    ['NotUtf8', Buffer.concat([Buffer.from(HEADER + BAD + KEPT.repeat(600_000)), Buffer.of(0xff)])],
    ['RowTooLarge', HEADER + BAD + 'x'.repeat(1_048_577)],
  ])('is %s, and what was there stays', async (name, body) => {
    await bucket.put(key, HEADER + KEPT.repeat(2) + BAD);
    await run({ key });
    const [before, bad] = [await bucket.text(processed), await bucket.text(quarantine)];
    await bucket.put(key, body);
    await expect(run({ key })).rejects.toMatchObject({ name });
    expect(await bucket.text(processed)).toBe(before);
    expect(await bucket.text(quarantine)).toBe(bad);
    expect(await bucket.unfinishedUploads()).toBe(0);
  });

  it('is TooManyBadRows after the quarantine file is written; exactly half passes', async () => {
    await bucket.put(key, HEADER + KEPT + BAD);
    expect((await run({ key })).filter).toMatchObject({ outcome: 'Written', quarantined: 1 });
    await bucket.put(key, HEADER + KEPT + BAD + BAD);
    const message = expect.stringContaining(`received 2 of 3 (bad-amount 2); they are in ${quarantine}`);
    await expect(run({ key })).rejects.toMatchObject({ name: 'TooManyBadRows', message });
    expect(await bucket.text(processed)).toBe(HEADER + KEPT);
    expect((await bucket.text(quarantine))?.match(/bad-amount/g)).toHaveLength(2);
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
