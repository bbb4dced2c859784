import { type IncomingMessage, get as request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { createPageSender } from '../../dashboard/send-page';
import { publish } from './fake-reads';
import { SAMPLE_RESULTS } from './sample-results';
import { type Served, serve } from './serve';

let dashboard: Served;

beforeEach(async () => {
  dashboard = await serve();
  const { reads } = dashboard;
  reads.add({ name: 'a' }, publish(reads, 'a', SAMPLE_RESULTS));
});

afterEach(() => dashboard.close());

/** As it comes over the wire: `fetch` would decompress it. */
function raw(path: string, headers: Record<string, string>): Promise<{ readonly response: IncomingMessage; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(dashboard.url + path, { headers }, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('end', () => resolve({ response, body: Buffer.concat(chunks) }));
    }).on('error', reject);
  });
}

describe('a page', () => {
  it('is the same in every encoding, and plain where none is asked for', async () => {
    const plain = await raw('/', {});
    const zipped = await raw('/', { 'accept-encoding': 'gzip' });
    const brotli = await raw('/', { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect([plain, zipped, brotli].map(({ response }) => response.headers['content-encoding'])).toEqual([undefined, 'gzip', 'br']);
    expect(plain.response.headers.vary).toContain('Accept-Encoding');
    expect(plain.body.toString()).toContain('from 109 orders');
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect(Number(zipped.response.headers['content-length'])).toBe(zipped.body.length);
  });

  it('is not sent again to who has it', async () => {
    const { response } = await raw('/', { 'accept-encoding': 'gzip' });
    const again = await raw('/', { 'accept-encoding': 'gzip', 'if-none-match': response.headers.etag ?? '' });
    expect([again.response.statusCode, again.body.length]).toEqual([304, 0]);
  });

  it('changes with the answers, with what fails, and with the viewer', async () => {
    const etag = async (headers: Record<string, string> = {}) => (await raw('/', headers)).response.headers.etag;
    const { reads } = dashboard;
    const seen = [await etag()];
    expect(await etag()).toBe(seen[0]);
    seen.push(await etag({ 'accept-language': 'de' }), await etag({ cookie: 'time-zone=Asia%2FTokyo' }));
    reads.add({ name: 'b', status: 'RUNNING' });
    seen.push(await etag());
    reads.add({ name: 'c', status: 'FAILED', error: 'NotUtf8' });
    seen.push(await etag());
    reads.add({ name: 'd' }, publish(reads, 'd', SAMPLE_RESULTS, { asOf: '2026-11-23' }));
    seen.push(await etag());
    expect(new Set(seen).size).toBe(6);
  });
});

it('renders once what many viewers see, and forgets what nobody asks for', async () => {
  let renderings = 0;
  const pages = createPageSender({ render: () => `page ${++renderings}`, away: () => null, entries: 2 });
  const app = express();
  app.get('/:text', (req, res) => {
    const { text } = req.params;
    pages.send(req, res, { title: text, page: 'uploaded', body: { text, path: '/' } });
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const address = server.address();
  const get = async (path: string) =>
    (
      await fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}${path}`, { headers: { connection: 'close' } })
    ).text();
  expect([await get('/a'), await get('/a'), await get('/b'), await get('/a')]).toEqual(['page 1', 'page 1', 'page 2', 'page 1']);
  // A third page takes the place of the second.
  expect([await get('/c'), await get('/a'), await get('/b')]).toEqual(['page 3', 'page 1', 'page 4']);
  await new Promise(resolve => server.close(resolve));
});
