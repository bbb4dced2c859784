import { mkdir, writeFile } from 'node:fs/promises';
import {
  type CrawlerTargets,
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  type SchemaChangePolicy,
  StartCrawlerCommand,
  UpdateCrawlerCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { type LocalGlue, startLocalGlue } from './local-glue';

const TARGETS: CrawlerTargets = { S3Targets: [{ Path: 's3://lake/data/' }] };

let local: LocalGlue;

beforeEach(async () => {
  local = await startLocalGlue();
  await local.client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'db' } }));
  await local.client.send(new CreateCrawlerCommand({ Name: 'c', Role: 'role', DatabaseName: 'db', Targets: TARGETS }));
});
afterEach(() => local.close());

const set = (SchemaChangePolicy: SchemaChangePolicy, configuration?: object) =>
  local.client.send(
    new UpdateCrawlerCommand({ Name: 'c', SchemaChangePolicy, ...(configuration && { Configuration: JSON.stringify(configuration) }) }),
  );
const table = async () => (await local.client.send(new GetTableCommand({ DatabaseName: 'db', Name: 'data' }))).Table;
const names = async () => (await local.client.send(new GetTablesCommand({ DatabaseName: 'db' }))).TableList?.map(({ Name }) => Name);
const columns = async () => (await table())?.StorageDescriptor?.Columns?.map(({ Name, Type }) => `${Name} ${Type}`);
const partitions = async () => (await local.client.send(new GetPartitionsCommand({ DatabaseName: 'db', TableName: 'data' }))).Partitions;

describe('what a crawler does with a table that has changed', () => {
  beforeEach(async () => {
    await local.write('lake', 'data/a.csv', 'n,s\n1,a\n2,b\n');
    await local.crawl('c');
  });
  const change = () => local.write('lake', 'data/a.csv', 'n,s,more\n1.5,a,1\n2.5,b,2\n');

  it('UPDATE_IN_DATABASE: updates it, and removes what others have set', async () => {
    const { Name, StorageDescriptor, Parameters, TableType } = (await table()) ?? {};
    const stamped = { Name, StorageDescriptor, TableType, Parameters: { ...Parameters, 'our:stamp': 'x' } };
    await local.client.send(new UpdateTableCommand({ DatabaseName: 'db', TableInput: stamped }));
    await change();
    await local.crawl('c');
    expect(await columns()).toEqual(['n double', 's string', 'more bigint']);
    expect(await table()).toMatchObject({ VersionId: '2', Parameters: { sizeKey: '25' } });
    expect((await table())?.Parameters).not.toHaveProperty('our:stamp');
  });

  it('makes no new version where nothing has changed', async () => {
    const before = await table();
    await local.crawl('c');
    expect(await table()).toEqual(before);
  });

  it('LOG: leaves it alone', async () => {
    await set({ UpdateBehavior: 'LOG' });
    const before = await table();
    await change();
    await local.crawl('c');
    expect(await table()).toEqual(before);
  });

  it('MergeNewColumns: adds columns and changes no other', async () => {
    await set({}, { Version: 1, CrawlerOutput: { Tables: { AddOrUpdateBehavior: 'MergeNewColumns' } } });
    await change();
    await local.crawl('c');
    expect(await columns()).toEqual(['n bigint', 's string', 'more bigint']);
  });

  it.each([
    ['delimiter', 'n;s;more\n1;a;1\n2;b;2\n'],
    ['format', '{"n": 1}\n'],
  ])('MergeNewColumns: marks it as deprecated where its %s is another', async (_, content) => {
    await set({}, { Version: 1, CrawlerOutput: { Tables: { AddOrUpdateBehavior: 'MergeNewColumns' } } });
    await local.write('lake', 'data/a.csv', content);
    await local.crawl('c');
    expect(await columns()).toEqual(['n bigint', 's string']);
    expect(await table()).toMatchObject({ Parameters: { DEPRECATED_BY_CRAWLER: expect.any(String), delimiter: ',' } });
  });

  it('TableThreshold: fails where there are more tables', async () => {
    await set({}, { Version: 1, CrawlerOutput: { Tables: { TableThreshold: 1 } } });
    await local.write('lake', 'data/b.json', '{}');
    await local.write('lake', 'data/c.csv', 'x;y\n1;2\n3;4\n');
    expect(await local.crawl('c')).toMatchObject({
      Status: 'FAILED',
      ErrorMessage: expect.stringContaining('is greater than the table threshold value provided: 1'),
    });
    expect(await names()).toEqual(['data']);
  });
});

