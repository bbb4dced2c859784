import { randomUUID } from 'node:crypto';
import {
  type AthenaClient,
  BatchGetQueryExecutionCommand,
  CreateWorkGroupCommand,
  DeleteWorkGroupCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  ListQueryExecutionsCommand,
  ListWorkGroupsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
  UpdateWorkGroupCommand,
} from '@aws-sdk/client-athena';

export interface AthenaUnderTest {
  readonly client: AthenaClient;
  /** A bucket for results. */
  readonly bucket: string;
  /** A database with a table `processed` over one file of orders: O1 Ann 10.00 shipped, O2 Bob 20.50 pending, O3 "" 1.25 shipped. */
  readonly database: string;
  /** An object of the bucket as text. */
  read(key: string): Promise<string>;
  close(): Promise<void>;
}

/** The contract of Athena, for local AWS and for AWS. */
export function describeAthena(name: string, create: () => Promise<AthenaUnderTest>): void {
  describe(`Athena on ${name}`, () => {
    const group = `contract-${randomUUID().slice(0, 8)}`;
    let under: AthenaUnderTest;
    let client: AthenaClient;

    beforeAll(async () => {
      under = await create();
      client = under.client;
      const ResultConfiguration = { OutputLocation: `s3://${under.bucket}/results/` };
      await client.send(
        new CreateWorkGroupCommand({ Name: group, Configuration: { ResultConfiguration, EnforceWorkGroupConfiguration: true } }),
      );
    });
    afterAll(async () => {
      await client.send(new DeleteWorkGroupCommand({ WorkGroup: group, RecursiveDeleteOption: true }));
      await under.close();
    });

    const start = async (QueryString: string, more: Partial<StartQueryExecutionCommandInput> = {}) => {
      const QueryExecutionContext = { Database: under.database };
      const { QueryExecutionId = '' } = await client.send(
        new StartQueryExecutionCommand({ QueryString, QueryExecutionContext, WorkGroup: group, ...more }),
      );
      return QueryExecutionId;
    };
    const finish = async (QueryExecutionId: string): Promise<QueryExecution> => {
      for (;;) {
        const { QueryExecution = {} } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
        if (!['QUEUED', 'RUNNING'].includes(QueryExecution.Status?.State ?? '')) return QueryExecution;
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    };
    const run = async (sql: string, more: Partial<StartQueryExecutionCommandInput> = {}) => finish(await start(sql, more));
    const rowsOf = async ({ QueryExecutionId }: QueryExecution) => {
      const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId }));
      return (ResultSet?.Rows ?? []).map(row => (row.Data ?? []).map(datum => datum.VarCharValue ?? null));
    };

    it('answers a query: its state, its times, its file and its rows, the header first', async () => {
      const query = await run('SELECT orderid AS "Order", NULLIF(customer, \'\') AS customer FROM processed ORDER BY 1');
      expect(query).toMatchObject({
        StatementType: 'DML',
        SubstatementType: 'SELECT',
        WorkGroup: group,
        Status: { State: 'SUCCEEDED', SubmissionDateTime: expect.any(Date), CompletionDateTime: expect.any(Date) },
        Statistics: { EngineExecutionTimeInMillis: expect.any(Number), DataScannedInBytes: expect.any(Number) },
        ResultConfiguration: { OutputLocation: `s3://${under.bucket}/results/${query.QueryExecutionId}.csv` },
      });
      expect(query.Statistics?.DataScannedInBytes).toBeGreaterThan(0);
      expect(await rowsOf(query)).toEqual([
        ['Order', 'customer'],
        ['O1', 'Ann'],
        ['O2', 'Bob'],
        ['O3', null],
      ]);
      expect(await under.read(`results/${query.QueryExecutionId}.csv`)).toBe('"Order","customer"\n"O1","Ann"\n"O2","Bob"\n"O3",\n');
      expect((await under.read(`results/${query.QueryExecutionId}.csv.metadata`)).length).toBeGreaterThan(0);
    });

    it('describes the columns', async () => {
      const { QueryExecutionId } = await run(
        `SELECT 1 AS a, CAST(1 AS BIGINT) b, 1.50 c, 1e0 d, 'x' e, DATE '2025-01-01' f, true g, ARRAY[1] h`,
      );
      const { ResultSet } = await client.send(new GetQueryResultsCommand({ QueryExecutionId }));
      const columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
      expect(columns[0]).toEqual({
        CatalogName: 'hive',
        SchemaName: '',
        TableName: '',
        Name: 'a',
        Label: 'a',
        Type: 'integer',
        Precision: 10,
        Scale: 0,
        Nullable: 'UNKNOWN',
        CaseSensitive: false,
      });
      expect(columns.map(({ Type, Precision, Scale, CaseSensitive }) => [Type, Precision, Scale, CaseSensitive])).toEqual([
        ['integer', 10, 0, false],
        ['bigint', 19, 0, false],
        ['decimal', 3, 2, false],
        ['double', 17, 0, false],
        ['varchar', 1, 0, true],
        ['date', 0, 0, false],
        ['boolean', 0, 0, false],
        ['array', 0, 0, false],
      ]);
    });

    it('gives results in pages', async () => {
      const { QueryExecutionId } = await run('SELECT n FROM UNNEST(sequence(1, 5)) AS t (n) ORDER BY n');
      const pages: (string | undefined)[][] = [];
      let NextToken: string | undefined;
      do {
        const page = await client.send(new GetQueryResultsCommand({ QueryExecutionId, MaxResults: 2, ...(NextToken && { NextToken }) }));
        pages.push((page.ResultSet?.Rows ?? []).map(row => row.Data?.[0]?.VarCharValue));
        NextToken = page.NextToken;
      } while (NextToken);
      expect(pages).toEqual([
        ['n', '1'],
        ['2', '3'],
        ['4', '5'],
      ]);
    });

    it.each([
      ['SELECT nope FROM processed', /^COLUMN_NOT_FOUND: line 1:8: Column 'nope' cannot be resolved/],
      ['SELECT * FROM nope', /^TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog\..*\.nope' does not exist/],
      ['SELECT orderid = 1 FROM processed', /^TYPE_MISMATCH: line 1:16: Cannot apply operator: varchar = integer/],
      ['SELECT 1 / 0', /^DIVISION_BY_ZERO/],
      [`SELECT CAST(customer AS INTEGER) FROM processed`, /^INVALID_CAST_ARGUMENT/],
    ])('fails with a reason: %s', async (sql, reason) => {
      const { Status } = await run(sql);
      expect(Status).toMatchObject({ State: 'FAILED', AthenaError: { ErrorCategory: 2, Retryable: false } });
      expect(Status?.StateChangeReason).toMatch(reason);
    });

    it('refuses at once what is no SQL, and results that are not there', async () => {
      await expect(start('SELEC 1')).rejects.toMatchObject({
        name: 'InvalidRequestException',
        message: expect.stringContaining("mismatched input 'SELEC'"),
      });
      const { QueryExecutionId } = await run('SELECT nope');
      await expect(client.send(new GetQueryResultsCommand({ QueryExecutionId }))).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
      await expect(client.send(new GetQueryExecutionCommand({ QueryExecutionId: randomUUID() }))).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
      await expect(start('SELECT 1', { WorkGroup: 'no-such-group' })).rejects.toMatchObject({ name: 'InvalidRequestException' });
      await expect(start('SELECT 1', { ClientRequestToken: 'short' })).rejects.toThrow();
      await expect(start('SELECT 1', { QueryExecutionContext: { Catalog: 'no-such-catalog' } })).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
    });

    it('takes a token twice for one query, and refuses it for another', async () => {
      const ClientRequestToken = randomUUID();
      const first = await start('SELECT 1', { ClientRequestToken });
      expect(await start('SELECT 1', { ClientRequestToken })).toBe(first);
      await expect(start('SELECT 2', { ClientRequestToken })).rejects.toMatchObject({
        name: 'InvalidRequestException',
        message: expect.stringContaining('Idempotent parameters do not match'),
      });
    });

    it('replaces question marks by parameters', async () => {
      const query = await run('SELECT orderid FROM processed WHERE status = ? AND CAST(amount AS DOUBLE) > ? ORDER BY 1', {
        ExecutionParameters: ["'shipped'", '5'],
      });
      expect(await rowsOf(query)).toEqual([['orderid'], ['O1']]);
    });

    it('uses the output location of an enforced work group', async () => {
      const query = await run('SELECT 1', { ResultConfiguration: { OutputLocation: `s3://${under.bucket}/elsewhere/` } });
      expect(query.ResultConfiguration?.OutputLocation).toBe(`s3://${under.bucket}/results/${query.QueryExecutionId}.csv`);
    });

    it('stops a query', async () => {
      const id = await start(
        'SELECT count(*) FROM UNNEST(sequence(1, 9999)) a (x), UNNEST(sequence(1, 9999)) b (y), UNNEST(sequence(1, 9999)) c (z) WHERE x + y + z = 5',
      );
      await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
      expect((await finish(id)).Status?.State).toBe('CANCELLED');
    });

    it('lists queries, the newest first, and gives several at once', async () => {
      const { QueryExecutionId: older = '' } = await run('SELECT 1');
      const { QueryExecutionId: newer = '' } = await run('SELECT 2');
      const { QueryExecutionIds = [] } = await client.send(new ListQueryExecutionsCommand({ WorkGroup: group, MaxResults: 2 }));
      expect(QueryExecutionIds).toEqual([newer, older]);
      const unknown = randomUUID();
      const { QueryExecutions, UnprocessedQueryExecutionIds } = await client.send(
        new BatchGetQueryExecutionCommand({ QueryExecutionIds: [newer, unknown] }),
      );
      expect(QueryExecutions?.map(query => query.Query)).toEqual(['SELECT 2']);
      expect(UnprocessedQueryExecutionIds?.map(failed => failed.QueryExecutionId)).toEqual([unknown]);
    });

    it('keeps work groups', async () => {
      await client.send(
        new UpdateWorkGroupCommand({
          WorkGroup: group,
          Description: 'changed',
          ConfigurationUpdates: { BytesScannedCutoffPerQuery: 20_000_000 },
        }),
      );
      const { WorkGroup } = await client.send(new GetWorkGroupCommand({ WorkGroup: group }));
      expect(WorkGroup).toMatchObject({
        Name: group,
        State: 'ENABLED',
        Description: 'changed',
        Configuration: {
          EnforceWorkGroupConfiguration: true,
          BytesScannedCutoffPerQuery: 20_000_000,
          ResultConfiguration: { OutputLocation: `s3://${under.bucket}/results/` },
        },
      });
      const { WorkGroups = [] } = await client.send(new ListWorkGroupsCommand({}));
      expect(WorkGroups.map(each => each.Name)).toEqual(expect.arrayContaining(['primary', group]));
      await expect(client.send(new CreateWorkGroupCommand({ Name: group }))).rejects.toMatchObject({ name: 'InvalidRequestException' });
    });
  });
}
