import { request } from 'node:http';
import { athenaCsv, publish } from './fake-reads';
import { SAMPLE_RESULTS } from './sample-results';
import { type Served, serve } from './serve';
import { counted, filtered, upload } from './uploads/bucket';

let dashboard: Served;

beforeAll(async () => {
  dashboard = await serve();
  const { reads } = dashboard;
  reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
});

afterAll(() => dashboard.close());

describe('a path out of its folder', () => {
  test.each([
    ['/assets/../app.ts', 404],
    ['/assets/..%2fapp.ts', 404],
    ['/assets/%2e%2e/%2e%2e/package.json', 404],
    ['/assets/..%252f..%252fpackage.json', 404],
    ['/assets/..%5c..%5cpackage.json', 404],
    ['/assets//etc/passwd', 404],
    ['/executions/..%2f..%2fetc%2fpasswd', 404],
    ['/executions/%2e%2e', 404],
    ['/executions/a/results/..%2f..%2fruns%2fa.json', 404],
    ['/results/..%2fa.csv', 404],
    ['/uploads/upload?key=raw/../runs/a.json', 404],
    ['/uploads/upload?key=../../etc/passwd', 400],
    ['/uploads/quarantine.csv?key=runs/a.json', 400],
    ['/executions/a%00.json', 404],
    ['/%c0%ae%c0%ae/', 404],
    ['//evil.example/', 404],
  ])('%s is %i', async (path, expected) => {
    expect(await rawStatus({ path })).toBe(expected);
  });
});

