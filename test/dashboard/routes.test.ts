import { latestKey } from '../../pipeline/latest';
import { athenaCsv, BUCKET, publish } from './fake-reads';
import { SAMPLE_RESULTS } from './sample-results';
import { type Served, serve, textOf, unescaped } from './serve';

let dashboard: Served;

beforeEach(async () => {
  dashboard = await serve();
});

afterEach(() => dashboard.close());

describe('the front page', () => {
  it('tells how to upload before the first execution', async () => {
    const { status, text } = await dashboard.get('/');
    expect(status).toBe(200);
    expect(textOf(text)).toContain(`aws s3 cp orders.csv s3://${BUCKET}/raw/`);
  });

  it('shows the answers in the order of the manifest, with every value', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    const { text } = await dashboard.get('/');
    const titles = SAMPLE_RESULTS.map(({ title }) => text.indexOf(`">${title}</a>`));
    expect(titles).toEqual(titles.toSorted((a, b) => a - b));
    expect(titles).not.toContain(-1);
    for (const { csv } of SAMPLE_RESULTS)
      for (const [, value = ''] of csv
        .split('\n')
        .slice(1)
        .join('\n')
        .matchAll(/"((?:[^"]|"")*)"/g))
        expect(unescaped(text)).toContain(value.replaceAll('""', '"'));
  });

  it('says what they are of', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    const page = textOf((await dashboard.get('/')).text);
    for (const fact of [
      'Up to raw/orders.csv, as of 22 November 2026. 91 rows left out.',
      'Succeeded 22 Nov 2026, 19:00:02 UTC after 2.5 s',
    ])
      expect(page).toContain(fact);
  });

  it('shows a sixth query, and one whose file is gone', async () => {
    const { reads } = dashboard;
    const sixth = { id: 'gone', title: 'A query of last year', csv: athenaCsv([['answer'], ['42']]) };
    reads.add({ name: 'a' }, publish(reads, 'a', [...SAMPLE_RESULTS, sixth]));
    const page = textOf((await dashboard.get('/')).text);
    expect(page).toMatch(/A query of last year .*Answer 42 1 row/);
  });

  it('says why the chart of a query is missing, here and on the page of the result', async () => {
    const { reads } = dashboard;
    const status = {
      id: 'order-status',
      title: 'Order status',
      csv: athenaCsv([
        ['status', 'number'],
        ['shipped', '42'],
      ]),
    };
    reads.add({ name: 'a' }, publish(reads, 'a', [status]));
    const problem =
      'No chart: queries/03-order-status.sql says "-- chart: donut status orders", but the result has no column orders, only status, number';
    for (const path of ['/', '/results/order-status']) expect(textOf((await dashboard.get(path)).text)).toContain(problem);
  });

  it('escapes whatever a value, a title or an upload is called', async () => {
    const { reads } = dashboard;
    const evil = `<script>alert("1")</script><img src=x onerror='x'>`;
    const results = [{ id: 'q', title: evil, csv: athenaCsv([[evil], [evil]]) }];
    reads.add({ name: 'a' }, publish(reads, 'a', results, { upload: { key: evil }, asOf: evil }));
    reads.add({ name: 'b', status: 'FAILED' }, publish(reads, 'b', [], { error: { name: evil, state: evil, cause: evil } }));
    for (const path of ['/', '/executions', '/executions/a', '/executions/b', '/executions/a/results']) {
      const { text } = await dashboard.get(path);
      expect(text).not.toMatch(/<script>|<img/);
      expect(text).toContain('&lt;script&gt;');
    }
  });

  it('says how many rows are shown of a long result', async () => {
    const { reads } = dashboard;
    const rows = Array.from({ length: 1500 }, (_, index) => [`customer ${index}`]);
    reads.add({ name: 'a' }, publish(reads, 'a', [{ id: 'q', title: 'Long', csv: athenaCsv([['name'], ...rows]) }]));
    const page = textOf((await dashboard.get('/')).text);
    expect(page).toContain('1 to 50 of 1,500 rows');
    expect([page.includes('customer 49'), page.includes('customer 50')]).toEqual([true, false]);
    expect((await dashboard.get('/executions/a/results/q.csv')).text).toContain('customer 1499');
  });

  it('shows the others where a result file is gone', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    reads.objects.delete('enriched/a-order-status.csv');
    const page = textOf((await dashboard.get('/')).text);
    expect(page).toContain('The result file is no longer in S3.');
    expect(page).toContain('14,250.10');
  });

  test.each([
    ['a failure', { status: 'FAILED' }, { error: { name: 'EmptyFile', state: 'FilterOrders', cause: 'no rows' } }, 'ended as EmptyFile'],
    ['a timeout', { status: 'TIMED_OUT' }, undefined, 'ended as Timed out'],
    ['an abort', { status: 'ABORTED', error: 'Stopped', cause: 'by hand' }, undefined, 'ended as Stopped'],
  ] as const)('has a notice of %s that came later, and keeps the answers', async (_what, execution, manifest, expected) => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    reads.add({ name: 'b', ...execution }, manifest && publish(reads, 'b', [], manifest));
    const { text } = await dashboard.get('/');
    expect(textOf(text)).toContain(`A later execution of raw/orders.csv ${expected}.`);
    expect(text).toContain('href="/executions/b"');
    expect(textOf(text)).toContain('14,250.10');
  });

  it('says why there are no answers yet', async () => {
    const { reads } = dashboard;
    reads.add(
      { name: 'a', status: 'FAILED' },
      publish(reads, 'a', [], { error: { name: 'EmptyFile', state: 'FilterOrders', cause: 'no rows' } }),
    );
    const page = textOf((await dashboard.get('/')).text);
    expect(page).toContain('An execution of raw/orders.csv ended as EmptyFile.');
    expect(page).toContain('How to upload');
  });

  it('has no notice of a failure that was made good', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a', status: 'FAILED' });
    reads.add({ name: 'b' }, publish(reads, 'b', SAMPLE_RESULTS));
    expect((await dashboard.get('/')).text).not.toContain('A later execution');
  });

  it('says what is running, and looks for news more often then', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    const idle = await dashboard.get('/');
    reads.add({ name: 'b', status: 'RUNNING' });
    const live = await dashboard.get('/');
    expect([idle.text, live.text].map(text => /data-refresh="(\d+)"/.exec(text)?.[1])).toEqual(['5', '2']);
    expect(textOf(live.text)).toContain('raw/orders.csv is being read.');
  });
});

