import { text } from 'node:stream/consumers';
import { createSpool } from '../../dashboard/uploading/spool';
import type { Uploading } from '../../dashboard/uploading-routes';
import type { Checked, FileToCheck } from '../../pipeline/checked';
import { outputKeys } from '../../pipeline/output-keys';
import { type Served, serve, textOf } from './serve';
import { filtered, upload } from './uploads/bucket';

const CSV = 'OrderID,Customer,Amount,Status,OrderDate\n1,Ann,10.00,shipped,2026-11-02\n';
const CHECKED: Checked = {
  error: null,
  read: 10,
  kept: 8,
  dropped: 1,
  quarantined: 1,
  continuations: 0,
  problems: [{ sentence: 'The amount is no number.', count: 1, line: 7 }],
  reading: null,
  header: ['OrderID', 'Total'],
};

let dashboard: Served;
let sent: { readonly key: string; readonly body: string; readonly settings: string }[];
let asked: FileToCheck[];
const spool = createSpool();

async function start(more: Partial<Uploading> = {}): Promise<void> {
  [sent, asked] = [[], []];
  dashboard = await serve({
    uploading: {
      spool,
      limit: 1000,
      send: async (key, body, settings) => void sent.push({ key, body: await text(body), settings }),
      check: async file => {
        asked.push(file);
        return CHECKED;
      },
      ...more,
    },
  });
}

beforeEach(() => start());
afterEach(() => dashboard.close());
afterAll(() => spool.close());

async function choose(name: string, content: string, headers: Record<string, string> = {}, fields: Record<string, string> = {}) {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) body.set(field, value);
  body.set('file', new File([content], name));
  const { status, headers: given } = await dashboard.get('/uploads/new', { method: 'POST', body, headers });
  return { status, path: given.get('location') ?? '' };
}

const post = (path: string, fields: Record<string, string> = {}) =>
  dashboard.get(path, { method: 'POST', body: new URLSearchParams(fields) });

it('says first what the pipeline would make of a file, then uploads it as it came', async () => {
  const { status, path } = await choose('orders.csv', CSV);
  expect(status).toBe(303);
  const page = textOf((await dashboard.get(path)).text);
  for (const fact of [
    'raw/orders.csv',
    'It can be read in part: 8 rows of 10 would be kept, 1 would go into quarantine.',
    'The amount is no number. 1 7',
  ])
    expect(page).toContain(fact);
  expect([asked.map(({ key, settings }) => [key, settings]), sent]).toEqual([[['raw/orders.csv', {}]], []]);
  const uploaded = await post(path.replace('/check/', '/send/'));
  expect(uploaded.headers.get('location')).toMatch(/^\/uploads\/follow\?key=raw%2Forders\.csv&since=\d{4}-/);
  expect(sent).toEqual([{ key: 'raw/orders.csv', body: CSV, settings: '' }]);
  expect((await dashboard.get(path)).status).toBe(404);
});

it('checks again with other settings, and sends them along in ASCII', async () => {
  const { path } = await choose('orders.csv', CSV);
  await dashboard.get(`${path}?dateOrder=day-first&column-Amount=Gesamt%C3%A4&shop=&currency=`);
  expect(asked[0]?.settings).toEqual({ dateOrder: 'day-first', columns: { Amount: 'Gesamtä' } });
  await post(path.replace('/check/', '/send/'), { dateOrder: 'day-first', 'column-Amount': 'Gesamtä' });
  expect(sent[0]?.settings).toBe('{"columns":{"Amount":"Gesamt\\u00e4"},"dateOrder":"day-first"}');
});

it('does not offer to upload what would be refused, and says why', async () => {
  await dashboard.close();
  const error = { name: 'MissingColumns', message: 'Expected a header with Amount.' };
  await start({ check: async () => ({ ...CHECKED, error, kept: 0 }) });
  const { path } = await choose('orders.csv', CSV);
  const { text: html } = await dashboard.get(path);
  expect(textOf(html)).toContain('It would be refused: MissingColumns.');
  expect(textOf(html)).toContain('Expected a header with Amount.');
  expect(html).not.toContain('/uploads/send/');
  expect(html).toContain('<option value="Total">');
});

