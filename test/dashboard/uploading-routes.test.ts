import { text } from 'node:stream/consumers';
import { createSpool } from '../../dashboard/uploading/spool';
import type { Uploading } from '../../dashboard/uploading-routes';
import type { Checked, FileToCheck } from '../../pipeline/checked';
import { type Served, serve, textOf } from './serve';
import { upload } from './uploads/bucket';

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
  expect(textOf((await dashboard.get(path)).text)).toContain('What is in it is said by its execution.');
});

it('says that a file of the same name gives way', async () => {
  upload(dashboard.reads, 'raw/orders.csv', 'old', 0);
  const { path } = await choose('orders.csv', CSV);
  expect(textOf((await dashboard.get(path)).text)).toContain('A file of this name is in the bucket');
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
