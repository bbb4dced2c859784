import { createExecutions } from '../../../dashboard/executions/executions';
import { latestKey } from '../../../pipeline/latest';
import { BUCKET, createFakeReads, type FakeReads, publish } from '../fake-reads';
import { SAMPLE_RESULTS } from '../sample-results';

describe('the latest answers, by their keys', () => {
  function begun(reads: FakeReads, name: string, minute: number, more: object = {}): void {
    const manifest = publish(reads, name, SAMPLE_RESULTS, more);
    reads.add({ name, status: Object(manifest).error ? 'FAILED' : 'SUCCEEDED' }, manifest);
    reads.objects.set(latestKey(new Date(Date.UTC(2026, 10, 22, 12, minute)), name), JSON.stringify(manifest));
  }

  const latestOf = async (reads: FakeReads) => (await createExecutions({ reads, bucket: BUCKET }).latest())?.name;

  it('are those whose snapshot was begun last, whichever stopped last', async () => {
    const reads = createFakeReads();
    begun(reads, 'later', 9);
    begun(reads, 'earlier', 5);
    expect(await latestOf(reads)).toBe('later');
  });

  it('are not those of a given day, which have no key', async () => {
    const reads = createFakeReads();
    begun(reads, 'a', 5);
    reads.add({ name: 'b' }, publish(reads, 'b', SAMPLE_RESULTS, { isAsOfGiven: true }));
    expect(await latestOf(reads)).toBe('a');
  });

  test.each([
    ['is no manifest', '{"outcome":'],
    ['holds no results', '{"outcome":"Succeeded","queries":[]}'],
    ['is empty', ''],
  ])('are the next where the first %s', async (_what, text) => {
    const reads = createFakeReads();
    begun(reads, 'a', 5);
    reads.objects.set(latestKey(new Date(Date.UTC(2026, 10, 22, 13)), 'damaged'), text);
    reads.objects.set('latest/nonsense', '{}');
    expect(await latestOf(reads)).toBe('a');
  });

  it('are the next where the first cannot be read', async () => {
    const reads = createFakeReads();
    begun(reads, 'a', 5);
    begun(reads, 'broken', 6);
    const { openObject } = reads;
    reads.openObject = key => (key.endsWith('broken') ? Promise.reject(new Error('InternalError')) : openObject(key));
    expect(await latestOf(reads)).toBe('a');
  });

  it('are completed by the newest good ones of the queries that failed', async () => {
    const reads = createFakeReads();
    begun(reads, 'oldest', 1);
    begun(reads, 'older', 2);
    const failed = { state: 'FAILED', location: null, executionId: null, bytesScanned: null, milliseconds: null, error: 'x', cause: 'y' };
    const queries = SAMPLE_RESULTS.slice(0, 2).map(({ id, title }, index) =>
      index === 0 ? { id, title, ...failed } : { id, title, ...failed, state: 'SUCCEEDED', location: `s3://${BUCKET}/enriched/x.csv` },
    );
    begun(reads, 'newest', 3, { outcome: 'Failed', queries, error: { name: 'QueryFailed', state: 'RunQueries', cause: 'x' } });
    const runs = createExecutions({ reads, bucket: BUCKET });
    const latest = await runs.latest();
    const older = latest ? await runs.older(latest) : new Map();
    expect([latest?.name, latest?.status]).toEqual(['newest', 'FAILED']);
    expect([...older].map(([id, { run }]) => [id, run.name])).toEqual([['total-sales-by-customer', 'older']]);
  });
});

describe('the latest answers of a data folder without keys', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute));

  test.each([
    ['none before the first execution', [], undefined],
    ['none while the first runs', [['RUNNING', 1, null, 'Succeeded']], undefined],
    [
      'those that stopped last, not those that started last',
      [
        ['SUCCEEDED', 1, 9, 'Succeeded'],
        ['SUCCEEDED', 2, 5, 'Succeeded'],
      ],
      'run-0',
    ],
    [
      'not those of a failure',
      [
        ['SUCCEEDED', 1, 2, 'Succeeded'],
        ['FAILED', 3, 4, 'Failed'],
      ],
      'run-0',
    ],
    [
      'not of one without work',
      [
        ['SUCCEEDED', 1, 2, 'Succeeded'],
        ['SUCCEEDED', 3, 4, 'NothingNew'],
        ['SUCCEEDED', 5, 6, 'Superseded'],
      ],
      'run-0',
    ],
  ] as const)('are %s', async (_what, executions, expected) => {
    const reads = createFakeReads();
    executions.forEach(([status, start, stop, outcome], index) => {
      const name = `run-${index}`;
      const results = outcome === 'Succeeded' || outcome === 'Failed' ? SAMPLE_RESULTS : [];
      reads.add(
        { name, status, startedAt: at(start), stoppedAt: stop === null ? null : at(stop) },
        publish(reads, name, results, { outcome }),
      );
    });
    expect((await createExecutions({ reads, bucket: BUCKET }).latest())?.name).toBe(expected);
  });

  it('are found behind hundreds of executions without work', async () => {
    const reads = createFakeReads();
    reads.add({ name: 'first' }, publish(reads, 'first', SAMPLE_RESULTS));
    for (let index = 0; index < 300; index++)
      reads.add({ name: `again-${index}` }, publish(reads, `again-${index}`, [], { outcome: 'NothingNew' }));
    expect((await createExecutions({ reads, bucket: BUCKET }).latest())?.name).toBe('first');
  });
});