describe('the list of executions', () => {
  it('says so when there are none', async () => {
    expect((await dashboard.get('/executions')).text).toContain('No execution has run yet.');
  });

  it('comes in pages, the newest first', async () => {
    const { reads } = dashboard;
    for (let index = 0; index < 60; index++) reads.add({ name: `run-${index}-` });
    const names: string[] = [];
    let path: string | undefined = '/executions';
    while (path) {
      const { text }: { text: string } = await dashboard.get(path);
      names.push(...[...text.matchAll(/href="\/executions\/(run-\d+-)"/g)].map(([, name = '']) => name));
      path = /rel="next" href="([^"]*)"/.exec(text)?.[1];
    }
    expect(names).toEqual(Array.from({ length: 60 }, (_, index) => `run-${59 - index}-`));
  });

  test.each([
    ['RUNNING', 'Running'],
    ['SUCCEEDED', 'Succeeded'],
    ['FAILED', 'Failed'],
    ['TIMED_OUT', 'Timed out'],
    ['ABORTED', 'Aborted'],
    ['PENDING_REDRIVE', 'Waiting for redrive'],
  ] as const)('calls %s "%s"', async (status, label) => {
    dashboard.reads.add({ name: 'a', status });
    expect(textOf((await dashboard.get('/executions')).text)).toMatch(new RegExp(` raw/orders.csv\\s+${label}`));
  });

  test.each(['/executions?page=', '/executions?page=nonsense', '/executions?page=1&page=2', `/executions?page=${'x'.repeat(5000)}`])(
    'answers 400 to %.40s',
    async path => {
      expect((await dashboard.get(path)).status).toBe(400);
    },
  );
});

