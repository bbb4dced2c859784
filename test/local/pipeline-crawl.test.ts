import {
  CreateClassifierCommand,
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  GetTableCommand,
  GetTablesCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { type LocalGlue, startLocalGlue } from '../../packages/local-aws/test/glue/local-glue';
import { csvClassifier, processedCrawler } from '../../pipeline/crawler';
import { namesFor } from '../../pipeline/names';
import { declaredTables } from '../../pipeline/tables';

const NAMES = namesFor('prod');
const TABLE = { DatabaseName: NAMES.database, Name: 'processed' };
const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';

let local: LocalGlue;

beforeEach(async () => {
  local = await startLocalGlue();
  await local.client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: NAMES.database } }));
  await local.client.send(new CreateClassifierCommand({ CsvClassifier: csvClassifier(NAMES) }));
  await local.client.send(new CreateCrawlerCommand(processedCrawler(NAMES, 'orders', 'arn:aws:iam::000000000000:role/crawler')));
});
afterEach(() => local.close());

const tables = async () => (await local.client.send(new GetTablesCommand({ DatabaseName: NAMES.database }))).TableList ?? [];

describe("the pipeline's own crawler", () => {
  it('makes one table of the folder, with the five columns', async () => {
    await local.write('orders', 'processed/filtered_a.csv', `${HEADER}1,"Smith, ""JJ""",10.50,Shipped,2025-01-01\n`);
    await local.write('orders', 'processed/filtered_b.csv', `${HEADER}2,Bob,7,Pending,2025-01-02\n`);
    expect(await local.crawl(NAMES.crawler)).toMatchObject({
      Status: 'SUCCEEDED',
      LogGroup: '/aws-glue/crawlers',
      LogStream: NAMES.crawler,
    });
    const [table, ...others] = await tables();
    expect(others).toEqual([]);
    expect(table).toMatchObject({
      Name: 'processed',
      TableType: 'EXTERNAL_TABLE',
      Parameters: {
        classification: 'csv',
        'skip.header.line.count': '1',
        objectCount: '2',
        recordCount: '4',
        UPDATED_BY_CRAWLER: NAMES.crawler,
      },
      StorageDescriptor: { Location: 's3://orders/processed/' },
    });
    expect(table?.StorageDescriptor?.Columns?.map(({ Name }) => Name)).toEqual(['orderid', 'customer', 'amount', 'status', 'orderdate']);
  });

  it('leaves alone what the state machine declared, whatever lies in the folder', async () => {
    await local.write('orders', 'processed/filtered_a.csv', `${HEADER}1,Bob,10.50,Shipped,2025-01-01\n`);
    await local.crawl(NAMES.crawler);
    await local.client.send(new UpdateTableCommand({ DatabaseName: NAMES.database, TableInput: declaredTables('orders').processed }));
    const { Table: declared } = await local.client.send(new GetTableCommand(TABLE));
    for (const [key, content] of [
      ['processed/odd.json', '{"a":1,"b":2}\n'],
      ['processed/semicolons.csv', 'a;b\n1;2\n'],
      ['processed/empty.csv', ''],
      ['processed/deeper/c.csv', `${HEADER}3,Eve,1,Shipped,2025-01-01\n`],
    ] as const) {
      await local.write('orders', key, content);
      expect(await local.crawl(NAMES.crawler)).toMatchObject({ Status: 'SUCCEEDED' });
      const { Table: after } = await local.client.send(new GetTableCommand(TABLE));
      expect(after).toEqual(declared);
    }
  });

  it('recognizes a file of a header alone, since its classifier was told', async () => {
    await local.write('orders', 'processed/filtered_a.csv', HEADER);
    await local.crawl(NAMES.crawler);
    expect(await tables()).toMatchObject([{ Name: 'processed', Parameters: { classification: 'csv' } }]);
  });

  it('succeeds on an empty folder, without a table', async () => {
    expect(await local.crawl(NAMES.crawler)).toMatchObject({ Status: 'SUCCEEDED' });
    expect(await tables()).toEqual([]);
  });

  it('tells the instant at which it started, to the millisecond', async () => {
    const before = Date.now();
    const last = await local.crawl(NAMES.crawler);
    const started = last?.StartTime?.getTime() ?? 0;
    expect(started).toBeGreaterThanOrEqual(before);
    expect(started).toBeLessThanOrEqual(Date.now());
  });
});
