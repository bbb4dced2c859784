import { Readable } from 'node:stream';
import { createExecutions } from '../../dashboard/executions/executions';
import type { Reads } from '../../dashboard/executions/reads';
import { NoAnswer } from '../../dashboard/executions/time-limit';
import { BUCKET, createFakeReads, publish } from './fake-reads';
import { SAMPLE_RESULTS } from './sample-results';
import { type Served, serve, textOf } from './serve';

let dashboard: Served;

beforeEach(async () => {
  dashboard = await serve();
});

afterEach(() => dashboard.close());

describe('every answer', () => {
  test.each([
    ['/healthz', 200],
    ['/nothing/here', 404],
    ['/executions/unknown', 404],
    ['/executions/unknown/results', 404],
    ['/executions/%E0%A4%A', 400],
    ['/?settings[view options][client]=1&vm=2&escapeFunction=x', 200],
  ])('%s is %i, with the headers that keep a browser safe', async (path, expected) => {
    const { status, headers } = await dashboard.get(path);
    expect(status).toBe(expected);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('content-security-policy')).toContain("default-src 'none';script-src 'self';style-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('has no inline script or style', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    for (const path of ['/', '/executions', '/executions/a'])
      expect((await dashboard.get(path)).text).not.toMatch(/<style|style=|<script>|\son\w+=/);
  });

  it('is not sent twice to a browser that has it', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    const { headers } = await dashboard.get('/');
    const again = await dashboard.get('/', { headers: { 'If-None-Match': headers.get('etag') ?? '', 'Cache-Control': 'no-cache' } });
    expect([headers.get('cache-control'), again.status]).toEqual(['private, no-cache', 200]);
    expect(
      (await dashboard.get('/', { headers: { 'If-None-Match': headers.get('etag') ?? '', 'Cache-Control': 'max-age=0' } })).status,
    ).toBe(304);
  });

  it('is compressed for who takes it so', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    for (const path of ['/', '/executions', '/executions/a/results/total-sales-by-customer.csv']) {
      const compressed = await dashboard.get(path, { headers: { 'Accept-Encoding': 'gzip' } });
      const plain = await dashboard.get(path, { headers: { 'Accept-Encoding': 'identity' } });
      expect([path, compressed.headers.get('content-encoding')]).toEqual([path, 'gzip']);
      expect(plain.headers.get('content-encoding')).toBeNull();
    }
  });

  it('has its style under a path that changes with it, kept for a year', async () => {
    const { text } = await dashboard.get('/');
    const [, path = ''] = /href="(\/assets\/[0-9a-f]{12}\/base\.css)"/.exec(text) ?? [];
    const { status, headers } = await dashboard.get(path);
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
  });
});

describe('when AWS does not answer', () => {
  const failing = (error: Error): Reads => ({ ...createFakeReads(), listExecutions: () => Promise.reject(error) });

  test.each([
    [Object.assign(new Error('secret detail'), { name: 'ThrottlingException', $metadata: {} }), 502],
    [Object.assign(new Error('connect ECONNREFUSED 10.0.0.1'), { code: 'ECONNREFUSED' }), 502],
    [new NoAnswer('secret detail'), 502],
    [new TypeError('secret detail'), 500],
  ])('and nothing is known yet, %s is a page with status %i that tells no details and looks again', async (error, expected) => {
    const broken = await serve({ runs: createExecutions({ reads: failing(error), bucket: BUCKET }) });
    const { status, text, headers } = await broken.get('/');
    const healthy = await broken.get('/healthz');
    await broken.close();
    expect([status, headers.get('retry-after'), healthy.status]).toEqual([expected, '5', 200]);
    expect(text).toMatch(/please try again/i);
    expect(text).not.toMatch(/secret detail|10\.0\.0\.1/);
    expect(text).toContain('<noscript><meta http-equiv="refresh" content="5"></noscript>');
  });

  it('keeps what was known under a line that says since when, and drops the line when AWS is back', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    const pages = ['/', '/executions', '/executions/a', '/executions/a/results'];
    for (const path of pages) await dashboard.get(path);
    const { listExecutions, describeExecution, openObject, listKeys } = reads;
    const away = () => Promise.reject(new NoAnswer('away'));
    Object.assign(reads, { listExecutions: away, describeExecution: away, openObject: away, listKeys: away });
    for (const path of pages) {
      const { status, text } = await dashboard.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(textOf(text)).toMatch(/Step Functions( and S3)? ha(s|ve) not answered since 1 Jan 1970, /);
    }
    expect((await dashboard.get('/')).text).toContain('14250.10');
    Object.assign(reads, { listExecutions, describeExecution, openObject, listKeys });
    for (const path of pages) await dashboard.get(path);
    expect((await dashboard.get('/')).text).not.toContain('not answered');
  });

  it('waits for nothing that hangs where something is known', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
    await dashboard.get('/');
    reads.listExecutions = () => new Promise(() => {});
    for (let view = 0; view < 3; view++) expect((await dashboard.get('/')).text).toContain('14250.10');
  });

  it('shows the others where one manifest cannot be read', async () => {
    const { reads } = dashboard;
    reads.add({ name: 'good' }, publish(reads, 'good', SAMPLE_RESULTS));
    reads.add({ name: 'bad' }, publish(reads, 'bad', SAMPLE_RESULTS));
    const { openObject, describeExecution } = reads;
    const broken = Object.assign(new Error('InternalError'), { name: 'InternalError', $metadata: { httpStatusCode: 500 } });
    reads.openObject = key => (key.includes('bad') ? Promise.reject(broken) : openObject(key));
    reads.describeExecution = name => (name === 'bad' ? Promise.reject(broken) : describeExecution(name));
    const [front, list] = [await dashboard.get('/'), await dashboard.get('/executions')];
    expect([front.status, list.status]).toEqual([200, 200]);
    expect(front.text).toContain('href="/executions/good"');
    expect(textOf(list.text)).toContain('could not be read just now Succeeded');
  });
});

it('cuts a download off where S3 does, and goes on serving', async () => {
  const { reads } = dashboard;
  reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
  await dashboard.get('/');
  reads.openObject = async () => Readable.from(brokenFile());
  await expect(dashboard.get('/executions/a/results/order-status.csv')).rejects.toThrow();
  expect((await dashboard.get('/')).status).toBe(200);

  async function* brokenFile() {
    yield Buffer.from(`"status"\n${'"shipped"\n'.repeat(100_000)}`);
    throw new Error('connection lost');
  }
});

describe('on a laptop', () => {
  test.each([
    ['127.0.0.1:3000', 200],
    ['localhost:3000', 200],
    ['[::1]:3000', 200],
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
  ])('the Host %s is answered with %i', async (host, expected) => {
    const local = await serve({ loopbackOnly: true });
    const status = await statusWithHost(local.url, host);
    await local.close();
    expect(status).toBe(expected);
  });
});

/** `fetch` does not let its caller set Host. */
async function statusWithHost(url: string, host: string): Promise<number | undefined> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    get(url, { headers: { Host: host } }, response => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}
