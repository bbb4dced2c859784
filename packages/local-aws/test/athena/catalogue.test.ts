import { GetQueryResultsCommand } from '@aws-sdk/client-athena';
import { BUCKET, DATABASE, startLocalAthena } from './local-athena';
import { ordersTable } from './orders-table';
import { statementsOf } from './statements';

const TICKS: readonly string[] = [
  "CREATE EXTERNAL TABLE IF NOT EXISTS `ticks` (`id` string COMMENT 'the id', `price` decimal(10,2), t array<struct<a:int,b:string>>)",
  "PARTITIONED BY (`day` string) STORED AS PARQUET LOCATION 's3://athena-contract/ticks/' TBLPROPERTIES ('classification'='parquet')",
];

describe('statements about the catalogue', () => {
  let local: Awaited<ReturnType<typeof startLocalAthena>>;
  let statements: ReturnType<typeof statementsOf>;
  beforeAll(async () => {
    local = await startLocalAthena();
    await local.table(ordersTable(BUCKET));
    statements = statementsOf(local);
    expect(await statements.lines(TICKS.join('\n'))).toEqual([]);
  });
  afterAll(() => local.close());

  it('answer with lines of text, without a header, in a file that ends in .txt', async () => {
    const query = await statements.run('SHOW TABLES');
    const location = `s3://${BUCKET}/results/${query.QueryExecutionId}.txt`;
    expect(query).toMatchObject({
      StatementType: 'UTILITY',
      SubstatementType: 'SHOW_TABLES',
      Status: { State: 'SUCCEEDED' },
      ResultConfiguration: { OutputLocation: location },
    });
    expect(await local.read(`results/${query.QueryExecutionId}.txt`)).toBe('processed\nticks\n');
    expect(await local.read(`results/${query.QueryExecutionId}.txt.metadata`)).toContain('tab_name');
    const results = await local.athena.send(new GetQueryResultsCommand({ QueryExecutionId: query.QueryExecutionId, MaxResults: 1 }));
    expect(results.ResultSet).toMatchObject({
      Rows: [{ Data: [{ VarCharValue: 'processed' }] }],
      ResultSetMetadata: { ColumnInfo: [{ CatalogName: 'hive', Name: 'tab_name', Type: 'string', Precision: 0, CaseSensitive: false }] },
    });
    const { NextToken, QueryExecutionId } = { ...results, QueryExecutionId: query.QueryExecutionId };
    const rest = await local.athena.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken }));
    expect(rest).toMatchObject({ ResultSet: { Rows: [{ Data: [{ VarCharValue: 'ticks' }] }] } });
    expect(rest.NextToken).toBeUndefined();
  });

  it.each<[string, string[]]>([
    ['SHOW TABLES IN orders_db', ['processed', 'ticks']],
    ['show tables from `orders_db`;', ['processed', 'ticks']],
    ["SHOW TABLES 'proc*'", ['processed']],
    ["SHOW TABLES IN orders_db 'TICKS|nope'", ['ticks']],
    ["SHOW TABLES LIKE '.*s'", ['ticks']],
    ["SHOW TABLES 'pro'", []],
    ['SHOW DATABASES', [DATABASE]],
    ["SHOW SCHEMAS LIKE 'nope*'", []],
    ['SHOW COLUMNS IN processed', ['orderid', 'customer', 'amount', 'status', 'orderdate']],
    ['SHOW COLUMNS FROM orders_db.ticks', ['id', 'price', 't', 'day']],
    ['SHOW COLUMNS IN `ticks` FROM `orders_db`', ['id', 'price', 't', 'day']],
    ['SHOW PARTITIONS ticks', []],
    ["SHOW TBLPROPERTIES ticks('classification')", ['classification\tparquet']],
    ['DESCRIBE processed', ['orderid\tstring\t', 'customer\tstring\t', 'amount\tstring\t', 'status\tstring\t', 'orderdate\tstring\t']],
    [
      'DESCRIBE `orders_db`.`ticks`',
      [
        'id\tstring\tthe id',
        'price\tdecimal(10,2)\t',
        't\tarray<struct<a:int,b:string>>\t',
        'day\tstring\t',
        '\t\t',
        '# Partition Information\t\t',
        '# col_name\tdata_type\tcomment',
        '\t\t',
        'day\tstring\t',
      ],
    ],
  ])('answer %s', async (sql, expected) => {
    expect(await statements.lines(sql)).toEqual(expected);
  });

  it('pad what DESCRIBE and SHOW COLUMNS print, as Hive does', async () => {
    expect(await statements.rows('SHOW COLUMNS IN processed')).toContainEqual(['amount              ']);
    expect(await statements.rows('DESCRIBE processed')).toContainEqual([
      'amount              \tstring              \t                    ',
    ]);
  });

  it('describe a table with everything that the catalogue says', async () => {
    const formatted = await statements.lines('DESCRIBE FORMATTED processed');
    expect(formatted).toEqual(
      expect.arrayContaining([
        '# Detailed Table Information\t\t',
        'Database:\torders_db\t',
        `Location:\ts3://${BUCKET}/processed/\t`,
        'SerDe Library:\torg.apache.hadoop.hive.serde2.OpenCSVSerde\t',
      ]),
    );
    const extended = await statements.lines('DESCRIBE EXTENDED processed');
    expect(extended?.at(-1)).toMatch(/^Detailed Table Information\tTable\(tableName:processed, dbName:orders_db, .*OpenCSVSerde/);
  });

  it('print a statement that makes the same table again', async () => {
    const lines = await statements.lines('SHOW CREATE TABLE ticks');
    const printed = Array.isArray(lines) ? lines.join('\n') : '';
    expect(printed).toMatch(/^CREATE EXTERNAL TABLE `orders_db.ticks`\(\n {2}`id` string COMMENT 'the id',\n/);
    expect(await statements.lines('DROP TABLE ticks')).toEqual([]);
    expect(await statements.lines(printed)).toEqual([]);
    expect(await statements.lines('SHOW CREATE TABLE `orders_db`.`ticks`')).toEqual(lines);
  });

  it('take a database whose name a client puts in backquotes', async () => {
    expect(await statements.lines('SHOW TABLES', { QueryExecutionContext: { Database: '`orders_db`' } })).toEqual(['processed', 'ticks']);
  });

  it('make, change and drop databases and tables', async () => {
    const { lines } = statements;
    expect(await statements.run('CREATE DATABASE IF NOT EXISTS `shop`')).toMatchObject({
      StatementType: 'DDL',
      Status: { State: 'SUCCEEDED' },
    });
    expect(await lines("CREATE SCHEMA IF NOT EXISTS shop COMMENT 'again'")).toEqual([]);
    expect(await lines('CREATE DATABASE shop')).toMatch(/^FAILED: .*AlreadyExistsException/);
    expect(
      await lines(
        "CREATE EXTERNAL TABLE shop.a (x int) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' ESCAPED BY '\\\\' LOCATION 's3://athena-contract/a/'",
      ),
    ).toEqual([]);
    await local.put('a/1.csv', '1\n2\n');
    expect(await statements.rows('SELECT sum(x) FROM shop.a')).toEqual([['3']]);
    expect(await lines("ALTER TABLE `shop`.`a` SET TBLPROPERTIES ('classification' = 'csv')")).toEqual([]);
    expect(await lines("SHOW TBLPROPERTIES shop.a('classification')")).toEqual(['classification\tcsv']);
    expect(await lines('DROP DATABASE shop')).toMatch(/^FAILED: .*not empty/);
    expect(await lines('DROP TABLE IF EXISTS shop.nope')).toEqual([]);
    expect(await lines('DROP SCHEMA IF EXISTS `shop` CASCADE')).toEqual([]);
    expect(await lines('SHOW DATABASES')).toEqual([DATABASE]);
  });

  it('find the partitions that lie in a table’s folders', async () => {
    await local.put('parts/day=2026-11-01/a', 'x');
    await local.put('parts/day=2026-11-02/a', 'x');
    await local.put('parts/other/a', 'x');
    await statements.run("CREATE EXTERNAL TABLE parts (id string) PARTITIONED BY (day string) LOCATION 's3://athena-contract/parts/'");
    expect(await statements.lines('MSCK REPAIR TABLE `parts`;')).toContain(
      'Repair: Added partition to metastore orders_db.parts:day=2026-11-02',
    );
    expect(await statements.lines('MSCK REPAIR TABLE parts')).toEqual([]);
    expect(await statements.lines('SHOW PARTITIONS parts')).toEqual(['day=2026-11-01', 'day=2026-11-02']);
    await statements.run('DROP TABLE parts');
  });

  it.each([
    ['SHOW TABLES IN nope', /^FAILED: SemanticException \[Error 10072\]: Database does not exist: nope/],
    ['DESCRIBE nope', /^FAILED: SemanticException \[Error 10001\]: Table not found nope/],
    ['SHOW COLUMNS IN orders_db.nope', /Table not found orders_db.nope/],
    ['SHOW PARTITIONS processed', /is not a partitioned table/],
    ['DROP TABLE nope', /Table not found nope/],
    ['DROP DATABASE nope', /Database does not exist: nope/],
  ])('fail: %s', async (sql, reason) => {
    expect(await statements.lines(sql)).toMatch(reason);
  });

  it.each([
    ['SHOW TABELS', 'not supported by local AWS: SHOW'],
    ['SHOW COLUMNS processed', "mismatched input 'processed'"],
    ['DESCRIBE processed nonsense', "mismatched input 'nonsense'"],
    ['CREATE EXTERNAL TABLE t (x int)', 'needs a LOCATION'],
    ['SELECT * FROM `processed`', 'line 1:15: backquoted identifiers are not supported; use double quotes to quote identifiers'],
    ['ALTER TABLE processed RENAME TO other', 'not supported by local AWS: ALTER'],
  ])('are refused at once: %s', async (sql, message) => {
    await expect(statements.run(sql)).rejects.toMatchObject({ name: 'InvalidRequestException', message: expect.stringContaining(message) });
  });

  it('say that they were asked to reuse a result, and that none was', async () => {
    const ResultReuseConfiguration = { ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 } };
    expect(await statements.run('SELECT 1', { ResultReuseConfiguration })).toMatchObject({
      ResultReuseConfiguration,
      Statistics: { ResultReuseInformation: { ReusedPreviousResult: false } },
    });
    expect(await statements.run('SELECT 1')).toMatchObject({
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    });
  });
});