describe('the page of an execution', () => {
  it('shows what became of the rows, the quarantine, the states and the queries', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    const at = new Date('2026-11-22T19:00:00Z');
    reads.histories.set('a', [
      { id: 1, previousId: 0, type: 'TaskStateEntered', at, state: 'FilterOrders', iteration: null },
      { id: 2, previousId: 1, type: 'TaskStateExited', at: new Date(at.getTime() + 1250), state: 'FilterOrders', iteration: null },
    ]);
    const page = textOf((await dashboard.get('/executions/a')).text);
    for (const fact of [
      'Succeeded',
      '2.5 s',
      'kept 109',
      'bad-amount 2',
      '17 Amount bad-amount',
      '60 the whole row field-count',
      'pending, cancelled dropped at 30 days or older; at most 50% in quarantine',
      'pending, cancelled dropped at 30 days or older; at most 50% in quarantine',
      'Channel',
      'FilterOrders 1.3 s',
    ])
      expect(page).toContain(fact);
    expect(page).toContain('Total sales by customer Succeeded 0.8 s 4.3 KB CSV');
  });

  it('names the queries that are running', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a', status: 'RUNNING' });
    const at = new Date('2026-11-22T19:00:00Z');
    reads.histories.set('a', [
      { id: 1, previousId: 0, type: 'MapIterationStarted', at, state: null, iteration: 2 },
      { id: 2, previousId: 1, type: 'TaskStateEntered', at, state: 'RunQuery', iteration: null },
    ]);
    expect(textOf((await dashboard.get('/executions/a')).text)).toMatch(/Order status [^O]* in it now/);
  });

  it('shows the error of a failed one and the queries that went well', async () => {
    const { reads } = dashboard;
    const error = { name: 'QueryFailed', state: 'RunQueries', cause: 'order-status: COLUMN_NOT_FOUND' };
    reads.add({ name: 'a', status: 'FAILED' }, publish(reads, 'a', SAMPLE_RESULTS.slice(0, 2), { outcome: 'Failed', error }));
    const page = textOf((await dashboard.get('/executions/a')).text);
    expect(page).toContain('QueryFailed in RunQueries order-status: COLUMN_NOT_FOUND');
    expect(textOf((await dashboard.get('/executions/a/results')).text)).toContain('14,250.10');
  });

  test.each([
    ['NothingNew', 'The same file had been uploaded before'],
    ['Superseded', 'The key was uploaded again'],
    ['Unchanged', 'The same file had been filtered before'],
  ])('explains %s, which has read nothing', async (outcome, expected) => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', [], { outcome, filter: { outcome, read: 0, kept: 0, dropped: 0, quarantined: 0 } }));
    const page = textOf((await dashboard.get('/executions/a')).text);
    expect(page).toContain(expected);
    expect(page).not.toContain('kept');
  });

  it('of one that another execution answered for leads to that one, and so do its answers', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'other' }, publish(reads, 'other', SAMPLE_RESULTS));
    reads.add({ name: 'a' }, publish(reads, 'a', [], { answeredBy: 'other' }));
    const { text } = await dashboard.get('/executions/a');
    expect(text).toContain('<a href="/executions/other"><bdi>other</bdi></a>');
    expect(textOf(text)).toContain('Uploads of the same seconds share one set of queries');
    const answers = await dashboard.get('/executions/a/results');
    expect([answers.status, answers.headers.get('location')]).toEqual([302, '/executions/other/results']);
    expect(JSON.parse((await dashboard.get('/executions/a/answers.json')).text)).toMatchObject({ execution: 'other' });
    expect((await dashboard.get('/executions/a/results/total-sales-by-customer.csv')).status).toBe(200);
  });

  it('stands without its history, which AWS forgets', async () => {
    dashboard.reads.add({ name: 'a' });
    expect((await dashboard.get('/executions/a')).text).toContain('this one is gone');
  });

  it('is found under a name that needs escapes', async () => {
    dashboard.reads.add({ name: 'größe+1=(日本)' });
    const { text } = await dashboard.get('/executions');
    const [, path = ''] = /href="(\/executions\/[^"]+)"/.exec(text) ?? [];
    expect((await dashboard.get(path)).status).toBe(200);
  });
});

it('marks the newest good result of a query that failed last as older, and leaves it out of the figures', async () => {
  const { reads } = dashboard;
  const failed = { state: 'FAILED', location: null, executionId: null, bytesScanned: null, milliseconds: null, error: 'X', cause: 'y' };
  const good = publish(reads, 'good', SAMPLE_RESULTS, { asOf: '2026-11-21' });
  const bad = publish(reads, 'bad', SAMPLE_RESULTS, { outcome: 'Failed', error: { name: 'QueryFailed', state: 'RunQueries', cause: 'x' } });
  Object.assign(bad, {
    queries: SAMPLE_RESULTS.map(({ id, title }) =>
      id === 'total-sales-by-customer'
        ? { id, title, ...failed }
        : { id, title, ...failed, state: 'SUCCEEDED', error: null, location: `s3://${BUCKET}/enriched/bad-${id}.csv` },
    ),
  });
  reads.add({ name: 'good' }, good);
  reads.add({ name: 'bad', status: 'FAILED' }, bad);
  reads.objects.set(latestKey(new Date(1e12), 'good'), JSON.stringify(good));
  reads.objects.set(latestKey(new Date(1e12 + 1), 'bad'), JSON.stringify(bad));
  const { text } = await dashboard.get('/');
  expect(textOf(text)).toContain('Older: the newest execution could not compute this. It is of an earlier one, as of 21 November 2026.');
  expect(text).toContain('href="/executions/good/results/total-sales-by-customer.csv"');
  expect(text).toContain('value="14250.10"');
  expect(text).not.toContain('<dt>Total sales</dt>');
  expect(textOf((await dashboard.get('/results/total-sales-by-customer')).text)).toContain('As of 21 November 2026');
  expect(textOf(text)).toContain('ended as QueryFailed');
});

it('says in words that answers are of a given day', async () => {
  const { reads } = dashboard;
  reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS, { asOf: '2025-01-31', isAsOfGiven: true }));
  expect(textOf((await dashboard.get('/executions/a/answers')).text + (await dashboard.get('/executions/a/results')).text)).toContain(
    'Computed on request as of 31 January 2025: these are not the latest answers.',
  );
});

test.each([
  ['that ended', { status: 'SUCCEEDED' }, { trigger: 'refresh', upload: null }, 'Refresh'],
  [
    'of a given day',
    { status: 'SUCCEEDED' },
    { trigger: 'refresh', upload: null, asOf: '2025-01-31', isAsOfGiven: true },
    'Refresh as of 2025-01-31',
  ],
  ['that runs', { status: 'RUNNING', input: '{"refresh":true}' }, undefined, 'Refresh'],
] as const)('a refresh %s is called so', async (_what, execution, manifest, expected) => {
  const { reads } = dashboard;
  reads.add({ name: 'a', ...execution }, manifest && publish(reads, 'a', SAMPLE_RESULTS, manifest));
  expect(textOf((await dashboard.get('/executions')).text)).toMatch(new RegExp(` ${expected} (Succeeded|Running) `));
});
