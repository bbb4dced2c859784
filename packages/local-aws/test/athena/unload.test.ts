import { GetQueryExecutionCommand, GetQueryResultsCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import type { TableInput } from '@aws-sdk/client-glue';
import { BUCKET, DATABASE, startLocalAthena } from './local-athena';
import { ordersTable } from './orders-table';

type Local = Awaited<ReturnType<typeof startLocalAthena>>;

/** Snapshots of orders: Parquet, a folder for each snapshot and state, which the catalogue does not list. */
const SNAPSHOTS: TableInput = {
  Name: 'snapshots',
  TableType: 'EXTERNAL_TABLE',
  Parameters: {
    'projection.enabled': 'true',
    'projection.snapshot.type': 'injected',
    'projection.state.type': 'enum',
    'projection.state.values': 'counts,replaced',
    'storage.location.template': `s3://${BUCKET}/orders/\${snapshot}/state=\${state}/`,
  },
  PartitionKeys: [
    { Name: 'snapshot', Type: 'string' },
    { Name: 'state', Type: 'string' },
  ],
  StorageDescriptor: {
    Columns: [
      { Name: 'order_id', Type: 'string' },
      { Name: 'amount', Type: 'decimal(38,2)' },
      { Name: 'order_date', Type: 'date' },
      { Name: 'row_count', Type: 'bigint' },
      { Name: 'seen', Type: 'timestamp' },
      { Name: 'not_there', Type: 'string' },
      { Name: 'odd', Type: 'uniontype<int,string>' },
    ],
    Location: `s3://${BUCKET}/orders/`,
    SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
  },
};

const ORDERS = [
  "VALUES ('O1', CAST(12.50 AS DECIMAL(38, 2)), DATE '2026-11-01', BIGINT '1', TIMESTAMP '2026-11-01 10:00:00.123', 'counts')",
  "('O2', 0.01, DATE '1969-12-31', 2, NULL, 'counts')",
  "('O3', NULL, NULL, 3, NULL, 'replaced')",
].join(', ');
const SELECT = `SELECT * FROM (${ORDERS}) AS t (order_id, amount, order_date, row_count, seen, state)`;

describe('UNLOAD', () => {
  const ResultConfiguration = { OutputLocation: `s3://${BUCKET}/results` };
  let local: Local;
  beforeAll(async () => {
    local = await startLocalAthena();
    await local.table(ordersTable(BUCKET));
    await local.table(SNAPSHOTS);
    await local.put('processed/orders.csv', 'OrderID,Customer,Amount,Status,OrderDate\nO1,Ann,1.00,shipped,2026-11-01\n');
  });
  afterAll(() => local.close());

  const run = async (QueryString: string) => {
    const QueryExecutionContext = { Database: DATABASE };
    const { QueryExecutionId } = await local.athena.send(
      new StartQueryExecutionCommand({ QueryString, QueryExecutionContext, ResultConfiguration }),
    );
    for (;;) {
      const { QueryExecution } = await local.athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      if (!['QUEUED', 'RUNNING'].includes(QueryExecution?.Status?.State ?? '')) return QueryExecution ?? {};
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  const rows = async (sql: string) => {
    const { QueryExecutionId, Status } = await run(sql);
    if (Status?.State !== 'SUCCEEDED') return Status?.StateChangeReason;
    const { ResultSet } = await local.athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
    return ResultSet?.Rows?.slice(1).map(row => row.Data?.map(datum => datum.VarCharValue ?? null));
  };
  const unload = (query: string, target: string, settings = "format = 'PARQUET', compression = 'SNAPPY'") =>
    run(`UNLOAD (${query}) TO 's3://${BUCKET}/${target}/' WITH (${settings})`);

  it('writes files without endings in a folder for each partition, a manifest and metadata', async () => {
    const query = await unload(SELECT, 'orders/one', "format = 'PARQUET', compression = 'SNAPPY', partitioned_by = ARRAY['state']");
    const id = query.QueryExecutionId ?? '';
    expect(query).toMatchObject({
      StatementType: 'DML',
      SubstatementType: 'UNLOAD',
      Query: expect.stringMatching(/^UNLOAD/),
      Status: { State: 'SUCCEEDED', SubmissionDateTime: expect.any(Date) },
      Statistics: { DataManifestLocation: `s3://${BUCKET}/results/${id}-manifest.csv`, DataScannedInBytes: 0 },
      ResultConfiguration: { OutputLocation: `s3://${BUCKET}/results/${id}` },
    });
    const keys = await local.keys('orders/one/');
    expect(keys).toEqual([
      expect.stringMatching(/^orders\/one\/state=counts\/[\w-]+$/),
      expect.stringMatching(/^orders\/one\/state=replaced\/[\w-]+$/),
    ]);
    expect(await local.read(`results/${id}-manifest.csv`)).toBe(keys.map(key => `s3://${BUCKET}/${key}\n`).join(''));
    expect(await local.read(`results/${id}.metadata`)).toContain('rows');
    const results = await local.athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
    expect(results).toMatchObject({ UpdateCount: 3, ResultSet: { Rows: [] } });
  });

  describe('is read back', () => {
    const columns = 'order_id, amount, order_date, row_count, seen, not_there, state';
    const [o1, o2, o3] = [
      ['O1', '12.50', '2026-11-01', '1', '2026-11-01 10:00:00.123', null, 'counts'],
      ['O2', '0.01', '1969-12-31', '2', null, null, 'counts'],
      ['O3', null, null, '3', null, null, 'replaced'],
    ];
    it.each([
      ["snapshot = 'one'", [o1, o2, o3]],
      ["snapshot = 'one' AND state = 'counts'", [o1, o2]],
      ["'one' = snapshot AND state IN ('replaced', 'other')", [o3]],
      ["snapshot IN ('one', 'none')", [o1, o2, o3]],
      ["snapshot = 'one' AND state = 'nothing'", []],
      ["snapshot = 'absent'", []],
      ["snapshot = 'one' AND (state = 'counts' OR row_count = 3)", [o1, o2, o3]],
    ])('where %s', async (where, expected) => {
      expect(await rows(`SELECT ${columns} FROM snapshots WHERE ${where} ORDER BY row_count`)).toEqual(expected);
    });

    it('with the path of each row', async () => {
      const [key] = await local.keys('orders/one/state=replaced/');
      expect(await rows(`SELECT "$path" FROM snapshots WHERE snapshot = 'one' AND order_id = 'O3'`)).toEqual([[`s3://${BUCKET}/${key}`]]);
    });

    it.each(['1 = 1', "state = 'counts'", "snapshot <> 'one'", "snapshot = 'one' OR 1 = 1", "snapshot = lower('ONE')"])(
      'not where %s',
      async where => {
        expect(await rows(`SELECT order_id FROM snapshots WHERE ${where}`)).toBe(
          'CONSTRAINT_VIOLATION: For the injected projected partition column snapshot, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.',
        );
      },
    );

    it('not with a column of a type that is not supported', async () => {
      expect(await rows(`SELECT odd FROM snapshots WHERE snapshot = 'one'`)).toMatch(/^NOT_SUPPORTED: .*uniontype<int,string>/);
    });
  });

  it('writes no file for no rows', async () => {
    const query = await unload(`${SELECT} WHERE false`, 'empty', "format = 'PARQUET'");
    expect(query.Status?.State).toBe('SUCCEEDED');
    expect(await local.keys('empty/')).toEqual([]);
    expect(await local.read(`results/${query.QueryExecutionId}-manifest.csv`)).toBe('');
  });

  it('knows the path of a row, over a union too', async () => {
    await unload(
      `SELECT orderid, regexp_extract("$path", '/([^/]+)$', 1) AS file FROM processed UNION ALL SELECT 'x', "$path" FROM processed`,
      'paths',
      "format = 'PARQUET'",
    );
    expect(await local.keys('paths/')).toHaveLength(1);
  });

  it.each([
    ['SELECT 1 AS a', 'processed', "format = 'PARQUET'", 'HIVE_PATH_ALREADY_EXISTS: Target directory for table'],
    ['SELECT 1 AS a', 'x', "format = 'ORC'", 'NOT_SUPPORTED: line 1:68: UNLOAD with format ORC'],
    ['SELECT 1 AS a', 'x', "compression = 'SNAPPY'", 'INVALID_TABLE_PROPERTY: UNLOAD needs a format'],
    ['SELECT 1 AS a', 'x', "format = 'PARQUET', compression = 'LZO'", 'NOT_SUPPORTED'],
    ['SELECT 1', 'x', "format = 'PARQUET'", 'MISSING_COLUMN_NAME: Column name not specified at position 1'],
    ['SELECT 1 AS a, 2 AS A', 'x', "format = 'PARQUET'", "DUPLICATE_COLUMN_NAME: Column name 'a' specified more than once"],
    [
      "SELECT 'x' AS a, 2 AS b",
      'x',
      "format = 'PARQUET', partitioned_by = ARRAY['a']",
      'HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be',
    ],
    [
      "SELECT 'x' AS a",
      'x',
      "format = 'PARQUET', partitioned_by = ARRAY['a']",
      'INVALID_TABLE_PROPERTY: Table contains only partition columns',
    ],
    ['SELECT now() AS a', 'x', "format = 'PARQUET'", 'NOT_SUPPORTED: Unsupported Hive type: timestamp(3) with time zone'],
    ['SELECT nothing AS a FROM processed', 'x', "format = 'PARQUET'", 'COLUMN_NOT_FOUND'],
    ['SELECT 1 / (row_number() OVER () - 1) AS a', 'x', "format = 'PARQUET'", 'DIVISION_BY_ZERO'],
  ])('of %s to %s with %s fails', async (query, target, settings, reason) => {
    const { Status } = await unload(query, target, settings);
    expect(Status?.State).toBe('FAILED');
    expect(Status?.StateChangeReason).toContain(reason);
    expect(await local.keys('x/')).toEqual([]);
  });
});
