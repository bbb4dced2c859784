import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  CreateClassifierCommand,
  CreateCrawlerCommand,
  type CreateCrawlerCommandInput,
  type CreateCsvClassifierRequest,
  CreateDatabaseCommand,
  GetPartitionsCommand,
  GetTablesCommand,
  type Table,
} from '@aws-sdk/client-glue';
import { type LocalGlue, startLocalGlue } from './local-glue';

let local: LocalGlue;

beforeAll(async () => {
  local = await startLocalGlue({ crawlMilliseconds: 1 });
});
afterAll(() => local.close());

interface Crawl {
  readonly path?: string;
  readonly classifier?: Omit<CreateCsvClassifierRequest, 'Name'>;
  readonly settings?: Partial<CreateCrawlerCommandInput>;
}

/** Crawls files (`key → content`) in a bucket and a database of their own. */
async function crawl(files: Readonly<Record<string, string | Uint8Array>>, { path = 'data/', classifier, settings }: Crawl = {}) {
  const id = randomUUID().slice(0, 8);
  const database = `db_${id}`;
  const bucket = `bucket-${id}`;
  for (const [key, content] of Object.entries(files)) await local.write(bucket, key, content);
  await local.client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
  if (classifier) await local.client.send(new CreateClassifierCommand({ CsvClassifier: { Name: id, ...classifier } }));
  await local.client.send(
    new CreateCrawlerCommand({
      Name: id,
      Role: 'role',
      DatabaseName: database,
      Targets: { S3Targets: [{ Path: `s3://${bucket}/${path}` }] },
      ...(classifier && { Classifiers: [id] }),
      ...settings,
    }),
  );
  const again = async () => {
    const last = await local.crawl(id);
    expect(last).toMatchObject({ Status: 'SUCCEEDED' });
    return (await local.client.send(new GetTablesCommand({ DatabaseName: database }))).TableList ?? [];
  };
  return { bucket, database, again, tables: await again() };
}

const columns = (table: Table | undefined) => table?.StorageDescriptor?.Columns?.map(({ Name, Type }) => `${Name} ${Type}`).join(', ');

/** The columns of the one table that one file makes. */
async function columnsOf(content: string | Uint8Array, classifier?: Crawl['classifier']): Promise<string | undefined> {
  const { tables } = await crawl({ 'data/file.csv': content }, { ...(classifier && { classifier }) });
  expect(tables).toHaveLength(1);
  return columns(tables[0]);
}

