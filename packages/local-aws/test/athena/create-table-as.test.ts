import { CreateWorkGroupCommand, GetQueryResultsCommand } from '@aws-sdk/client-athena';
import { BUCKET, startLocalAthena } from './local-athena';
import { putOrders } from './orders-table';
import { statementsOf } from './statements';

const ORDERS = `SELECT orderid, CAST(amount AS DECIMAL(10, 2)) AS amount, date(orderdate) AS "Day", 'x' AS mark, status FROM processed`;

describe('CREATE TABLE AS', () => {
  let local: Awaited<ReturnType<typeof startLocalAthena>>;
  let statements: ReturnType<typeof statementsOf>;
  beforeAll(async () => {
    local = await startLocalAthena();
    statements = statementsOf(local);
    await putOrders(local);
    const Configuration = { EnforceWorkGroupConfiguration: true, ResultConfiguration: { OutputLocation: `s3://${BUCKET}/enforced/` } };
    await local.athena.send(new CreateWorkGroupCommand({ Name: 'enforced', Configuration }));
  });
  afterAll(() => local.close());

  // As awswrangler writes it.
  const create = (
    name: string,
    query: string,
    settings = `external_location = 's3://${BUCKET}/made/${name}', format = 'PARQUET'`,
    end = '',
  ) => statements.run(`CREATE TABLE "orders_db"."${name}"\nWITH(\n    ${settings})\nAS ${query}${end}`);
  const reasonOf = ({ Status }: Awaited<ReturnType<typeof create>>) => Status?.StateChangeReason;

  it('makes a table of Parquet files, a manifest and metadata', async () => {
    const query = await create('whole', ORDERS);
    const id = query.QueryExecutionId;
    expect(query).toMatchObject({
      StatementType: 'DDL',
      SubstatementType: 'CREATE_TABLE_AS_SELECT',
      Status: { State: 'SUCCEEDED' },
      Statistics: { DataManifestLocation: `s3://${BUCKET}/results/tables/${id}-manifest.csv` },
      ResultConfiguration: { OutputLocation: `s3://${BUCKET}/results/tables/${id}` },
    });
    expect(query.Statistics?.DataScannedInBytes).toBeGreaterThan(0);
    const keys = await local.keys('made/whole/');
    expect(keys).toHaveLength(1);
    expect(await local.read(`results/tables/${id}-manifest.csv`)).toBe(`s3://${BUCKET}/${keys[0]}\n`);
    expect(await local.read(`results/tables/${id}.metadata`)).toContain('rows');
    const results = await local.athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
    expect(results).toMatchObject({ UpdateCount: 3, ResultSet: { Rows: [] } });
    expect(await statements.lines('DESCRIBE whole')).toEqual([
      'orderid\tstring\t',
      'amount\tdecimal(10,2)\t',
      'day\tdate\t',
      'mark\tvarchar(1)\t',
      'status\tstring\t',
    ]);
    expect(await statements.rows('SELECT * FROM whole ORDER BY 1 LIMIT 1')).toEqual([['O1', '1.50', '2026-11-01', 'x', 'shipped']]);
  });

  it('makes a partition for each value, which the catalogue lists and queries read', async () => {
    const settings = `external_location = 's3://${BUCKET}/made/parts/', partitioned_by = ARRAY['status'], write_compression = 'SNAPPY'`;
    expect(reasonOf(await create('parts', ORDERS, settings))).toBeUndefined();
    expect(await statements.lines('SHOW PARTITIONS parts')).toEqual(['status=paid', 'status=shipped']);
    expect(await statements.rows('SELECT status, sum(amount) FROM parts GROUP BY 1 ORDER BY 1')).toEqual([
      ['paid', '6.00'],
      ['shipped', '1.50'],
    ]);
    const one = await statements.run("SELECT orderid FROM parts WHERE status = 'shipped'");
    const all = await statements.run('SELECT orderid FROM parts');
    expect(one.Statistics?.DataScannedInBytes).toBeLessThan(all.Statistics?.DataScannedInBytes ?? 0);
  });

  it('puts its files below the results where nothing else is said, as an enforced work group wants it', async () => {
    const sql =
      'CREATE TABLE "awsdatacatalog"."orders_db"."enforced" WITH (table_type = \'hive\', is_external = true, format = \'parquet\') AS SELECT 1 AS one';
    const { QueryExecutionId: id } = await statements.run(sql, { WorkGroup: 'enforced' });
    expect(await local.keys('enforced/tables/')).toEqual([
      `enforced/tables/${id}-manifest.csv`,
      `enforced/tables/${id}.metadata`,
      expect.stringContaining(`enforced/tables/${id}/`),
    ]);
    expect(await statements.rows('SELECT one FROM enforced')).toEqual([['1']]);
  });

  it('is refused at once with a location that an enforced work group forbids', async () => {
    const sql = `CREATE TABLE no WITH (external_location = 's3://${BUCKET}/no/') AS SELECT 1 AS one`;
    await expect(statements.run(sql, { WorkGroup: 'enforced' })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining("submitted with an 'external_location' property"),
    });
  });

  it('makes an empty table of no rows, or WITH NO DATA', async () => {
    expect(reasonOf(await create('empty', `${ORDERS} WHERE false`))).toBeUndefined();
    expect(reasonOf(await create('schema', ORDERS, undefined, '\nWITH NO DATA'))).toBeUndefined();
    expect(await local.keys('made/schema/')).toEqual([]);
    for (const name of ['empty', 'schema'])
      expect(await statements.rows(`SELECT count(*), min(amount) FROM ${name}`)).toEqual([['0', null]]);
  });

  it('leaves a table that is there, and files that are there, as they are', async () => {
    expect(reasonOf(await create('processed', 'SELECT 1 AS one'))).toBe(
      "TABLE_ALREADY_EXISTS: line 1:1: Destination table 'awsdatacatalog.orders_db.processed' already exists",
    );
    expect(await statements.run('CREATE TABLE IF NOT EXISTS processed AS SELECT 1 AS one')).toMatchObject({
      Status: { State: 'SUCCEEDED' },
    });
    expect(await statements.lines('SHOW COLUMNS IN processed')).toHaveLength(5);
    expect(reasonOf(await create('again', 'SELECT 1 AS one', `external_location = 's3://${BUCKET}/processed'`))).toMatch(
      /^HIVE_PATH_ALREADY_EXISTS: Target directory for table 'awsdatacatalog.orders_db.again' already exists/,
    );
    expect(await statements.lines("SHOW TABLES 'again'")).toEqual([]);
  });

  it('names its columns', async () => {
    expect(await statements.run('CREATE TABLE named (a, b) AS SELECT 1, true')).toMatchObject({ Status: { State: 'SUCCEEDED' } });
    expect(await statements.rows('SELECT a, b FROM named')).toEqual([['1', 'true']]);
  });

  it('has arrays, maps and structs', async () => {
    const query = `SELECT ARRAY[1, NULL] AS l, MAP(ARRAY['k'], ARRAY[CAST(ROW(1, 'x') AS ROW(A integer, b varchar))]) AS m, CAST(ROW(2) AS ROW(n bigint)) AS st`;
    expect(reasonOf(await create('nested', query))).toBeUndefined();
    expect(await statements.lines('DESCRIBE nested')).toEqual([
      'l\tarray<int>\t',
      'm\tmap<varchar(1),struct<a:int,b:string>>\t',
      'st\tstruct<n:bigint>\t',
    ]);
    expect(await statements.rows("SELECT l, m, st, m['k'].b, st.n FROM nested")).toEqual([
      ['[1, null]', '{k={a=1, b=x}}', '{n=2}', 'x', '2'],
    ]);
  });

  it('drops out of the catalogue, while its files stay', async () => {
    await create('dropped', ORDERS);
    expect(await statements.lines('DROP TABLE `orders_db`.`dropped`')).toEqual([]);
    expect(await statements.rows('SELECT * FROM dropped')).toMatch(/^TABLE_NOT_FOUND/);
    expect(await local.keys('made/dropped/')).toHaveLength(1);
  });

  it.each([
    ["format = 'ORC'", 'SELECT 1 AS one', /^NOT_SUPPORTED: line 3:\d+: CREATE TABLE AS with format ORC is not supported by local AWS/],
    ["format = 'nope'", 'SELECT 1 AS one', /^INVALID_TABLE_PROPERTY: line 3:\d+: Unable to set table property 'format' to \[NOPE\]/],
    ["table_type = 'ICEBERG'", 'SELECT 1 AS one', /^NOT_SUPPORTED: line 3:\d+: CREATE TABLE AS with table_type ICEBERG/],
    ["bucketed_by = ARRAY['one'], bucket_count = 2", 'SELECT 1 AS one', /^NOT_SUPPORTED: CREATE TABLE AS with a bucketed_by/],
    ["write_compression = 'LZ4'", 'SELECT 1 AS one', /^NOT_SUPPORTED: .*compression LZ4/],
    ["nope = 'x'", 'SELECT 1 AS one', /^INVALID_TABLE_PROPERTY: .*'nope' does not exist/],
    ["partitioned_by = ARRAY['one']", 'SELECT 1 AS one, 2 AS two', /^HIVE_COLUMN_ORDER_MISMATCH/],
    ["format = 'PARQUET'", 'SELECT 1', /^MISSING_COLUMN_NAME: Column name not specified at position 1/],
    ["format = 'PARQUET'", 'SELECT 1 AS a, 2 AS A', /^DUPLICATE_COLUMN_NAME: Column name 'a' specified more than once/],
    ["format = 'PARQUET'", 'SELECT NULL AS a', /^COLUMN_TYPE_UNKNOWN: Column type is unknown at position 1/],
    ["format = 'PARQUET'", 'SELECT nope FROM processed', /^COLUMN_NOT_FOUND/],
    ["format = 'PARQUET'", 'SELECT ROW(1) AS a', /^NOT_SUPPORTED: Anonymous row type is not supported in Hive/],
    ["format = 'PARQUET'", "SELECT ARRAY[INTERVAL '1' DAY] AS a", /^NOT_SUPPORTED: Unsupported Hive type: interval day to second/],
  ])('fails WITH (%s) AS %s', async (settings, query, reason) => {
    expect(reasonOf(await create('failed', query, settings))).toMatch(reason);
    expect(await statements.lines("SHOW TABLES 'failed'")).toEqual([]);
  });
});