it('uploads without a check where the host has no filter', async () => {
  await dashboard.close();
  await start({ check: undefined });
  const { path } = await choose('orders.csv', CSV);
  expect(textOf((await dashboard.get(path)).text)).toContain('Its execution will say how it is read.');
});

it('says that a file of the same name will be replaced', async () => {
  upload(dashboard.reads, 'raw/orders.csv', 'old', 0);
  const { path } = await choose('orders.csv', CSV);
  expect(textOf((await dashboard.get(path)).text)).toContain('The bucket has a file of this name');
});

test.each([
  ['a file that is too large', 'orders.csv', 'x'.repeat(1001), 413],
  ['an empty file', 'orders.csv', '', 400],
])('refuses %s', async (_what, name, content, expected) => {
  expect((await choose(name, content)).status).toBe(expected);
});

test.each([
  ['no form', { method: 'POST' }],
  ['a form without a file', { method: 'POST', body: new URLSearchParams({ file: 'x' }) }],
  ['a form without its boundary', { method: 'POST', body: 'x', headers: { 'Content-Type': 'multipart/form-data' } }],
  ['a form that is none', { method: 'POST', body: 'x', headers: { 'Content-Type': 'multipart/form-data; boundary=a' } }],
])('refuses %s', async (_what, init) => {
  expect((await dashboard.get('/uploads/new', init)).status).toBe(400);
});

test.each([
  ['../../etc/passwd', 'raw/passwd'],
  ['C:\\fakepath\\orders.csv', 'raw/orders.csv'],
  ['<img src=x onerror=alert(1)>.csv', 'raw/<img src=x onerror=alert(1)>.csv'],
  ['größe 日本.csv', 'raw/größe 日本.csv'],
  ['..', 'raw/upload.csv'],
])('puts a file called %s to %s', async (name, key) => {
  const { path } = await choose(name, CSV);
  const { text: html } = await dashboard.get(path);
  await post(path.split('?')[0]?.replace('/check/', '/send/') ?? '');
  expect([sent[0]?.key, /<img/.test(html)]).toEqual([key, false]);
});

it('takes nothing from another site', async () => {
  expect((await choose('orders.csv', CSV, { Origin: 'https://evil.example' })).status).toBe(403);
});

it('leads to the execution as soon as it is known', async () => {
  const path = `/uploads/follow?key=raw/orders.csv&since=2026-11-22T18:59:58.000Z`;
  const before = await dashboard.get(path);
  dashboard.reads.add({ name: 'a', status: 'RUNNING' });
  const after = await dashboard.get(path);
  expect([before.status, /data-refresh="2"/.test(before.text), after.headers.get('location')]).toEqual([200, true, '/executions/a']);
});

it('is not there where the stage does not allow it', async () => {
  const quiet = await serve();
  const statuses = [(await quiet.get('/uploads/new')).status, (await quiet.get('/uploads/new', { method: 'POST' })).status];
  const list = (await quiet.get('/uploads')).text;
  await quiet.close();
  expect([statuses, list.includes('/uploads/new')]).toEqual([[404, 404], false]);
});