describe('a name of every object', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is no name of ours', async name => {
    const paths = [
      `/executions/${name}`,
      `/results/${name}`,
      `/results/${name}.csv`,
      `/executions/a/results/${name}.json`,
      `/actions/${name}`,
    ];
    for (const path of paths) expect([path, (await dashboard.get(path)).status]).toEqual([path, 404]);
    expect((await dashboard.get(`/?${name}[polluted]=1&${name}=x`)).status).toBe(200);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('a request of another kind', () => {
  test.each([
    ['PUT', '/', 404],
    ['DELETE', '/executions/a', 404],
    ['POST', '/uploads/new', 404],
    ['PATCH', '/answers.json', 404],
    ['OPTIONS', '/nothing', 404],
  ])('%s %s is %i', async (method, path, expected) => {
    expect(await rawStatus({ method, path })).toBe(expected);
  });

  it('with headers larger than any browser sends is refused', async () => {
    expect(await rawStatus({ path: '/', headers: { 'X-Long': 'x'.repeat(20_000) } })).toBe(431);
  });

  it('with thousands of cookies is answered', async () => {
    const cookie = Array.from({ length: 1000 }, (_, index) => `c${index}=1`).join('; ');
    expect(await rawStatus({ path: '/', headers: { cookie } })).toBe(200);
  });

  it('with two lengths is refused', async () => {
    expect(
      await rawStatus({ method: 'POST', path: '/actions/refresh', headers: { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' } }),
    ).toBe(400);
  });

  it('with a body larger than a form is refused', async () => {
    const acting = await serve({
      actions: { start: async () => 'x', redrive: async () => {}, stop: async () => {}, withdraw: async () => {} },
    });
    const body = new URLSearchParams({ key: `raw/${'x'.repeat(100_000)}` });
    const { status } = await acting.get('/actions/run', { method: 'POST', body });
    await acting.close();
    expect(status).toBe(413);
  });
});

/** Each would do something in a page that forgot to escape it, in an attribute, in a text, in a script, in a style, or in a template. */
const CORPUS = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  `</title><script>alert(1)</script>`,
  `javascript:alert(1)`,
  `<svg/onload=alert(1)>`,
  `<%= process.env %><%- vm %>`,
  '${alert(1)}{{constructor.constructor("alert(1)")()}}',
  `--><script>alert(1)</script><!--`,
  `\u202Egnp.exe\u2028\u0000<b>`,
  `</textarea></select></noscript><iframe src=//evil.example>`,
];

describe.each(CORPUS)('the text %j', evil => {
  let served: Served;

  beforeAll(async () => {
    served = await serve({ now: () => new Date('2026-11-30T00:00:00Z') });
    const { reads } = served;
    const results = [
      {
        id: 'total-sales-by-customer',
        title: evil,
        csv: athenaCsv([
          ['customer', 'total_sales', evil],
          [evil, '1.00', evil],
        ]),
      },
      {
        id: 'order-status',
        title: 'Order status',
        csv: athenaCsv([
          ['status', 'orders', 'total_amount'],
          [evil, '1', '1.00'],
        ]),
      },
    ];
    const key = `raw/${evil}`;
    upload(reads, key, evil, 0);
    filtered(reads, key, { outcome: 'Refused', error: evil, source: evil, shop: evil, currency: evil });
    counted(
      reads,
      'a',
      2,
      [{ upload: evil, shop: evil, source: evil, orders: '1', amount: '1.00', replaced: '1', replaced_by: evil }],
      results,
    );
    const manifest = publish(reads, 'b', [], {
      outcome: 'Failed',
      asOf: evil,
      upload: { key, etag: evil },
      error: { name: evil, state: evil, cause: evil },
      filter: {
        outcome: evil,
        read: 1,
        rules: { [evil]: 1 },
        examples: [{ line: 1, column: evil, rule: evil }],
        extraColumns: [evil],
        processedKey: evil,
      },
    });
    reads.add({ name: 'b', status: 'FAILED', error: evil, cause: evil }, manifest);
    const at = new Date('2026-11-22T19:00:00Z');
    reads.histories.set('b', [{ id: 1, previousId: 0, type: 'TaskStateEntered', at, state: evil, iteration: null }]);
  });

  afterAll(() => served.close());

  test.each([
    '/',
    '/uploads',
    `/uploads?q=${encodeURIComponent(evil)}`,
    `/uploads/upload?key=${encodeURIComponent(`raw/${evil}`)}`,
    '/executions',
    `/executions?upload=${encodeURIComponent(evil)}`,
    '/executions/a',
    '/executions/b',
    '/executions/a/results',
    '/results/total-sales-by-customer',
    `/results/total-sales-by-customer?q=${encodeURIComponent(evil)}&sort=${encodeURIComponent(evil)}`,
    `/customers?name=${encodeURIComponent(evil)}`,
    '/trends',
    '/compare',
    `/${encodeURIComponent(evil)}`,
  ])('is text on %s', async path => {
    const { status, text, headers } = await served.get(path);
    expect(status).toBeLessThan(500);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(text).not.toMatch(/<script>|<img|<svg\/|<iframe|<b>|onerror=alert\(1\)>|href="javascript:|\son\w+='/i);
  });

  test.each(['/answers.json', '/uploads.json', '/executions.json', '/executions/b.json'])('is a text of JSON in %s', async path => {
    const { headers, text } = await served.get(path);
    expect([headers.get('content-type'), headers.get('x-content-type-options')]).toEqual(['application/json; charset=utf-8', 'nosniff']);
    expect(JSON.parse(text)).toBeTruthy();
  });
});

describe.each([
  ['letters', 'x'],
  ['blanks', 'a '],
  ['digits', '9'],
  ['signs of formulas', '='],
  ['marks of direction', '\u202E\n'],
  ['joined figures', '👩‍👩‍👧‍👦'],
])('a megabyte of %s', (_what, unit) => {
  it('is cut on every page, and whole in files', async () => {
    const long = unit.repeat(2 ** 20 / unit.length);
    const served = await serve({ now: () => new Date('2026-11-30T00:00:00Z') });
    const { reads } = served;
    const sales = athenaCsv([
      ['customer', 'total_sales'],
      [long, '1.00'],
    ]);
    upload(reads, 'raw/a.csv', 'a', 0);
    filtered(reads, 'raw/a.csv', { outcome: 'Refused', error: long, source: long });
    counted(reads, 'a', 2, [], [{ id: 'total-sales-by-customer', title: long, csv: sales }]);
    reads.objects.set('quarantine/quarantined_a.csv', athenaCsv([['line', 'column', 'rule', 'value', 'reason'], Array(5).fill(long)]));
    const error = { name: long, state: long, cause: long };
    reads.add({ name: 'b', status: 'FAILED' }, publish(reads, 'b', [], { outcome: 'Failed', upload: { key: long }, error }));
    const pages = ['/', '/uploads', '/uploads/upload?key=raw/a.csv', '/executions', '/executions/b', '/results/total-sales-by-customer'];
    for (const path of pages) {
      const { status, text } = await served.get(path);
      expect([path, status, text.length < 200_000]).toEqual([path, 200, true]);
    }
    expect(JSON.parse((await served.get('/answers.json')).text).results['total-sales-by-customer'].rows[0][0]).toBe(long);
    await served.close();
  });
});

interface Raw {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** `fetch` tidies paths and headers up before it sends them. */
function rawStatus({ path, method = 'GET', headers = {} }: Raw): Promise<number | undefined> {
  const { hostname, port } = new URL(dashboard.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, response => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
}
