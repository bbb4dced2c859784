import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isTooDeep } from '../../endpoint/json-depth';
import { jsonService } from '../../endpoint/json-protocol';
import { type Endpoint, openEndpoint } from '../../endpoint/server';
import { createEventsService } from '../../eventbridge/events-service';
import { createS3, type S3Service } from '../../s3/s3';

/** What the endpoint is sent by those who wish it no good: inputs, and the outcome by its name. */
describe('the endpoint', () => {
  let directory: string;
  let endpoint: Endpoint;
  let s3: S3Service;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'security-'));
    s3 = await createS3({ directory: join(directory, 's3'), onCreated: async () => {} });
    await s3.createBucket('orders');
    await writeFile(join(directory, 'secret'), 'secret');
    endpoint = await openEndpoint(0, { headersWithin: 100 });
    const states = jsonService({ name: 'states', target: 'AWSStepFunctions', version: '1.0', operations: { Echo: input => ({ input }) } });
    const events = createEventsService({ rules: [], deadLetters: async () => [], replay: async () => 0 });
    endpoint.serve([s3, states, events]);
  });
  afterEach(async () => {
    await endpoint.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Exactly these bytes, and what comes back before the connection ends. */
  async function raw(bytes: string): Promise<string> {
    const socket = connect(Number(new URL(endpoint.url).port), '127.0.0.1');
    await once(socket, 'connect');
    // A server that closes while bytes are still on their way to it may reset the connection: what has arrived until then is the answer.
    socket.on('error', () => undefined);
    let answer = '';
    socket.on('data', chunk => {
      answer += String(chunk);
    });
    socket.write(bytes);
    await new Promise(resolve => {
      socket.once('close', resolve);
    });
    return answer;
  }
  const ask = (target: string, body: string | Buffer, headers = {}) =>
    fetch(endpoint.url, { method: 'POST', headers: { 'x-amz-target': target, ...headers }, body });

  it.each([
    ['dots', '/orders/../../secret'],
    ['encoded dots', '/orders/%2e%2e/%2e%2e/secret'],
    ['dots encoded twice', '/orders/%252e%252e%252f%252e%252e%252fsecret'],
    ['an absolute path', '/orders//etc/passwd'],
    ['an absolute path as the target', 'http://127.0.0.1/orders/../../secret'],
    ['backslashes', '/orders/..\\..\\secret'],
    ['a null byte', '/orders/..%00/secret'],
    ['its own state', '/.s3/buckets/orders/bucket.json'],
  ])('gives nothing outside of a bucket for %s', async (_, path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|404) /);
    expect(answer).not.toContain('\r\n\r\nsecret');
  });

  it.each([
    ['dots', '/orders/..%2f..%2fwritten'],
    ['dots encoded twice', '/orders/%252e%252e/written'],
    ['an absolute path', `/orders/${encodeURIComponent('/tmp/written')}`],
  ])('writes inside of the bucket for %s', async (_, path) => {
    expect((await fetch(`${endpoint.url}${path}`, { method: 'PUT', body: 'x' })).status).toBe(200);
    expect(await readdir(directory)).toEqual(['s3', 'secret']);
    expect((await readdir(join(directory, 's3'))).sort()).toEqual(['.s3', 'orders']);
  });

  it('follows no link out of the data folder', async () => {
    await mkdir(join(directory, 'outside'));
    await symlink(join(directory, 'outside'), join(directory, 's3', 'orders', 'link'));
    const put = await fetch(`${endpoint.url}/orders/link/x.csv`, { method: 'PUT', body: 'x' });
    expect([put.status, await readdir(join(directory, 'outside'))]).toEqual([500, []]);
    const { path } = await s3.put('orders', 'plain.csv', 'public');
    await rm(path);
    await symlink(join(directory, 'secret'), path);
    const get = await fetch(`${endpoint.url}/orders/plain.csv`);
    expect([get.status, await get.text()]).toEqual([500, expect.not.stringContaining('>secret<')]);
  });

  it.each([
    ['constructor', 'constructor'],
    ['__proto__.x', '__proto__'],
    ['toString.call', 'toString'],
  ])('reaches no prototype by the target %s', async (target, named) => {
    const answer = await ask(target, '{}');
    expect([answer.status, await answer.text()]).toEqual([501, expect.stringContaining(named)]);
  });

  it.each([['AWSStepFunctions.constructor'], ['AWSStepFunctions.__proto__'], ['AWSStepFunctions.hasOwnProperty']])(
    'has no operation %s',
    async target => {
      const answer = await ask(target, '{}');
      expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ __type: 'UnknownOperationException' })]);
    },
  );

  it('takes a member called __proto__ as a name like others', async () => {
    const answer = await ask('AWSStepFunctions.Echo', '{"__proto__":{"polluted":true}}');
    expect(await answer.text()).toBe('{"input":{"__proto__":{"polluted":true}}}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each([
    ['a length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked', '0\r\n\r\n'],
    ['two lengths', 'Content-Length: 4\r\nContent-Length: 5', 'abcde'],
    ['a length that is none', 'Content-Length: +4', 'abcd'],
    ['an encoding with a blank', 'Transfer-Encoding : chunked', '0\r\n\r\n'],
    ['chunks that are not last', 'Transfer-Encoding: chunked, identity', '0\r\n\r\n'],
    ['a header that is folded', 'X-One: 1\r\n\tTwo: 2', ''],
  ])('refuses to guess where a request ends: %s', async (_, headers, body) => {
    const smuggled = 'PUT /orders/smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\n\r\nx';
    const answer = await raw(`POST /orders?delete HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n\r\n${body}${smuggled}`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(await s3.list('orders', '')).toEqual([]);
  });

  it('closes on a client that does not finish the head of a request', async () => {
    const answer = await raw('GET /orders HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    expect(answer === '' || answer.startsWith('HTTP/1.1 408 ')).toBe(true);
  });

  it('refuses a head that is too large', async () => {
    // Over the bound, and read in one piece: with bytes left unread a server resets the connection, which can take the answer with it.
    expect(await raw(`GET /orders HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Large: ${'x'.repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each([
    ['nested 50,000 deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'SerializationException'],
    ['nested and cut off', '{"a":'.repeat(50_000), 'SerializationException'],
    ['that is none', '{"a":', 'SerializationException'],
    ['of 5 MiB', `"${'x'.repeat(5 * 1024 * 1024)}"`, 'RequestEntityTooLargeException'],
  ])('refuses JSON %s by name', async (_, body, name) => {
    const answer = await ask('AWSStepFunctions.Echo', body);
    expect(await answer.json()).toMatchObject({ __type: name });
  });

  it('does not unpack what is sent to it', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024));
    const answer = await ask('AWSStepFunctions.Echo', bomb, { 'content-encoding': 'gzip' });
    expect(await answer.json()).toMatchObject({ __type: 'SerializationException' });
  });

  it.each([
    ['a pattern nested 50,000 deep', `${'{"a":'.repeat(50_000)}["x"]${'}'.repeat(50_000)}`, '{}', 'InvalidEventPatternException'],
    ['an event nested 50,000 deep', '{"a":["x"]}', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'ValidationException'],
  ])('refuses %s by name', async (_, EventPattern, Event, name) => {
    const answer = await ask('AWSEvents.TestEventPattern', JSON.stringify({ EventPattern, Event }));
    expect(await answer.json()).toMatchObject({ __type: name });
  });

  it.each([
    ['elements nested 1,000 deep', '<a>'.repeat(1_000)],
    ['a tag with 10,000 attributes', `<Delete ${'x="1" '.repeat(10_000)}/>`],
    ['200,000 references', `<Delete><Object><Key>${'&amp;'.repeat(200_000)}</Key></Object></Delete>`],
    ['an entity of its own', '<!DOCTYPE d [<!ENTITY a "b">]><Delete><Object><Key>&a;</Key></Object></Delete>'],
  ])('refuses XML with %s', async (_, body) => {
    const { createHash } = await import('node:crypto');
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
    const answer = await fetch(`${endpoint.url}/orders?delete`, { method: 'POST', headers, body });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>MalformedXML</Code>')]);
  });
});

it.each([
  ['[[1]]', 2, false],
  ['[[[1]]]', 2, true],
  ['{"a":{"b":[]}}', 2, true],
  ['["[[[[", "{{{{"]', 2, false],
  [String.raw`["\"[[[[\\"]`, 2, false],
  [String.raw`["\\", [[1]]]`, 2, true],
  ['"[[[', 2, false],
])('the depth of %s is measured outside of its texts', (json, most, expected) => {
  expect(isTooDeep(json, most)).toBe(expected);
});
