import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import type { QueryOutcome } from '../../../commands/results/manifest';
import { resultLines } from '../../../commands/results/results';

describe('resultLines', () => {
  let server: Server;
  let s3: S3Client;
  let respond: (response: ServerResponse) => void;
  beforeAll(async () => {
    server = createServer((_request, response) => respond(response)).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    s3 = new S3Client({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials, forcePathStyle: true });
  });
  afterAll(() => {
    s3.destroy();
    server.close();
  });
  const query: QueryOutcome = { id: 'a', title: 'A question', state: 'SUCCEEDED', location: 's3://bucket/a.csv', cause: null };

  it('shows the first ten rows, and where the rest is', async () => {
    const body = `"id"\n${'"7"\n'.repeat(1_000_000)}`;
    respond = response => response.end(body);
    const lines = await resultLines(s3, [query]);
    expect(lines.filter(line => line.trim() === '7')).toHaveLength(10);
    expect(lines.at(-1)).toBe('  … the rest is in s3://bucket/a.csv');
  });

  it('rejects when a result breaks off', async () => {
    respond = response => {
      response.writeHead(200, { 'Content-Length': 100 }).write('"id"\n', () => response.destroy());
    };
    await expect(resultLines(s3, [query])).rejects.toThrow();
  });
});