describe('the built-in CSV classifier', () => {
  test.each([
    ['a comma', 'id,name\n1,a\n2,b\n', 'id bigint, name string'],
    ['a pipe', 'id|name\n1|a,x\n2|b\n', 'id bigint, name string'],
    ['a tab', 'id\tname\n1\ta\n2\tb\n', 'id bigint, name string'],
    ['a semicolon', 'id;price\n1;1,5\n2;2,5\n', 'id bigint, price string'],
    ['Ctrl-A', 'id\u0001name\n1\u0001a\n2\u0001b\n', 'id bigint, name string'],
    ['no header when all is text', 'name,city\nBob,Oslo\nEve,Rome\n', 'col0 string, col1 string'],
    ['no header when the first row has a number', '1,a\n2,b\n', 'col0 bigint, col1 string'],
    ['no header when it has 150 characters or more', `${'x'.repeat(150)},n\n1,2\n3,4\n`, 'col0 string, col1 string'],
    ['a last name of 150 characters', `n,${'x'.repeat(150)}\n1,2\n3,4\n`, `n bigint, ${'x'.repeat(150)} bigint`],
    ['no header when a name is missing', 'a,,c\n1,2,3\n4,5,6\n', 'col0 string, col1 bigint, col2 string'],
    ['a name that is there twice', 'a,A\n1,2\n3,4\n', 'a bigint, col1 bigint'],
    ['a trailing delimiter', 'id,name,\n1,a,\n2,b,\n', 'id bigint, name string, col2 string'],
    ['whole numbers', 'n,x\n1,a\n-2,b\n+3,c\n007,d\n', 'n bigint, x string'],
    ['the largest whole numbers', 'n,m\n9223372036854775807,1\n-9223372036854775808,9223372036854775808\n', 'n bigint, m double'],
    ['numbers widened over rows', 'n,x\n1,a\n2.5,b\n-3e10,c\n.5,d\n', 'n double, x string'],
    ['a number once text, text for good', 'n,m\n1,1\nx,2\n3,3\n', 'n string, m bigint'],
    ['empty fields, which say nothing', 'n,m,o\n,1,\n2,,\n', 'n bigint, m bigint, o string'],
    ['booleans', 'yes,n\ntrue,1\nFALSE,2\n', 'yes boolean, n bigint'],
    ['a boolean beside a number', 'b,n\ntrue,1\n1,2\n', 'b string, n bigint'],
    [
      'dates and times, which stay text',
      'd,t,n\n2025-01-01,2025-01-01 10:00:00,1\n2025-01-02,2025-01-02 10:00:00,2\n',
      'd string, t string, n bigint',
    ],
    ['values with white space around them', 'id, name\n1, a\n 2 , b\n', 'id bigint, name string'],
    [
      'names in capitals, with spaces and dashes',
      'Order ID,Alpha-2,Größe\n1,a,2\n2,b,3\n',
      'order id bigint, alpha-2 string, größe bigint',
    ],
    ['CRLF, and no last line end', 'id,name\r\n1,a\r\n2,b', 'id bigint, name string'],
    ['a lone CR', 'id,name\r1,a\r2,b\r', 'id bigint, name string'],
    ['a byte order mark', '\uFEFFid,name\n1,a\n2,b\n', 'id bigint, name string'],
    ['blank lines', '\nid,name\n\n1,a\n2,b\n\n', 'id bigint, name string'],
    ['quoted fields with delimiters and line breaks', 'id,name\n1,"a, b"\n2,"c\nd"\n', 'id bigint, name string'],
    ['a quote that never closes', 'id,name\n1,"a\n2,b\n3,c\n', 'id bigint, name string'],
    ['rows that are short or long', 'id,name,n\n1,a,1\n2,b\n3,c,3\n4,d,4,5\n5,e,5\n6,f,6\n7,g,7\n', 'id bigint, name string, n bigint'],
    ['gzip', gzipSync('id,name\n1,a\n2,b\n'), 'id bigint, name string'],
  ])('understands %s', async (_, content, expected) => expect(await columnsOf(content)).toBe(expected));

  test.each<[string, string | Uint8Array]>([
    ['one row', 'a,b,c\n'],
    ['one column', 'a\n1\n2\n'],
    ['prose', 'Hello, world.\nThis is a text.\nIt has, now and then, a comma.\nMostly not.\n'],
    ['JSON', '{"a": 1, "b": 2}\n{"a": 3, "b": 4}\n'],
    ['a JSON list', '[\n{"a": 1, "b": 2},\n{"a": 3, "b": 4}\n]'],
    ['XML', '<a>\n<b>1,2</b>\n</a>'],
    ['bytes that are not UTF-8', Buffer.from('id,name\n1,M\xfcller\n2,b\n', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFid,name\n1,a\n2,b\n', 'utf16le')],
    ['Parquet', Buffer.from('PAR1\u0015,\u0004\n,\nPAR1')],
  ])('does not know %s', async (_, content) => {
    const { tables } = await crawl({ 'data/file': content });
    expect(tables).toMatchObject([{ Name: 'data', Parameters: { classification: 'UNKNOWN' }, StorageDescriptor: { Columns: [] } }]);
  });

  it('passes over empty files and folder markers', async () => {
    const { tables } = await crawl({ 'data/empty.csv': '' });
    expect(tables).toEqual([]);
  });

  it('writes the table as Glue does', async () => {
    const { tables, bucket } = await crawl({ 'data/file.csv': 'tx_id,amount\n1,2\n2,3\n' });
    const [table] = tables;
    expect(table).toMatchObject({
      Name: 'data',
      Owner: 'owner',
      Retention: 0,
      TableType: 'EXTERNAL_TABLE',
      PartitionKeys: [],
      VersionId: '0',
      StorageDescriptor: {
        Location: `s3://${bucket}/data/`,
        InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        Compressed: false,
        NumberOfBuckets: -1,
        SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe', Parameters: { 'field.delim': ',' } },
        BucketColumns: [],
        SortColumns: [],
        StoredAsSubDirectories: false,
      },
    });
    expect(table?.Parameters).toEqual({
      CRAWL_RUN_ID: expect.any(String),
      CrawlerSchemaDeserializerVersion: '1.0',
      CrawlerSchemaSerializerVersion: '1.0',
      UPDATED_BY_CRAWLER: expect.any(String),
      areColumnsQuoted: 'false',
      averageRecordSize: '7',
      classification: 'csv',
      columnsOrdered: 'true',
      compressionType: 'none',
      delimiter: ',',
      objectCount: '1',
      recordCount: '3',
      sizeKey: '21',
      'skip.header.line.count': '1',
      typeOfData: 'file',
    });
    expect(table?.StorageDescriptor?.Parameters).toEqual(table?.Parameters);
  });
});

describe('a custom CSV classifier', () => {
  const quoted = { Delimiter: ',', QuoteSymbol: '"' };
  test.each<[string, string, Crawl['classifier'], string]>([
    ['a header that it says is there', 'name,city\nBob,Oslo\n', { ContainsHeader: 'PRESENT' }, 'name string, city string'],
    ['no header, as it says', 'n,m\n1,2\n', { ContainsHeader: 'ABSENT' }, 'col0 string, col1 string'],
    ['its own names', '1,2\n3,4\n', { ContainsHeader: 'ABSENT', Header: ['A', 'B'] }, 'a bigint, b bigint'],
    ['its own names instead of the header', 'x,y\n1,2\n', { ContainsHeader: 'PRESENT', Header: ['A', 'B'] }, 'a bigint, b bigint'],
    ['a header that it has to find', 'x,y\n1,2\n', { ContainsHeader: 'UNKNOWN' }, 'x bigint, y bigint'],
    ['a delimiter of its own', 'x^y\n1^2\n', { Delimiter: '^' }, 'x bigint, y bigint'],
    ['a single column, where that is allowed', 'x\n1\n2\n', { AllowSingleColumn: true }, 'x bigint'],
    ['quoted fields, for which the SerDe knows only text', 'x,y\n1,"a,b"\n', quoted, 'x string, y string'],
    ['quoted fields with a SerDe that it names', 'x,y\n1,"a"\n', { ...quoted, Serde: 'LazySimpleSerDe' }, 'x bigint, y string'],
    ['values that are not trimmed, which is its default', 'x,y\n 1,2\n', { ContainsHeader: 'PRESENT' }, 'x string, y bigint'],
    ['values that are trimmed', 'x,y\n 1,2\n', { ContainsHeader: 'PRESENT', DisableValueTrimming: false }, 'x bigint, y bigint'],
    [
      'the types that it names',
      'd,t,n,s\n2025-01-01,2025-01-01 10:00:00,5,x\n',
      { ContainsHeader: 'PRESENT', CustomDatatypeConfigured: true, CustomDatatypes: ['TIMESTAMP', 'DATE', 'INT', 'STRING'] },
      'd date, t timestamp, n int, s string',
    ],
    ['twice the same name in a header', 'a,a\n1,2\n', { ContainsHeader: 'PRESENT' }, 'a bigint, col1 bigint'],
  ])('understands %s', async (_, content, classifier, expected) => expect(await columnsOf(content, classifier)).toBe(expected));

  test.each<[string, string, Crawl['classifier'], string]>([
    ['does not divide', 'x;y\n1;2\n3;4\n', { Delimiter: ',' }, 'x bigint, y bigint'],
    ['has other names for', 'x,y,z\n1,2,3\n4,5,6\n', { Header: ['a', 'b'], ContainsHeader: 'PRESENT' }, 'x bigint, y bigint, z bigint'],
  ])('leaves to the built-in one what it %s', async (_, content, classifier, expected) =>
    expect(await columnsOf(content, classifier)).toBe(expected),
  );

  it('chooses OpenCSVSerDe for the whole table as soon as one file has quoted fields', async () => {
    const { tables } = await crawl({ 'data/a.csv': 'x,y\n1,2\n', 'data/b.csv': 'x,y\n3,"a,b"\n' }, { classifier: quoted });
    expect(tables).toMatchObject([
      {
        Parameters: { areColumnsQuoted: 'true', objectCount: '2' },
        StorageDescriptor: {
          SerdeInfo: {
            SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
            Parameters: { quoteChar: '"', separatorChar: ',' },
          },
        },
      },
    ]);
    expect(columns(tables[0])).toBe('x string, y string');
  });

  it('sees quoted fields however far down they are', async () => {
    const { tables } = await crawl({ 'data/a.csv': `x,y\n${'1,2\n'.repeat(100_000)}3,"a,b"\n` }, { classifier: quoted });
    expect(tables).toMatchObject([{ Parameters: { areColumnsQuoted: 'true' } }]);
    expect(columns(tables[0])).toBe('x string, y string');
  });
});

describe('tables and partitions', () => {
  const ORDERS = 'id,customer,amount,status,day\n1,a,2,x,d\n2,b,3,y,e\n';
  const COMBINE = { Configuration: JSON.stringify({ Version: 1.0, Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas' } }) };
  const level = (TableLevelConfiguration: number) => ({
    Configuration: JSON.stringify({ Version: 1, Grouping: { TableLevelConfiguration } }),
  });
  const names = (tables: readonly Table[]) => tables.map(({ Name }) => Name);

  it('widens types over the files of a folder', async () => {
    const { tables } = await crawl({
      'data/a.csv': 'n,m\n1,1\n2,2\n',
      'data/b.csv': 'n,m\n1.5,3\n2.5,4\n',
      'data/c.csv': 'n,m\n1,x\n2,4\n',
    });
    expect(tables.map(columns)).toEqual(['n double, m string']);
  });

  it('adds a column that only some files have, if the schemas are alike', async () => {
    const { tables } = await crawl({
      'data/a.csv': ORDERS,
      'data/b.csv': 'id,customer,amount,status,day,note\n1,a,2,x,d,n\n2,b,3,y,e,n\n',
    });
    expect(tables.map(columns)).toEqual(['id bigint, customer string, amount bigint, status string, day string, note string']);
  });

  it('makes a table of each file when the files of a folder are not alike', async () => {
    const { tables } = await crawl({ 'data/Orders 1.csv': ORDERS, 'data/people.csv': 'name,age\nBob,1\nEve,2\n' });
    expect(names(tables)).toEqual(['orders_1_csv', 'people_csv']);
  });

  it('combines them when configured so, if the format is the same', async () => {
    const files = { 'data/a.csv': 'a,b\n1,x\n2,y\n', 'data/b.csv': 'c,d\n1,x\n2,y\n' };
    const { tables } = await crawl(files, { settings: COMBINE });
    expect(tables.map(columns)).toEqual(['a bigint, b string, c bigint, d string']);
    const other = await crawl({ ...files, 'data/c.csv': 'a;b\n1;x\n2;y\n' }, { settings: COMBINE });
    expect(names(other.tables)).toEqual(['a_csv', 'b_csv', 'c_csv']);
  });

  it('makes partitions of key=value folders', async () => {
    const { tables, database } = await crawl({
      'data/year=2025/Month=1/a.csv': ORDERS,
      'data/year=2025/Month=1/b.csv': ORDERS,
      'data/year=2026/Month=2/a.csv': ORDERS,
    });
    expect(tables).toMatchObject([
      {
        Name: 'data',
        PartitionKeys: [
          { Name: 'year', Type: 'string' },
          { Name: 'month', Type: 'string' },
        ],
      },
    ]);
    const { Partitions } = await local.client.send(new GetPartitionsCommand({ DatabaseName: database, TableName: 'data' }));
    expect(Partitions).toMatchObject([{ Parameters: { objectCount: '2' } }, { Parameters: { objectCount: '1' } }]);
    expect(Partitions?.map(({ Values, StorageDescriptor }) => [Values, StorageDescriptor?.Location?.replace(/^s3:\/\/[^/]+/, '')])).toEqual(
      [
        [['2025', '1'], '/data/year=2025/Month=1/'],
        [['2026', '2'], '/data/year=2026/Month=2/'],
      ],
    );
  });

  it('numbers the partition keys of other folders', async () => {
    const { tables } = await crawl({ 'data/t1/p1/a.csv': ORDERS, 'data/t1/p2/a.csv': ORDERS, 'data/t2/p3/a.csv': ORDERS });
    expect(tables).toMatchObject([{ Name: 'data', PartitionKeys: [{ Name: 'partition_0' }, { Name: 'partition_1' }] }]);
  });

  it('names the table of a whole bucket after the bucket', async () => {
    const { tables, bucket } = await crawl({ 'foo=1/a.csv': ORDERS }, { path: '' });
    expect(tables).toMatchObject([
      { Name: bucket.replaceAll('-', '_'), PartitionKeys: [{ Name: 'foo' }], StorageDescriptor: { Location: `s3://${bucket}/` } },
    ]);
  });

  it('makes tables of folders that are not alike', async () => {
    const { tables } = await crawl({ 'data/year=2017/a.csv': 'a,b\n1,2\n3,4\n', 'data/year=2018/b.csv': 'c,d\n1,2\n3,4\n' });
    expect(tables).toMatchObject([
      { Name: 'year_2017', PartitionKeys: [] },
      { Name: 'year_2018', PartitionKeys: [] },
    ]);
  });

  it('combines folders when configured so', async () => {
    const { tables } = await crawl(
      { 'data/year=2017/a.csv': 'a,b\n1,2\n3,4\n', 'data/year=2018/b.csv': 'c,d\n1,2\n3,4\n' },
      { settings: COMBINE },
    );
    expect(tables).toMatchObject([{ Name: 'data', PartitionKeys: [{ Name: 'year', Type: 'string' }] }]);
    expect(columns(tables[0])).toBe('a bigint, b bigint, c bigint, d bigint');
  });

  it('puts tables at the level that is configured', async () => {
    const files = { 'data/one/x/a.csv': ORDERS, 'data/one/y/a.csv': ORDERS, 'data/two/x/a.csv': ORDERS };
    expect(names((await crawl(files)).tables)).toEqual(['data']);
    const { tables } = await crawl(files, { settings: level(3) });
    expect(tables).toMatchObject([
      { Name: 'one', PartitionKeys: [{ Name: 'partition_0' }] },
      { Name: 'two', PartitionKeys: [{ Name: 'partition_0' }] },
    ]);
    expect((await crawl(files, { settings: level(2) })).tables).toMatchObject([{ Name: 'data', PartitionKeys: [{}, {}] }]);
  });

  it('cleans names, adds the prefix, and a hash where a name is taken', async () => {
    const { tables } = await crawl(
      { 'data/My Orders-é/a.csv': ORDERS, 'data/my_orders__/b.csv': 'x,y\n1,2\n3,4\n' },
      { settings: { TablePrefix: 'Raw_' } },
    );
    expect(names(tables)).toEqual(['raw_my_orders__', expect.stringMatching(/^raw_my_orders___[0-9a-f]{32}$/)]);
  });

  it('cuts names after 128 characters, hash included', async () => {
    const long = 'n'.repeat(200);
    const { tables } = await crawl(
      { [`data/a/${long}/a.csv`]: ORDERS, [`data/b/${long}/b.csv`]: 'x,y\n1,2\n3,4\n' },
      { settings: { ...level(4), TablePrefix: 'p_' } },
    );
    expect(names(tables)).toEqual([`p_${'n'.repeat(126)}`, expect.stringMatching(/^p_n{93}_[0-9a-f]{32}$/)].sort());
  });

  it('makes a table of a file that is the target itself', async () => {
    const { tables, bucket } = await crawl({ 'data/one.csv': ORDERS, 'data/one.csv.bak': 'x' }, { path: 'data/one.csv' });
    expect(tables).toMatchObject([{ Name: 'one_csv', StorageDescriptor: { Location: `s3://${bucket}/data/one.csv` } }]);
  });

  it('prefers CSV files to unknown ones at a configured level', async () => {
    const { tables } = await crawl({ 'data/a.txt': 'prose', 'data/b.txt': 'prose', 'data/c.csv': ORDERS }, { settings: level(2) });
    expect(names(tables)).toEqual(['a_txt', 'b_txt', 'data']);
  });

  it('keeps partitions together although one has a file of another format', async () => {
    const { tables } = await crawl({
      'data/day=1/a.csv': ORDERS,
      'data/day=2/a.csv': ORDERS,
      'data/day=2/b.csv': ORDERS,
      'data/day=2/c.csv': ORDERS,
      'data/day=2/odd.json': '{}',
    });
    expect(tables).toMatchObject([{ Name: 'data', PartitionKeys: [{ Name: 'day' }] }, { Name: 'odd_json' }]);
  });

  it('makes a folder with files and folders several tables', async () => {
    const { tables } = await crawl({ 'data/a.csv': ORDERS, 'data/more/b.csv': ORDERS });
    expect(names(tables)).toEqual(['data', 'more']);
  });
});
