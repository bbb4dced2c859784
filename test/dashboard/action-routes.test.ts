import { SFNServiceException } from '@aws-sdk/client-sfn';
import type { Actions } from '../../dashboard/actions/actions';
import { publish } from './fake-reads';
import { SAMPLE_RESULTS } from './sample-results';
import { type Served, serve, textOf } from './serve';

let dashboard: Served;
let done: unknown[];
let logged: object[];

function actions(): Actions {
  return {
    start: async input => {
      done.push(input);
      return 'new';
    },
    redrive: async name => void done.push(`redrive ${name}`),
    stop: async (name, cause) => void done.push(`stop ${name}: ${cause}`),
    withdraw: async key => void done.push(`withdraw ${key}`),
  };
}

beforeEach(async () => {
  [done, logged] = [[], []];
  dashboard = await serve({ actions: actions(), log: { info: fields => void logged.push(fields), error() {} } });
});

afterEach(() => dashboard.close());

const post = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  dashboard.get(path, { method: 'POST', body: new URLSearchParams(fields), headers });

test.each([
  ['refresh', {}, { refresh: true }, '/executions/new'],
  ['refresh', { asOf: '' }, { refresh: true }, '/executions/new'],
  ['refresh', { asOf: '2025-01-31' }, { refresh: true, asOf: '2025-01-31' }, '/executions/new'],
  [
    'run',
    { key: 'raw/a b.csv', asOf: '2025-01-31' },
    { detail: { bucket: { name: 'orders-pipeline-test' }, object: { key: 'raw/a b.csv' } }, asOf: '2025-01-31' },
    '/executions/new',
  ],
  ['dismiss', { key: 'raw/a.csv' }, { dismiss: 'raw/a.csv' }, '/executions/new'],
  ['withdraw', { key: 'raw/a.csv', sure: 'yes' }, 'withdraw raw/a.csv', '/uploads'],
  ['redrive', { name: 'a' }, 'redrive a', '/executions/a'],
  ['stop', { name: 'a', sure: 'yes' }, 'stop a: Stopped on the dashboard, from 127.0.0.1.', '/executions/a'],
] as const)('%s of %j does it, and leads to where it is seen', async (action, fields, expected, location) => {
  const { status, headers } = await post(`/actions/${action}`, fields);
  expect([done, status, headers.get('location')]).toEqual([[expected], 303, location]);
  expect(logged).toContainEqual(expect.objectContaining({ action, who: '127.0.0.1' }));
});

test.each([
  ['refresh', { asOf: 'yesterday' }],
  ['refresh', { asOf: '2025-02-30' }],
  ['run', {}],
  ['run', { key: 'processed/filtered_a.csv' }],
  ['withdraw', { key: 'raw/a.csv' }],
  ['withdraw', { key: 'uploads/a.csv', sure: 'yes' }],
  ['stop', { name: 'a' }],
  ['stop', { name: 'a:b', sure: 'yes' }],
  ['redrive', {}],
])('%s of %j is 400, and does nothing', async (action, fields) => {
  const { status } = await post(`/actions/${action}`, fields);
  expect([status, done]).toEqual([400, []]);
});

it('does nothing for a page of another site', async () => {
  expect((await post('/actions/refresh', {}, { Origin: 'https://evil.example' })).status).toBe(403);
  expect((await post('/actions/withdraw', { key: 'raw/a.csv', sure: 'yes' }, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  expect(done).toEqual([]);
});

it('does nothing by a link', async () => {
  expect((await dashboard.get('/actions/refresh')).status).toBe(404);
  expect(done).toEqual([]);
});

it('says what AWS says of an action that makes no sense now', async () => {
  const refused = new SFNServiceException({ name: 'ExecutionNotRedrivable', $fault: 'client', message: 'It succeeded.', $metadata: {} });
  const refusing = await serve({ actions: { ...actions(), redrive: () => Promise.reject(refused) } });
  const { status, text } = await refusing.get('/actions/redrive', { method: 'POST', body: new URLSearchParams({ name: 'a' }) });
  await refusing.close();
  expect(status).toBe(400);
  expect(textOf(text)).toContain('AWS refused it: ExecutionNotRedrivable: It succeeded.');
});

describe('where the stage allows no actions', () => {
  it('offers and takes none', async () => {
    const quiet = await serve();
    quiet.reads.add({ name: 'a' }, publish(quiet.reads, 'a', SAMPLE_RESULTS));
    const { status } = await quiet.get('/actions/refresh', { method: 'POST' });
    const pages = await Promise.all(['/', '/uploads', '/executions/a'].map(async path => (await quiet.get(path)).text));
    await quiet.close();
    expect(status).toBe(403);
    for (const page of pages) expect(page).not.toContain('/actions/');
  });
});

test.each([
  ['RUNNING', ['stop']],
  ['SUCCEEDED', ['run']],
  ['FAILED', ['redrive', 'run']],
  ['ABORTED', ['redrive', 'run']],
] as const)('the page of an execution that is %s offers %j', async (status, expected) => {
  dashboard.reads.add({ name: 'a', status });
  const { text } = await dashboard.get('/executions/a');
  expect([...text.matchAll(/action="\/actions\/(\w+)"/g)].map(([, name]) => name)).toEqual(expected);
});
