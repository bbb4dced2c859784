import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateCrawlerCommand, CreateDatabaseCommand, GetTablesCommand } from '@aws-sdk/client-glue';
import { DuckDBInstance } from '@duckdb/node-api';
import { type LocalGlue, startLocalGlue } from './local-glue';

const NOON = new Date('2026-11-30T12:00:00Z');

let directory: string;
let local: LocalGlue;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'crawl-once-'));
  local = await startLocalGlue({ crawlMilliseconds: 1, directory });
});
afterAll(async () => {
  await local.close();
  await rm(directory, { recursive: true });
});

async function columns(database: string): Promise<string[]> {
  const { TableList = [] } = await local.client.send(new GetTablesCommand({ DatabaseName: database }));
  return TableList.map(
    ({ Name, Parameters, StorageDescriptor: storage }) =>
      `${Name} ${Parameters?.classification}: ${storage?.Columns?.map(({ Name: column, Type }) => `${column} ${Type}`).join(', ')}`,
  );
}

async function createCrawler(name: string): Promise<void> {
  await local.client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: name } }));
  const Targets = { S3Targets: [{ Path: `s3://${name}/data/` }] };
  await local.client.send(new CreateCrawlerCommand({ Name: name, Role: 'role', DatabaseName: name, Targets }));
}

describe('a crawl', () => {
  it('does not read what it knows, after a restart neither, and reads what has changed', async () => {
    await createCrawler('known');
    await local.write('known', 'data/a.csv', 'name,amount\nAnn,10\nBob,20\n');
    const path = join(directory, 'objects', 'known', 'data', 'a.csv');
    await utimes(path, NOON, NOON);
    await local.crawl('known');
    const expected = ['data csv: name string, amount bigint'];
    expect(await columns('known')).toEqual(expected);

    // Other bytes under the same name, size and time: a crawl that reads them makes other columns.
    await writeFile(path, 'name,amount\nAnn,1x\nBob,2x\n');
    await utimes(path, NOON, NOON);
    await local.close();
    local = await startLocalGlue({ crawlMilliseconds: 1, directory });
    await local.crawl('known');
    expect(await columns('known')).toEqual(expected);

    await local.write('known', 'data/a.csv', 'name,amount\nAnn,1.5\n');
    await local.crawl('known');
    expect(await columns('known')).toEqual(['data csv: name string, amount double']);
  });

  it('reads the first megabyte of a large file', async () => {
    await createCrawler('large');
    const rows = (amount: string, count: number) => `Ann,${amount}\n`.repeat(count);
    await local.write('large', 'data/a.csv', `name,amount\n${rows('10.50', 200_000)}${rows('none', 1)}`);
    await local.write('large', 'data/b.csv', `name,amount\n${rows('10', 10)}`);
    await local.crawl('large');
    expect(await columns('large')).toEqual(['data csv: name string, amount double']);
  });

  it('reads the footers of Parquet files', async () => {
    await createCrawler('footers');
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    const path = join(directory, 'orders.parquet');
    await connection.run(
      `COPY (SELECT 'O1' AS OrderID, CAST(1.5 AS DECIMAL(18, 2)) AS amount, CAST(1.5 AS DECIMAL(38, 2)) AS total, DATE '2026-11-30' AS day,
        TIMESTAMP '2026-11-30 10:00:00' AS seen, 1 AS int_32, CAST(1 AS BIGINT) AS int_64, CAST(1 AS SMALLINT) AS small, true AS flag,
        1.5::FLOAT AS single, 1.5::DOUBLE AS double, 'x'::BLOB AS bytes, ['a'] AS texts, {'a': 1, 'b': 'x'} AS pair, MAP {'k': 1} AS counts)
       TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    await local.write('footers', 'data/orders', await readFile(path));
    await local.crawl('footers');
    expect(await columns('footers')).toEqual([
      'data parquet: orderid string, amount decimal(18,2), total decimal(38,2), day date, seen timestamp, int_32 int, int_64 bigint, ' +
        'small smallint, flag boolean, single float, double double, bytes binary, texts array<string>, pair struct<a:int,b:string>, ' +
        'counts map<string,int>',
    ]);
  });
});
