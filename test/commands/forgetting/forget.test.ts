import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { openEndpoint } from 'local-aws/endpoint';
import { clientSettings } from 'local-aws/identity';
import { createS3 } from 'local-aws/s3';
import { forget } from '../../../commands/forgetting/forget';
import { TABLE_FORMATS } from '../../../pipeline/table-format';
import { tableFileMaker } from '../../../steps/filter-orders/writing/table-file';

const directory = mkdtempSync(join(tmpdir(), 'forget-'));
let s3: S3Client;
let close = async () => {};

beforeAll(async () => {
  const endpoint = await openEndpoint(0);
  endpoint.serve([await createS3({ directory, onCreated: async () => {} })]);
  s3 = new S3Client(clientSettings(endpoint.url));
  close = () => endpoint.close();
  await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
});
afterAll(async () => {
  s3?.destroy();
  await close();
  rmSync(directory, { recursive: true, force: true });
});

it('takes a name out of uploads, packed or not, and out of results, and leaves the rest', async () => {
  const put = (Key: string, Body: string | Buffer, Metadata = {}) => s3.send(new PutObjectCommand({ Bucket: 'lake', Key, Body, Metadata }));
  await put('raw/a.csv', 'id,customer\n1,Ann Lee\n', { reading: '{"decimal":","}' });
  await put('raw/b.csv.gz', gzipSync('1;"Ann Lee"\n2;Bob\n'));
  await put('raw/c.csv', '1,Bob\n');
  await put('enriched/old.csv', '"customer"\n"Ann Lee"\n');
  await put('enriched/other.csv', '"customer"\n"Bob"\n');

  await put('raw/d.csv', Buffer.from('\uFEFFid,customer\r\n1,Ann Lee\r\n', 'utf16le'));
  await put('raw/e.csv', '1,"asked by Ann Lee, 2024"\n');

  const followed: string[] = [];
  const said: string[] = [];
  const follow = async (key: string) => void followed.push(key);
  const { cells, left } = await forget({
    s3,
    bucket: 'lake',
    customer: 'Ann Lee',
    replacement: 'gone',
    follow,
    print: line => said.push(line),
  });

  const read = async (Key: string) =>
    Buffer.from((await (await s3.send(new GetObjectCommand({ Bucket: 'lake', Key }))).Body?.transformToByteArray()) ?? []);
  expect([cells, followed, left]).toEqual([3, ['raw/a.csv', 'raw/b.csv.gz', 'raw/d.csv'], ['raw/e.csv']]);
  expect((await read('raw/d.csv')).toString('utf16le')).toBe('\uFEFFid,customer\r\n1,gone\r\n');
  expect((await read('raw/a.csv')).toString()).toBe('id,customer\n1,gone\n');
  expect((await s3.send(new HeadObjectCommand({ Bucket: 'lake', Key: 'raw/a.csv' }))).Metadata).toEqual({ reading: '{"decimal":","}' });
  expect(gunzipSync(await read('raw/b.csv.gz')).toString()).toBe('1;gone\n2;Bob\n');
  expect((await read('raw/c.csv')).toString()).toBe('1,Bob\n');
  await expect(read('enriched/old.csv')).rejects.toThrow();
  expect((await read('enriched/other.csv')).toString()).toContain('Bob');
  expect(said).toContain('3 uploads rewritten, 3 cells; 1 results and 0 older versions removed');
});

it('finds a name in the encoding that an upload names, and in one that was refused as no UTF-8', async () => {
  const put = (Key: string, Body: Buffer, Metadata = {}) => s3.send(new PutObjectCommand({ Bucket: 'lake', Key, Body, Metadata }));
  const find = (customer: string) =>
    forget({ s3, bucket: 'lake', customer, replacement: 'gone', follow: async () => {}, print: () => {} }).then(({ cells }) => cells);
  await put('raw/windows.csv', Buffer.from('1,Jos\xE9\n', 'latin1'));
  await put('raw/japan.csv', Buffer.from('1,\x8E\x52\x93\x63\n', 'latin1'), { reading: '{"encoding":"shift_jis"}' });
  expect([await find('José'), await find('山田')]).toEqual([1, 1]);
});

it.each(TABLE_FORMATS)('names what is left in the tables of an upload that is not there any more, in %s', async format => {
  const lines = 'OrderID,Customer,Amount,Status,OrderDate\n1,"Lee, ""A"" Zoë",2.00,paid,2025-01-01\n';
  const blocks: Uint8Array[] = [];
  const file = (await tableFileMaker(format))(block => blocks.push(block));
  file.write(Buffer.from(lines));
  file.end();
  const key = `dropped/dropped_gone.${format}`;
  await s3.send(new PutObjectCommand({ Bucket: 'lake', Key: key, Body: Buffer.concat(blocks) }));
  const find = (customer: string) => forget({ s3, bucket: 'lake', customer, replacement: 'gone', follow: async () => {}, print: () => {} });
  expect((await find('Lee, "A" Zoë')).left).toEqual([key]);
  expect((await find('Someone Else')).left).toEqual([]);
  await s3.send(new DeleteObjectCommand({ Bucket: 'lake', Key: key }));
});

it("removes older versions of a table's Parquet, which may have the name, where no upload had it", async () => {
  const removed: unknown[] = [];
  const versioned = new S3Client(clientSettings(String(await s3.config.endpoint?.().then(({ port }) => `http://127.0.0.1:${port}`))));
  // The local S3 keeps no versions.
  versioned.middlewareStack.add(
    (next, { commandName }) =>
      async args => {
        const { Prefix, Key, VersionId } = Object(args.input);
        const Versions = [
          { Key: `${Prefix}filtered_a.parquet`, VersionId: 'old', IsLatest: false },
          { Key: `${Prefix}filtered_a.parquet`, VersionId: 'new', IsLatest: true },
        ];
        const output = { $metadata: {}, Versions: Prefix === 'processed/' ? Versions : [] };
        if (commandName === 'ListObjectVersionsCommand') return { output, response: {} };
        if (commandName !== 'DeleteObjectCommand') return next(args);
        removed.push([Key, VersionId]);
        return { output: { $metadata: {} }, response: {} };
      },
    { step: 'initialize' },
  );
  await forget({ s3: versioned, bucket: 'lake', customer: 'Nobody Here', replacement: 'gone', follow: async () => {}, print: () => {} });
  versioned.destroy();
  expect(removed).toEqual([['processed/filtered_a.parquet', 'old']]);
});