describe('what a crawler does with a table that is gone', () => {
  beforeEach(async () => {
    await local.write('lake', 'data/a.csv', 'n,s\n1,a\n2,b\n');
    await local.crawl('c');
    await local.remove('lake', 'data/a.csv');
  });

  it('DEPRECATE_IN_DATABASE: says so, and takes it back when the files return', async () => {
    await local.crawl('c');
    expect(await table()).toMatchObject({ Parameters: { DEPRECATED_BY_CRAWLER: expect.stringMatching(/^\d+$/) } });
    await local.write('lake', 'data/a.csv', 'n,s\n1,a\n2,b\n');
    await local.crawl('c');
    expect((await table())?.Parameters).not.toHaveProperty('DEPRECATED_BY_CRAWLER');
  });

  it('DELETE_FROM_DATABASE: deletes it', async () => {
    await set({ DeleteBehavior: 'DELETE_FROM_DATABASE' });
    await local.crawl('c');
    expect(await names()).toEqual([]);
  });

  it('LOG: leaves it alone', async () => {
    await set({ DeleteBehavior: 'LOG' });
    const before = await table();
    await local.crawl('c');
    expect(await table()).toEqual(before);
  });
});

describe('what a crawler does with partitions', () => {
  beforeEach(async () => {
    await local.write('lake', 'data/day=1/a.csv', 'n,s\n1,a\n2,b\n');
    await local.crawl('c');
  });

  it('adds new ones, even with LOG, each with its own schema', async () => {
    await set({ UpdateBehavior: 'LOG' });
    await local.write('lake', 'data/day=2/a.csv', 'n,s\n1.5,a\n2.5,b\n');
    await local.crawl('c');
    expect(await columns()).toEqual(['n bigint', 's string']);
    expect(await partitions()).toMatchObject([
      { Values: ['1'], StorageDescriptor: { Columns: [{ Type: 'bigint' }, {}] } },
      { Values: ['2'], StorageDescriptor: { Location: 's3://lake/data/day=2/', Columns: [{ Type: 'double' }, {}] } },
    ]);
  });

  it('InheritFromTable: gives all of them the schema of the table', async () => {
    await set({}, { Version: 1, CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } } });
    await local.write('lake', 'data/day=2/a.csv', 'n,s\n1.5,a\n2.5,b\n');
    await local.crawl('c');
    expect(await partitions()).toMatchObject([
      { StorageDescriptor: { Location: 's3://lake/data/day=1/', Columns: [{ Type: 'double' }, {}] } },
      { StorageDescriptor: { Location: 's3://lake/data/day=2/', Columns: [{ Type: 'double' }, {}] } },
    ]);
  });

  it('MergeNewColumns: adds columns to them and changes no other', async () => {
    await set({}, { Version: 1, CrawlerOutput: { Tables: { AddOrUpdateBehavior: 'MergeNewColumns' } } });
    await local.write('lake', 'data/day=1/a.csv', 'n,s,more\n1.5,a,1\n2.5,b,2\n');
    await local.crawl('c');
    expect(await partitions()).toMatchObject([
      { StorageDescriptor: { Columns: [{ Type: 'bigint' }, { Type: 'string' }, { Name: 'more', Type: 'bigint' }] } },
    ]);
  });

  it('DELETE_FROM_DATABASE: deletes those that are gone', async () => {
    await set({ DeleteBehavior: 'DELETE_FROM_DATABASE' });
    await local.write('lake', 'data/day=2/a.csv', 'n,s\n1,a\n2,b\n');
    await local.remove('lake', 'data/day=1/a.csv');
    await local.crawl('c');
    expect(await partitions()).toMatchObject([{ Values: ['2'] }]);
  });
});

