import { randomUUID } from 'node:crypto';
import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  type Crawler,
  CreateClassifierCommand,
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  CreatePartitionCommand,
  CreateTableCommand,
  DeleteClassifierCommand,
  DeleteCrawlerCommand,
  DeleteDatabaseCommand,
  DeletePartitionCommand,
  DeleteTableCommand,
  GetClassifierCommand,
  GetCrawlerCommand,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetPartitionCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  type GlueClient,
  ListCrawlersCommand,
  StartCrawlerCommand,
  StopCrawlerCommand,
  UpdateClassifierCommand,
  UpdateCrawlerCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';

export interface GlueUnderTest {
  readonly client: GlueClient;
  /** An empty bucket for what is crawled. */
  readonly bucket: string;
  /** The ARN of a role that a crawler may assume. */
  readonly role: string;
  put(key: string, body: string): Promise<void>;
  close(): Promise<void>;
}

/** The contract of Glue, for local AWS and for AWS, where a crawl takes minutes. */
export function describeGlue(name: string, create: () => Promise<GlueUnderTest>, { patience = 30_000 } = {}): void {
  describe(`Glue on ${name}`, () => {
    const id = randomUUID().slice(0, 8);
    const database = `contract_${id}`;
    const crawler = `contract-${id}`;
    const classifier = `contract-csv-${id}`;
    let glue: GlueUnderTest;

    beforeAll(async () => {
      glue = await create();
      await glue.client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database.toUpperCase(), Description: 'contract' } }));
    });
    afterAll(async () => {
      await glue.client.send(new DeleteDatabaseCommand({ Name: database }));
      await glue.close();
    });

    const missing = 'EntityNotFoundException';

    it('keeps databases under names in lower case', async () => {
      const { client } = glue;
      expect((await client.send(new GetDatabaseCommand({ Name: database.toUpperCase() }))).Database).toMatchObject({
        Name: database,
        Description: 'contract',
        CreateTime: expect.any(Date),
      });
      await expect(client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }))).rejects.toMatchObject({
        name: 'AlreadyExistsException',
      });
      await expect(client.send(new GetDatabaseCommand({ Name: `${database}_no` }))).rejects.toMatchObject({
        name: missing,
        message: `Database ${database}_no not found.`,
      });
      const { DatabaseList, NextToken } = await client.send(new GetDatabasesCommand({ MaxResults: 1 }));
      expect(DatabaseList).toHaveLength(1);
      if (NextToken) await client.send(new GetDatabasesCommand({ NextToken }));
    });

    it('keeps partitions', async () => {
      const { client } = glue;
      const table = { DatabaseName: database, TableName: 'parted' };
      const StorageDescriptor = { Columns: [{ Name: 'id', Type: 'string' }], Location: 's3://somewhere/parted/' };
      const TableInput = { Name: table.TableName, StorageDescriptor, PartitionKeys: [{ Name: 'day', Type: 'string' }] };
      await client.send(new CreateTableCommand({ DatabaseName: database, TableInput }));
      const PartitionInput = { Values: ['1'], StorageDescriptor: { Location: 's3://somewhere/parted/day=1/' } };
      await client.send(new CreatePartitionCommand({ ...table, PartitionInput }));
      await expect(client.send(new CreatePartitionCommand({ ...table, PartitionInput }))).rejects.toMatchObject({
        name: 'AlreadyExistsException',
      });
      const PartitionInputList = ['1', '2', '3'].map(day => ({ ...PartitionInput, Values: [day] }));
      const created = await client.send(new BatchCreatePartitionCommand({ ...table, PartitionInputList }));
      expect(created.Errors).toMatchObject([{ PartitionValues: ['1'], ErrorDetail: { ErrorCode: 'AlreadyExistsException' } }]);
      const { Partition } = await client.send(new GetPartitionCommand({ ...table, PartitionValues: ['1'] }));
      expect(Partition).toMatchObject({ ...PartitionInput, CreationTime: expect.any(Date), TableName: table.TableName });

      await client.send(new DeletePartitionCommand({ ...table, PartitionValues: ['1'] }));
      await expect(client.send(new GetPartitionCommand({ ...table, PartitionValues: ['1'] }))).rejects.toMatchObject({ name: missing });
      const PartitionsToDelete = [{ Values: ['2'] }, { Values: ['no'] }];
      const deleted = await client.send(new BatchDeletePartitionCommand({ ...table, PartitionsToDelete }));
      expect(deleted.Errors).toMatchObject([{ PartitionValues: ['no'] }]);
      const segments = [0, 1].map(SegmentNumber => ({ ...table, Segment: { SegmentNumber, TotalSegments: 2 } }));
      const listed = await Promise.all(segments.map(segment => client.send(new GetPartitionsCommand(segment))));
      expect(listed.flatMap(({ Partitions = [] }) => Partitions.map(({ Values }) => Values))).toEqual([['3']]);
    });

    it('keeps tables, and counts their versions', async () => {
      const { client } = glue;
      const table = (amount: string) => ({
        Name: 'Orders',
        TableType: 'EXTERNAL_TABLE',
        PartitionKeys: [{ Name: 'year', Type: 'string' }],
        StorageDescriptor: { Columns: [{ Name: 'amount', Type: amount }], Location: 's3://somewhere/orders/' },
        Parameters: { classification: 'csv' },
      });
      await client.send(new CreateTableCommand({ DatabaseName: database, TableInput: table('bigint') }));
      await expect(client.send(new CreateTableCommand({ DatabaseName: database, TableInput: table('bigint') }))).rejects.toMatchObject({
        name: 'AlreadyExistsException',
        message: 'Table already exists.',
      });
      await client.send(new UpdateTableCommand({ DatabaseName: database, TableInput: table('double'), VersionId: '0' }));
      await expect(
        client.send(new UpdateTableCommand({ DatabaseName: database, TableInput: table('string'), VersionId: '0' })),
      ).rejects.toMatchObject({ name: 'ConcurrentModificationException' });
      const { Table } = await client.send(new GetTableCommand({ DatabaseName: database, Name: 'ORDERS' }));
      expect(Table).toMatchObject({ Name: 'orders', DatabaseName: database, VersionId: '1', UpdateTime: expect.any(Date) });
      expect(Table?.StorageDescriptor?.Columns).toEqual([{ Name: 'amount', Type: 'double' }]);
      expect((await client.send(new GetPartitionsCommand({ DatabaseName: database, TableName: 'orders' }))).Partitions).toEqual([]);
    });

    it('finds tables by a regular expression, in pages, and deletes them', async () => {
      const { client } = glue;
      for (const Name of ['page_a', 'page_b', 'page_c', 'other_page_d'])
        await client.send(new CreateTableCommand({ DatabaseName: database, TableInput: { Name } }));
      const first = await client.send(new GetTablesCommand({ DatabaseName: database, Expression: 'page_.*', MaxResults: 2 }));
      const { NextToken } = first;
      const second = await client.send(new GetTablesCommand({ DatabaseName: database, Expression: 'page_.*', MaxResults: 2, NextToken }));
      expect([first, second].map(({ TableList }) => TableList?.map(({ Name }) => Name))).toEqual([['page_a', 'page_b'], ['page_c']]);
      await client.send(new DeleteTableCommand({ DatabaseName: database, Name: 'page_a' }));
      await expect(client.send(new GetTableCommand({ DatabaseName: database, Name: 'page_a' }))).rejects.toMatchObject({
        name: missing,
        message: 'Entity Not Found',
      });
    });

    it('keeps classifiers, and counts their versions', async () => {
      const { client } = glue;
      const CsvClassifier = { Name: classifier, Delimiter: ',', QuoteSymbol: '"', ContainsHeader: 'PRESENT' as const, Header: ['a', 'b'] };
      await client.send(new CreateClassifierCommand({ CsvClassifier }));
      await expect(client.send(new CreateClassifierCommand({ CsvClassifier }))).rejects.toMatchObject({ name: 'AlreadyExistsException' });
      await client.send(new UpdateClassifierCommand({ CsvClassifier: { Name: classifier, Delimiter: ';' } }));
      expect((await client.send(new GetClassifierCommand({ Name: classifier }))).Classifier?.CsvClassifier).toMatchObject({
        Name: classifier,
        Delimiter: ';',
        Version: 2,
      });
      await client.send(new DeleteClassifierCommand({ Name: classifier }));
      await expect(client.send(new GetClassifierCommand({ Name: classifier }))).rejects.toMatchObject({ name: missing });
    });

    const until = async (arrived: (crawler: Crawler) => boolean): Promise<Crawler> => {
      const deadline = Date.now() + patience;
      for (;;) {
        const { Crawler: now } = await glue.client.send(new GetCrawlerCommand({ Name: crawler }));
        if (now && arrived(now)) return now;
        if (Date.now() > deadline) throw new Error(`The crawler is ${now?.State} after ${patience} ms`);
      }
    };

    it(
      'crawls: RUNNING, STOPPING, READY; then the table is there',
      async () => {
        const { client, bucket, role } = glue;
        const settings = {
          Name: crawler,
          Role: role,
          DatabaseName: database,
          Targets: { S3Targets: [{ Path: `s3://${bucket}/crawled/` }] },
        };
        await expect(client.send(new GetCrawlerCommand({ Name: crawler }))).rejects.toMatchObject({
          name: missing,
          message: `Crawler entry with name ${crawler} does not exist`,
        });
        await expect(client.send(new StartCrawlerCommand({ Name: crawler }))).rejects.toMatchObject({
          name: missing,
          message: `Crawler with name ${crawler} does not exist`,
        });
        await client.send(new CreateCrawlerCommand(settings));
        await expect(client.send(new CreateCrawlerCommand(settings))).rejects.toMatchObject({ name: 'AlreadyExistsException' });
        await expect(client.send(new StopCrawlerCommand({ Name: crawler }))).rejects.toMatchObject({ name: 'CrawlerNotRunningException' });
        expect((await client.send(new ListCrawlersCommand({}))).CrawlerNames).toContain(crawler);
        const idle = await until(() => true);
        expect(idle).toMatchObject({
          State: 'READY',
          Version: 1,
          SchemaChangePolicy: { UpdateBehavior: 'UPDATE_IN_DATABASE', DeleteBehavior: 'DEPRECATE_IN_DATABASE' },
        });
        expect(idle.LastCrawl).toBeUndefined();

        await glue.put('crawled/a.csv', 'id,name\n1,a\n2,b\n3,c\n');
        const before = Date.now();
        await client.send(new StartCrawlerCommand({ Name: crawler }));
        await expect(client.send(new StartCrawlerCommand({ Name: crawler }))).rejects.toMatchObject({ name: 'CrawlerRunningException' });
        await expect(client.send(new DeleteCrawlerCommand({ Name: crawler }))).rejects.toMatchObject({ name: 'CrawlerRunningException' });
        await until(({ State }) => State !== 'RUNNING');
        const { LastCrawl } = await until(({ State }) => State === 'READY');
        expect(LastCrawl).toMatchObject({ Status: 'SUCCEEDED', LogGroup: '/aws-glue/crawlers', LogStream: crawler });
        expect(LastCrawl?.StartTime?.getTime()).toBeGreaterThanOrEqual(before - 60_000);
        const { Table } = await client.send(new GetTableCommand({ DatabaseName: database, Name: 'crawled' }));
        expect(Table?.StorageDescriptor?.Columns).toEqual([
          { Name: 'id', Type: 'bigint' },
          { Name: 'name', Type: 'string' },
        ]);
      },
      patience * 2,
    );

    it(
      'stops a crawl',
      async () => {
        const { client } = glue;
        await client.send(new UpdateCrawlerCommand({ Name: crawler, Description: 'changed' }));
        await client.send(new StartCrawlerCommand({ Name: crawler }));
        await client.send(new StopCrawlerCommand({ Name: crawler }));
        expect(await until(({ State }) => State === 'READY')).toMatchObject({
          Version: 2,
          Description: 'changed',
          LastCrawl: { Status: 'CANCELLED' },
        });
        await client.send(new DeleteCrawlerCommand({ Name: crawler }));
        await expect(client.send(new DeleteCrawlerCommand({ Name: crawler }))).rejects.toMatchObject({ name: missing });
      },
      patience * 2,
    );

    it('refuses input that is wrong', async () => {
      const { client, bucket, role } = glue;
      const settings = {
        Name: `${crawler}-no`,
        Role: role,
        DatabaseName: database,
        Targets: { S3Targets: [{ Path: `s3://${bucket}/x/` }] },
      };
      const invalid = { name: 'InvalidInputException' };
      await expect(client.send(new CreateCrawlerCommand({ ...settings, Configuration: '{' }))).rejects.toMatchObject(invalid);
      await expect(client.send(new CreateCrawlerCommand({ ...settings, Classifiers: ['no-such-classifier'] }))).rejects.toBeInstanceOf(
        Error,
      );
      await expect(client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: '' } }))).rejects.toBeInstanceOf(Error);
    });
  });
}
