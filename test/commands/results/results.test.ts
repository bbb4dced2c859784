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
  const query: QueryOutcome = { id: 'a', title: 'A query', state: 'SUCCEEDED', location: 's3://bucket/a.csv', cause: null };

  it('shows the first ten rows, and where the rest is', async () => {
    const body = `"id"\n${'"7"\n'.repeat(1_000_000)}`;
    respond = response => response.end(body);
    const lines = await resultLines(s3, [query]);
    expect(lines.filter(line => line.trim() === '7')).toHaveLength(10);
    expect(lines.at(-1)).toBe('  … the rest is in s3://bucket/a.csv');
  });

  it.each([
    ['of columns that the result has', 'bar id total', []],
    ['of none', 'none', []],
    ['of a column that it lacks', 'bar id amount', [['amount']]],
    ['of two', 'line day amount', [['day and no column amount']]],
  ])('says why a chart cannot be drawn: %s', async (_what, text, expected) => {
    respond = response => response.end('"id","total"\n"7","1.00"\n');
    const [kind, label = '', value = ''] = text.split(' ');
    const chart = kind === 'bar' || kind === 'line' ? ({ kind, label, value } as const) : null;
    const lines = await resultLines(s3, [query], [{ id: 'a', title: 'A', row: 'one', file: '1-a.sql', sql: '', chart } as const]);
    const problems = lines.filter(line => line.includes('!'));
    expect(problems).toEqual(
      expected.map(
        ([missing]) => `  ! No chart: queries/1-a.sql says "-- chart: ${text}", but the result has no column ${missing}, only id, total`,
      ),
    );
  });

  it('rejects when a result breaks off', async () => {
    respond = response => {
      response.writeHead(200, { 'Content-Length': 100 }).write('"id"\n', () => response.destroy());
    };
    await expect(resultLines(s3, [query])).rejects.toThrow();
  });
});