it.each([
  ['CreateCrawler', { Name: 'x', Role: 'role', Targets: TARGETS, Tags: { team: 'orders' } }, 'Tags'],
  ['CreateDatabase', { DatabaseInput: { Name: 'x' }, Tags: { team: 'orders' } }, 'Tags'],
  ['CreateTable', { DatabaseName: 'db', TableInput: { Name: 'x' }, PartitionIndexes: [] }, 'PartitionIndexes'],
  ['GetPartitions', { DatabaseName: 'db', TableName: 'x', Expression: 'day > 1' }, 'Expression'],
  ['UpdateCrawler', { Name: 'c', Configuration: '{"Version":1,"CreatePartitionIndex":true}' }, 'CreatePartitionIndex'],
  ['GetDatabase', { Name: 'db', CatalogId: '123456789012' }, 'CatalogId'],
])('%s refuses by its name a field that is not known here', async (operation, input, field) => {
  const headers = { 'x-amz-target': `AWSGlue.${operation}` };
  const answer = await fetch(local.url, { method: 'POST', headers, body: JSON.stringify(input) });
  expect(await answer.json()).toMatchObject({ __type: 'InvalidInputException', message: expect.stringContaining(field) });
});

it('refuses by its name an expression that never comes to an end, and one that is none', async () => {
  await local.client.send(new CreateTableCommand({ DatabaseName: 'db', TableInput: { Name: 'a'.repeat(60) } }));
  const find = (Expression: string) => local.client.send(new GetTablesCommand({ DatabaseName: 'db', Expression }));
  await expect(find('(a+)+b')).rejects.toMatchObject({ name: 'InvalidInputException', message: 'Expression takes too long to match' });
  await expect(find('(')).rejects.toMatchObject({ name: 'InvalidInputException', message: expect.stringContaining('not a regular') });
  expect((await find('a.*')).TableList).toHaveLength(1);
});

describe('a crawl', () => {
  it('fails with its reason where the database is missing', async () => {
    await local.client.send(new CreateCrawlerCommand({ Name: 'lost', Role: 'role', DatabaseName: 'nowhere', Targets: TARGETS }));
    expect(await local.crawl('lost')).toMatchObject({ Status: 'FAILED', ErrorMessage: 'Database nowhere not found.' });
  });

  it('leaves out what its exclusions match', async () => {
    await local.client.send(
      new UpdateCrawlerCommand({ Name: 'c', Targets: { S3Targets: [{ Path: 's3://lake/data', Exclusions: ['**.json', 'tmp/**'] }] } }),
    );
    await local.write('lake', 'data/a.csv', 'n,s\n1,a\n2,b\n');
    await local.write('lake', 'data/deep/b.json', '{}');
    await local.write('lake', 'data/tmp/c.csv', 'x;y\n1;2\n3;4\n');
    await local.write('lake', 'database/d.csv', 'n,s\n1,a\n2,b\n');
    await local.crawl('c');
    expect(await names()).toEqual(['data']);
    expect(await table()).toMatchObject({ Parameters: { exclusions: '["**.json","tmp/**"]', objectCount: '1' } });
  });

  it('that was cut off has failed, and its crawler is READY', async () => {
    const directory = `${local.directory}/slow`;
    const slow = await startLocalGlue({ directory, crawlMilliseconds: 60_000 });
    try {
      await slow.client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'db' } }));
      await slow.client.send(new CreateCrawlerCommand({ Name: 'c', Role: 'role', DatabaseName: 'db', Targets: TARGETS }));
      await slow.client.send(new StartCrawlerCommand({ Name: 'c' }));
      const restarted = await startLocalGlue({ directory });
      const crawler = await restarted.state('c');
      await restarted.close();
      expect(crawler).toMatchObject({ State: 'READY', LastCrawl: { Status: 'FAILED', ErrorMessage: expect.stringContaining('cut off') } });
    } finally {
      await slow.close();
    }
  });
});

it('refuses a catalogue that another version wrote', async () => {
  const directory = `${local.directory}/previous`;
  await mkdir(`${directory}/glue`, { recursive: true });
  await writeFile(`${directory}/glue/catalog.json`, JSON.stringify({ databases: { '~map': [] } }));
  await expect(startLocalGlue({ directory })).rejects.toThrow(/glue\/catalog\.json was written by another version/);
});
