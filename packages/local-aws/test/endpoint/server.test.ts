import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { jsonService } from '../../endpoint/json-protocol';
import { type Endpoint, openEndpoint } from '../../endpoint/server';
import { ServiceError } from '../../endpoint/service-error';
import { clientSettings } from '../../identity';

const glue = jsonService({
  name: 'glue',
  target: 'AWSGlue',
  version: '1.1',
  operations: {
    GetTable: input => ({ echo: input }),
    GetTables() {
      throw new ServiceError('EntityNotFoundException', 'Database x not found.');
    },
    GetDatabase() {
      throw new TypeError('a mistake of ours');
    },
  },
});

describe('the endpoint', () => {
  let endpoint: Endpoint;
  beforeEach(async () => {
    endpoint = await openEndpoint(0);
  });
  afterEach(() => endpoint.close());

  /** The status, error type and body that a request gets. */
  async function ask(operation: string, body = '{}') {
    const response = await fetch(endpoint.url, { method: 'POST', headers: { 'X-Amz-Target': operation }, body });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }

  /** `fetch` sets these headers itself, so this opens a connection itself. */
  function askWith(given: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const { port } = new URL(endpoint.url);
      const asked = request(
        { host: '127.0.0.1', port, headers: { ...given, 'X-Amz-Target': 'AWSGlue.GetTable' }, method: 'POST' },
        answer => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      asked.once('error', reject).end('{}');
    });
  }

  it.each([
    ['127.0.0.1', 200],
    ['127.0.0.1:4566', 200],
    ['localhost:4566', 200],
    ['[::1]:4566', 200],
    ['example.com', 403],
    ['127.0.0.1.example.com', 403],
    ['localhost.example.com:4566', 403],
    ['bucket.s3.amazonaws.com', 403],
  ])('answers the Host %s with %i', async (host, status) => {
    endpoint.serve([glue]);
    expect(await askWith({ Host: host })).toBe(status);
  });

  it.each([
    ['http://127.0.0.1:3000', 200],
    ['http://localhost', 200],
    ['https://example.com', 403],
    ['null', 403],
  ])('answers a page of %s with %i', async (origin, status) => {
    endpoint.serve([glue]);
    expect(await askWith({ Origin: origin })).toBe(status);
  });

  it('listens on the loopback interface alone', async () => {
    const others = Object.values(networkInterfaces()).flatMap(each =>
      (each ?? []).filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of others) await expect(fetch(endpoint.url.replace('127.0.0.1', address))).rejects.toThrow();
    expect(new URL(endpoint.url).hostname).toBe('127.0.0.1');
  });

  it.each<[string, string, Record<string, string>, RegExp]>([
    ['JSON', 'ssm', {}, /^\{"__type":"UnknownOperationException","message":"The service ssm is not supported/],
    [
      'XML to a form',
      'sns',
      { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
      /<Message>The service sns is not supported/,
    ],
    ['XML to a service of XML', 'route53', {}, /<Message>The service route53 is not supported/],
    ['CBOR', 'monitoring', { 'smithy-protocol': 'rpc-v2-cbor' }, /message.*The service monitoring is not supported/s],
  ])('refuses a service by its signature in %s', async (_form, service, headers, expected) => {
    endpoint.serve([glue]);
    const Authorization = `AWS4-HMAC-SHA256 Credential=key/20261130/us-east-1/${service}/aws4_request, SignedHeaders=host`;
    const response = await fetch(endpoint.url, { method: 'POST', headers: { Authorization, ...headers }, body: 'Action=ListTopics' });
    expect(response.status).toBe(501);
    expect(await response.text()).toMatch(expected);
  });

  it('says that it is starting before it serves', async () => {
    expect(await ask('AWSGlue.GetTable')).toMatchObject({ status: 503 });
  });

  it.each([
    [
      'a service that is not there',
      'DynamoDB_20120810.GetItem',
      '{}',
      501,
      { __type: 'UnknownOperationException', message: expect.stringContaining('The service DynamoDB_20120810.GetItem is not supported') },
    ],
    [
      'an operation that is not there',
      'AWSGlue.CreateJob',
      '{}',
      400,
      { __type: 'UnknownOperationException', message: expect.stringContaining('glue:CreateJob') },
    ],
    ['an operation called like a property', 'AWSGlue.constructor', '{}', 400, { __type: 'UnknownOperationException' }],
    ['what is no JSON', 'AWSGlue.GetTable', '{', 400, { __type: 'SerializationException' }],
    ['too much', 'AWSGlue.GetTable', JSON.stringify('x'.repeat(5_000_000)), 413, { __type: 'RequestEntityTooLargeException' }],
    ["a service's own error", 'AWSGlue.GetTables', '{}', 400, { __type: 'EntityNotFoundException', message: 'Database x not found.' }],
    ['a mistake of ours', 'AWSGlue.GetDatabase', '{}', 500, { __type: 'InternalServerException', message: 'a mistake of ours' }],
  ])('refuses %s by name', async (_what, operation, body, status, answer) => {
    endpoint.serve([glue]);
    expect(await ask(operation, body)).toMatchObject({ status, body: answer });
  });

  it('speaks to the official client', async () => {
    endpoint.serve([glue]);
    const client = new GlueClient(clientSettings(endpoint.url));
    await client.send(new GetTableCommand({ DatabaseName: 'a', Name: 'b' }));
    client.destroy();
  });

  it('rejects when the port is taken', async () => {
    await expect(openEndpoint(Number(new URL(endpoint.url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
