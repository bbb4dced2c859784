import { createSessions } from '../../../dashboard/sign-in/session';
import { type Served, serve } from '../serve';

const PASSWORD = 'correct horse battery';
let dashboard: Served;

beforeEach(async () => {
  dashboard = await serve({ sessions: createSessions(PASSWORD) });
});

afterEach(() => dashboard.close());

function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return dashboard.get(path, { method: 'POST', body: new URLSearchParams(fields), headers });
}

const cookieOf = (headers: Headers) => headers.get('set-cookie')?.split(';')[0] ?? '';

test.each([
  ['/', '/sign-in?next=%2F'],
  ['/executions?page=1', '/sign-in?next=%2Fexecutions%3Fpage%3D1'],
  ['/executions/a/results/q.csv', '/sign-in?next=%2Fexecutions%2Fa%2Fresults%2Fq.csv'],
  ['/nothing/here', '/sign-in?next=%2Fnothing%2Fhere'],
])('%s sends a stranger to sign in', async (path, location) => {
  const { status, headers } = await dashboard.get(path);
  expect([status, headers.get('location')]).toEqual([303, location]);
});

test.each(['/healthz', '/sign-in'])('%s needs no password', async path => {
  expect((await dashboard.get(path)).status).toBe(200);
});

it('lets in who knows the password, until they sign out', async () => {
  const signedIn = await post('/sign-in', { password: PASSWORD, next: '/executions' });
  expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/executions']);
  expect(signedIn.headers.get('set-cookie')).toMatch(
    /^__Host-orders-session=[^;]+; Max-Age=43200; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/,
  );
  const page = await dashboard.get('/executions', { headers: { cookie: `other=1; ${cookieOf(signedIn.headers)}` } });
  expect([page.status, page.text.includes('Sign out')]).toEqual([200, true]);
  expect(page.headers.get('cache-control')).toBe('no-store');
  const signedOut = await post('/sign-out', {}, { cookie: cookieOf(signedIn.headers) });
  expect(signedOut.headers.get('set-cookie')).toMatch(/^__Host-orders-session=; /);
  // The token is worth nothing any more, whoever kept it.
  expect((await dashboard.get('/executions', { headers: { cookie: cookieOf(signedIn.headers) } })).status).toBe(303);
});

describe.each(['/sign-in', '/sign-out'])('%s', path => {
  test.each([
    ['of another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }, 403],
    ['of a sibling domain', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://evil.example' }, 403],
    ['of another site in an old browser', { Origin: 'https://evil.example' }, 403],
    ['that hides where it comes from', { Origin: 'null' }, 403],
    ['with an origin that is none', { Origin: 'x' }, 403],
    ['of our own page', { 'Sec-Fetch-Site': 'same-origin' }, 303],
    ['of our own page that hides its origin', { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' }, 303],
    ['of a program', {}, 303],
  ])('answers a form %s', async (_what, headers, expected) => {
    const { status, headers: given } = await post(path, { password: PASSWORD }, headers);
    expect([status, given.get('set-cookie') !== null]).toEqual([expected, expected === 303]);
  });

  it('answers a form of our own page in an old browser', async () => {
    expect((await post(path, { password: PASSWORD }, { Origin: dashboard.url })).status).toBe(303);
  });
});

it('lets a right password through while others guess from many addresses', async () => {
  const statuses = [];
  for (let address = 0; address < 120; address++)
    statuses.push((await post('/sign-in', { password: 'wrong' }, { 'X-Forwarded-For': `198.51.100.${address}` })).status);
  expect(new Set(statuses)).toEqual(new Set([401]));
  expect((await post('/sign-in', { password: PASSWORD }, { 'X-Forwarded-For': '203.0.113.1' })).status).toBe(303);
});

test.each([
  ['a wrong password', { password: 'wrong horse battery' }],
  ['none', {}],
  ['one far too long', { password: 'x'.repeat(2000) }],
])('refuses %s', async (_what, fields) => {
  const { status, text, headers } = await post('/sign-in', fields);
  expect([status, headers.get('set-cookie')]).toEqual([401, null]);
  expect(text).toContain('That is not the password.');
});

test.each(['forged', '9999999999.forged', ''])('refuses the session "%s"', async token => {
  expect((await dashboard.get('/', { headers: { cookie: `__Host-orders-session=${token}` } })).status).toBe(303);
});

test.each([
  ['//evil.example/x', '/'],
  ['https://evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['\t//evil.example', '/'],
  ['/..//evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/executions?page=1#top', '/executions?page=1'],
])('after signing in, "%s" leads to %s', async (next, location) => {
  expect((await post('/sign-in', { password: PASSWORD, next })).headers.get('location')).toBe(location);
});

it('makes someone wait after five wrong passwords, whatever they say their address is, and not others', async () => {
  const guess = (password: string, addresses: string) => post('/sign-in', { password }, { 'X-Forwarded-For': addresses });
  const statuses = [];
  for (let attempt = 0; attempt < 6; attempt++) statuses.push((await guess('wrong', `198.51.100.${attempt}, 203.0.113.7`)).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  const right = await guess(PASSWORD, '203.0.113.7');
  expect([right.status, Number(right.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect((await guess(PASSWORD, '203.0.113.8')).status).toBe(303);
});

it('promises browsers TLS', async () => {
  expect((await dashboard.get('/sign-in')).headers.get('strict-transport-security')).toContain('max-age=');
});

it('counts wrong passwords by the header that the proxy overwrites, where it is named', async () => {
  const behind = await serve({ sessions: createSessions(PASSWORD), clientAddressHeader: 'client-address' });
  let count = 0;
  const attempt = (address: string) =>
    behind.get('/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ password: 'wrong horse battery' }),
      headers: { 'client-address': address, 'x-forwarded-for': `10.0.0.${count++}` },
    });
  for (let wrong = 0; wrong < 5; wrong++) expect((await attempt('192.0.2.1')).status).toBe(401);
  expect((await attempt('192.0.2.1')).status).toBe(429);
  expect((await attempt('192.0.2.2')).status).toBe(401);
  await behind.close();
});
