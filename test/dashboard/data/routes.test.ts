import { latestKey } from '../../../pipeline/latest';
import { athenaCsv, BUCKET, publish } from '../fake-reads';
import { SAMPLE_RESULTS } from '../sample-results';
import { type Served, serve } from '../serve';

let dashboard: Served;

beforeEach(async () => {
  dashboard = await serve();
});

afterEach(() => dashboard.close());

function answer(name: string, results = SAMPLE_RESULTS, more: object = {}): void {
  const { reads } = dashboard;
  reads.add({ name }, publish(reads, name, results, more));
}

const json = async (path: string) => JSON.parse((await dashboard.get(path)).text);

describe('/answers.json', () => {
  it('is empty before the first answers', async () => {
    expect(await json('/answers.json')).toEqual({ asOf: null, execution: null, results: {} });
  });

  it('holds every result, as text', async () => {
    answer('a');
    const { headers, text } = await dashboard.get('/answers.json');
    const { asOf, execution, results } = JSON.parse(text);
    expect([headers.get('content-type'), asOf, execution]).toEqual(['application/json; charset=utf-8', '2026-11-22', 'a']);
    expect(Object.keys(results)).toEqual(SAMPLE_RESULTS.map(({ id }) => id));
    expect(results['largest-orders-of-february-2025']).toEqual({
      title: 'The ten largest orders of February 2025',
      columns: ['order_id', 'customer', 'amount', 'status', 'order_date'],
      rows: [
        ['10001', 'Bob', '1478.65', 'shipped', '2025-02-10'],
        ['10002', null, '481.53', 'confirmed', '2025-02-14'],
        ['10003', '=1+1', '-30.68', 'confirmed', '2025-02-21'],
      ],
    });
  });

  it('holds every row of a result that is too large to be remembered', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => [`customer ${index}`]);
    answer('a', [{ id: 'q', title: 'Long', csv: athenaCsv([['name'], ...rows]) }]);
    expect((await json('/answers.json')).results.q).toEqual({ title: 'Long', columns: ['name'], rows });
  });

  it('has the newest good result of a query that failed, marked as older, and says where there is none', async () => {
    const { reads } = dashboard;
    const failed = { state: 'FAILED', location: null, executionId: null, bytesScanned: null, milliseconds: null };
    const queries = [
      { id: 'order-status', title: 'Order status', ...failed, error: 'COLUMN_NOT_FOUND', cause: 'x' },
      { id: 'new', title: 'New', ...failed, error: 'SYNTAX_ERROR', cause: 'y' },
      { id: 'q', title: 'Q', ...failed, state: 'SUCCEEDED', location: `s3://${BUCKET}/enriched/q.csv`, error: null, cause: null },
    ];
    reads.objects.set('enriched/q.csv', athenaCsv([['n'], ['1']]));
    for (const [index, manifest] of [
      publish(reads, 'good', SAMPLE_RESULTS, { asOf: '2026-11-21' }),
      publish(reads, 'bad', [], { outcome: 'Failed', queries }),
    ].entries())
      reads.objects.set(latestKey(new Date(1e12 + index), ['good', 'bad'][index] ?? ''), JSON.stringify(manifest));
    const { execution, results } = await json('/answers.json');
    expect(execution).toBe('bad');
    expect(results['order-status']).toMatchObject({
      older: { execution: 'good', asOf: '2026-11-21' },
      columns: ['status', 'orders', 'total_amount'],
    });
    expect(results.new).toEqual({ title: 'New', columns: null, rows: null, error: 'SYNTAX_ERROR: y' });
    expect(results.q).toEqual({ title: 'Q', columns: ['n'], rows: [['1']] });
    expect((await dashboard.get('/results/order-status.csv')).headers.get('content-disposition')).toContain('order-status-2026-11-21.csv');
  });
});

describe('an execution for programs', () => {
  it('has its answers, also those of a given day', async () => {
    answer('latest');
    answer('old-day', SAMPLE_RESULTS, { asOf: '2025-01-31', isAsOfGiven: true });
    expect(await json('/executions/old-day/answers.json')).toMatchObject({ asOf: '2025-01-31', execution: 'old-day' });
    expect((await json('/answers.json')).execution).toBe('latest');
  });

  it('has its manifest and its states', async () => {
    answer('a');
    const at = new Date('2026-11-22T19:00:00Z');
    dashboard.reads.histories.set('a', [{ id: 1, previousId: 0, type: 'TaskStateEntered', at, state: 'FilterOrders', iteration: null }]);
    expect(await json('/executions/a.json')).toMatchObject({
      name: 'a',
      status: 'SUCCEEDED',
      outcome: 'Succeeded',
      upload: 'raw/orders.csv',
      asOf: '2026-11-22',
      manifest: { filter: { read: 200 } },
      states: [{ state: 'FilterOrders', iteration: null, enteredAt: '2026-11-22T19:00:00.000Z', leftAt: null }],
    });
  });

  it('is listed in pages', async () => {
    for (let index = 0; index < 30; index++) dashboard.reads.add({ name: `run-${index}` });
    const [first, second] = [await json('/executions.json'), await json('/executions.json?page=2')];
    expect([first.executions.length, first.next, second.executions.length, second.next]).toEqual([25, '/executions.json?page=2', 5, null]);
    expect(first.executions[0]).toMatchObject({ name: 'run-29', status: 'SUCCEEDED', error: null });
  });

  test.each([
    ['/executions/none.json', 404],
    ['/executions/none/answers.json', 404],
    ['/executions.json?page=0', 400],
    ['/results/none.json', 404],
  ])('%s is %i, as JSON', async (path, expected) => {
    const { status, text } = await dashboard.get(path);
    expect([status, JSON.parse(text).error.status]).toEqual([expected, expected]);
  });
});

describe('a result as a file', () => {
  test.each([
    '/executions/a/results/largest-orders-of-february-2025.csv',
    '/executions/a/answers/largest-orders-of-february-2025.csv',
    '/results/largest-orders-of-february-2025.csv',
    '/answers/largest-orders-of-february-2025.csv',
  ])('%s is CSV, named by query and day', async path => {
    answer('a');
    const { status, headers, text } = await dashboard.get(path);
    expect([status, headers.get('content-type'), headers.get('content-disposition')]).toEqual([
      200,
      'text/csv; charset=utf-8',
      'attachment; filename=largest-orders-of-february-2025-2026-11-22.csv',
    ]);
    expect(text).toContain(`"10003","'=1+1","-30.68","confirmed","2025-02-21"\n`);
    expect(text).toContain('"10002",,"481.53"');
  });

  test.each(['/executions/a/results/order-status.json', '/results/order-status.json', '/answers/order-status.json'])(
    '%s is JSON',
    async path => {
      answer('a');
      expect(await json(path)).toEqual({
        id: 'order-status',
        asOf: '2026-11-22',
        execution: 'a',
        title: 'Order status',
        columns: ['status', 'orders', 'total_amount'],
        rows: [
          ['confirmed', '63', '52113.19'],
          ['shipped', '46', '37127.36'],
        ],
      });
    },
  );

  test.each(['/executions/a/results/other.csv', '/executions/b/results/order-status.csv', '/results/other.csv'])(
    'that does not exist, %s, is 404',
    async path => {
      answer('a');
      expect((await dashboard.get(path)).status).toBe(404);
    },
  );
});