describe('rows in quarantine', () => {
  const KEY = 'raw/orders.csv';
  const PAGE = `/uploads/upload?key=${encodeURIComponent(KEY)}`;
  const QUARANTINED = [
    'Id,Customer,Total,line,column,rule,value,reason',
    '6,Zoe,1.00,2,,field-count,"6,Zoe,1.00,thanks",the row has 4 fields',
    '7,"Ann ""A"", Co",n/a,3,Amount,bad-amount,n/a,an amount is a number',
    '8,Bob,x,5,Amount,bad-amount,x,an amount is a number',
    ',,,9,,bad-quoting,"9,""Eve"" & Co,1",quotes close fields',
    '',
  ].join('\n');

  beforeEach(() => {
    upload(dashboard.reads, KEY, 'the file', 0);
    const reading = JSON.stringify({ source: 'standard', shop: 'berlin', decimal: ',', columns: { Amount: 'Total' }, settings: {} });
    filtered(dashboard.reads, KEY, { quarantined: '3', reading });
    dashboard.reads.objects.set(outputKeys(KEY).quarantine, QUARANTINED);
  });

  it('stand in a form, with what is wrong marked', async () => {
    const { text: html } = await dashboard.get(PAGE);
    expect(html).toContain('<input name="3-1" value="Ann &#34;A&#34;, Co" aria-label="Customer in line 3" dir="auto" >');
    expect(html).toContain('<input name="5-2" value="x" aria-label="Total in line 5" dir="auto" class="faulty" aria-invalid="true">');
    expect(textOf(html)).toContain('quotes close fields 9,"Eve" & Co,1');
  });

  it('are taken as they stand where someone says so', async () => {
    const { text: html } = await dashboard.get(PAGE);
    expect([...html.matchAll(/name="(\d+-take)"/g)].map(([, name]) => name)).toEqual(['2-take']);
    const { headers } = await post('/uploads/correct', { key: KEY, '2-0': '6', '2-take': 'yes' });
    await post((headers.get('location') ?? '').replace('check', 'send').replace(/\?.*/, ''));
    expect(sent).toMatchObject([{ body: '"Id","Customer","Total"\n"6","Zoe","1.00"\n' }]);
  });

  it('are not lost by a page that looks for news', async () => {
    expect((await dashboard.get(PAGE)).text).not.toMatch(/http-equiv="refresh"|data-refresh/);
  });

  it('become an upload of their own where they were corrected, read as theirs was', async () => {
    const { status, headers } = await post('/uploads/correct', { key: KEY, '3-0': '7', '3-1': 'Ann "A", Co', '3-2': '10,50', '5-2': 'x' });
    const path = headers.get('location') ?? '';
    expect([status, path]).toEqual([303, expect.stringMatching(/^\/uploads\/check\/\w+\?/)]);
    expect(Object.fromEntries(new URL(path, 'http://a').searchParams)).toEqual({ source: 'standard', shop: 'berlin', decimal: ',' });
    const page = textOf((await dashboard.get(path)).text);
    expect(page).toMatch(/raw\/orders_requeued-[0-9a-f]{12}\.csv/);
    await post(path.replace('check', 'send').replace(/\?.*/, ''), { shop: 'berlin' });
    expect(sent).toMatchObject([
      { key: expect.stringMatching(/^raw\/orders_requeued-/), body: '"Id","Customer","Total"\n"7","Ann ""A"", Co","10,50"\n' },
    ]);
  });

  test.each([
    ['nothing was changed', { key: KEY, '3-1': 'Ann "A", Co' }],
    ['a line is none of them', { key: KEY, '4-1': 'Ann' }],
    ['the upload has none', { key: 'raw/other.csv', '3-1': 'Ann' }],
    ['no upload is named', { '3-1': 'Ann' }],
  ])('are not sent where %s', async (_what, form: Record<string, string>) => {
    expect((await post('/uploads/correct', form)).status).toBe(400);
    expect(sent).toEqual([]);
  });

  it('are only shown where nobody may upload', async () => {
    const closed = await serve();
    for (const [key, content] of dashboard.reads.objects) closed.reads.objects.set(key, content);
    const { text: html } = await closed.get(PAGE);
    await closed.close();
    expect([html.includes('<form method="post" action="/uploads/correct"'), textOf(html).includes('5 Amount x bad-amount')]).toEqual([
      false,
      true,
    ]);
  });
});