describe('an execution', () => {
  test.each([
    [
      'has its error from the manifest',
      'FAILED',
      { outcome: 'Failed', error: { name: 'EmptyFile', state: 'FilterOrders', cause: 'no rows' } },
      { name: 'EmptyFile', state: 'FilterOrders', cause: 'no rows' },
    ],
    ['without a manifest has it from Step Functions', 'FAILED', undefined, { name: 'States.Runtime', state: null, cause: 'why' }],
    ['that was aborted has a reason given', 'ABORTED', undefined, { name: 'States.Runtime', state: null, cause: 'why' }],
  ] as const)('%s', async (_what, status, manifest, expected) => {
    const reads = createFakeReads();
    reads.add({ name: 'bad', status, error: 'States.Runtime', cause: 'why' }, manifest && publish(reads, 'bad', [], manifest));
    const run = await createExecutions({ reads, bucket: BUCKET }).find('bad');
    expect([run?.error, run?.uploadKey]).toEqual([expected, 'raw/orders.csv']);
  });

  it('whose manifest is no longer in S3 has it from its output', async () => {
    const reads = createFakeReads();
    reads.add({ name: 'a', output: JSON.stringify(publish(reads, 'a', SAMPLE_RESULTS)) });
    expect((await createExecutions({ reads, bucket: BUCKET }).find('a'))?.manifest?.queries).toHaveLength(5);
  });

  it('is read anew after a redrive has given it another end', async () => {
    const reads = createFakeReads();
    let now = 0;
    const runs = createExecutions({ reads, bucket: BUCKET, now: () => now });
    reads.add({ name: 'a', status: 'FAILED' }, publish(reads, 'a', [], { outcome: 'Failed' }));
    const before = await runs.find('a');
    reads.executions.pop();
    now = 5000;
    reads.add({ name: 'a', stoppedAt: at(50) }, publish(reads, 'a', SAMPLE_RESULTS));
    expect([before?.status, (await runs.find('a'))?.manifest?.outcome]).toEqual(['FAILED', 'Succeeded']);
  });

  test.each(['', 'a/b', '../x', 'a b', 'x'.repeat(81), 'a:b', 'a*'])('is not looked for under the impossible name "%s"', async name => {
    const reads = createFakeReads();
    expect(await createExecutions({ reads, bucket: BUCKET }).find(name)).toBeUndefined();
    expect(reads.calls).toEqual([]);
  });

  function at(minute: number): Date {
    return new Date(Date.UTC(2026, 10, 22, 23, minute));
  }
});

describe('reading', () => {
  it('costs AWS one list, one manifest and one file per result, however many look', async () => {
    const reads = createFakeReads();
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS.slice(0, 1)));
    const runs = createExecutions({ reads, bucket: BUCKET, now: () => 0 });
    const look = async () => {
      const latest = await runs.latest();
      for (const { location } of latest?.manifest?.queries ?? []) await runs.result(location ?? '');
    };
    await Promise.all([look(), look(), look()]);
    await look();
    expect(reads.calls.sort()).toEqual([
      'listExecutions',
      'listKeys latest/',
      'openObject enriched/a-total-sales-by-customer.csv',
      'openObject runs/a.json',
    ]);
  });

  test.each(['s3://other/enriched/a.csv', `s3://${BUCKET}/raw/orders.csv`, 'https://example.com/a.csv', ''])(
    'a result from "%s", which is not ours, is refused',
    async location => {
      const reads = createFakeReads();
      expect(await createExecutions({ reads, bucket: BUCKET }).result(location)).toBeUndefined();
      expect(reads.calls).toEqual([]);
    },
  );
});
