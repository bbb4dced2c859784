import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateWorkGroupCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  ListQueryExecutionsCommand,
  ListTableMetadataCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { BUCKET, DATABASE, startLocalAthena } from './local-athena';
import { ordersTable } from './orders-table';

type Local = Awaited<ReturnType<typeof startLocalAthena>>;

describe('queries', () => {
  const ResultConfiguration = { OutputLocation: `s3://${BUCKET}/results` };
  const start = async ({ athena }: Local, QueryString: string, WorkGroup = 'primary') => {
    const QueryExecutionContext = { Database: DATABASE };
    return (
      (await athena.send(new StartQueryExecutionCommand({ QueryString, QueryExecutionContext, ResultConfiguration, WorkGroup })))
        .QueryExecutionId ?? ''
    );
  };
  const finish = async ({ athena }: Local, QueryExecutionId: string) => {
    for (;;) {
      const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      if (!['QUEUED', 'RUNNING'].includes(QueryExecution?.Status?.State ?? '')) return QueryExecution;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  const ENDLESS =
    'SELECT count(*) FROM UNNEST(sequence(1, 9999)) a (x), UNNEST(sequence(1, 9999)) b (y), UNNEST(sequence(1, 9999)) c (z) WHERE x + y + z = 5';

  it('outlive a restart; one that was cut off is FAILED', async () => {
    const before = await startLocalAthena();
    const done = await start(before, 'SELECT 1 AS one');
    await finish(before, done);
    await before.close({ keep: true });
    const folder = join(before.directory, 'athena', 'executions');
    const record = await readFile(join(folder, `${done}.json`), 'utf8');
    await writeFile(join(folder, 'cut.json'), record.replaceAll(done, 'cut').replace('SUCCEEDED', 'RUNNING'));

    const after = await startLocalAthena(before.directory);
    expect((await finish(after, 'cut'))?.Status).toMatchObject({ State: 'FAILED', StateChangeReason: expect.stringContaining('stopped') });
    const { ResultSet } = await after.athena.send(new GetQueryResultsCommand({ QueryExecutionId: done }));
    expect(ResultSet?.Rows?.map(row => row.Data?.[0]?.VarCharValue)).toEqual(['one', '1']);
    const { QueryExecutionIds = [] } = await after.athena.send(new ListQueryExecutionsCommand({}));
    expect(QueryExecutionIds.sort()).toEqual([done, 'cut'].sort());
    await after.close();
  });

  describe('side by side', () => {
    let local: Local;
    beforeAll(async () => {
      local = await startLocalAthena();
      await local.table(ordersTable(BUCKET));
    });
    afterAll(() => local.close());

    it('that never end do not starve a small one, and can be stopped', async () => {
      const endless = await Promise.all(Array.from({ length: 5 }, () => start(local, ENDLESS)));
      expect((await finish(local, await start(local, 'SELECT 1')))?.Status?.State).toBe('SUCCEEDED');
      for (const QueryExecutionId of endless) {
        await local.athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));
        expect((await finish(local, QueryExecutionId))?.Status).toMatchObject({
          State: 'CANCELLED',
          StateChangeReason: 'Query cancelled by user',
        });
      }
    });

    it('run again where another one, which cannot be stopped, ended the engine', async () => {
      const runaway = await start(local, `SELECT regexp_like(rpad('a', 60, 'a') || 'b', '(a|aa)+$')`);
      const folder = join(local.directory, 'athena', 'results', runaway);
      while (!(await readdir(folder).catch((): string[] => [])).includes('result.csv'))
        await new Promise(resolve => setTimeout(resolve, 20));
      const innocent = await Promise.all(Array.from({ length: 3 }, () => start(local, 'SELECT count(*) FROM processed')));
      await local.athena.send(new StopQueryExecutionCommand({ QueryExecutionId: runaway }));
      expect((await finish(local, runaway))?.Status?.State).toBe('CANCELLED');
      for (const id of innocent) expect((await finish(local, id))?.Status?.State).toBe('SUCCEEDED');
    });

    it('that would read more than the work group allows are cancelled', async () => {
      const BytesScannedCutoffPerQuery = 10_000_000;
      await local.athena.send(
        new CreateWorkGroupCommand({ Name: 'small', Configuration: { BytesScannedCutoffPerQuery, EnforceWorkGroupConfiguration: false } }),
      );
      await local.put('processed/big.csv', `h\n${'x'.repeat(10_000_000)}\n`);
      expect((await finish(local, await start(local, 'SELECT count(*) FROM processed', 'small')))?.Status).toMatchObject({
        State: 'CANCELLED',
        StateChangeReason: 'Bytes scanned limit was exceeded',
      });
    });

    it.each([
      `SELECT * FROM read_csv('/etc/passwd')`,
      `SELECT read_text('/etc/passwd')`,
      `SELECT * FROM '/etc/passwd'`,
      `SELECT * FROM "/etc/passwd"`,
      `SELECT getenv('HOME')`,
      `SELECT * FROM duckdb_settings()`,
      `SELECT * FROM information_schema.tables`,
      `COPY processed TO '/tmp/x'`,
      `SELECT 1; SELECT 2`,
      `ATTACH '/tmp/x.db'`,
      `INSTALL httpfs`,
      `SET threads = 1`,
    ])('reach nothing but tables: %s', async sql => {
      const outcome = await start(local, sql)
        .then(id => finish(local, id))
        .then(
          query => query?.Status?.State,
          (error: Error) => error.name,
        );
      expect(['FAILED', 'InvalidRequestException']).toContain(outcome);
    });

    it('see the catalogue', async () => {
      const { TableMetadataList = [] } = await local.athena.send(
        new ListTableMetadataCommand({ CatalogName: 'AwsDataCatalog', DatabaseName: DATABASE }),
      );
      expect(TableMetadataList.map(({ Name, Columns }) => [Name, Columns?.length])).toEqual([['processed', 5]]);
    });

    it.each([
      [{ CatalogName: 'nope', DatabaseName: DATABASE }, 'InvalidRequestException', 'Value at'],
      [{ CatalogName: 'AwsDataCatalog', DatabaseName: 'nope' }, 'MetadataException', 'Database nope not found'],
      [{ CatalogName: 'AwsDataCatalog', DatabaseName: DATABASE, Expression: '(' }, 'InvalidRequestException', 'regular expression'],
      [{ CatalogName: 'AwsDataCatalog', DatabaseName: DATABASE, Expression: '(a+)+b' }, 'InvalidRequestException', 'repetition'],
    ])('see no tables of %j', async (request, name, message) => {
      const listed = local.athena.send(new ListTableMetadataCommand(request));
      await expect(listed).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    });

    it('leave nothing half-written behind', async () => {
      const folder = join(local.directory, 'athena', 'results');
      expect(await readdir(folder)).toEqual([]);
      await rm(folder, { recursive: true });
    });
  });
});

describe('records of queries', () => {
  const ResultConfiguration = { OutputLocation: `s3://${BUCKET}/results` };
  const start = async ({ athena }: Local, QueryString = 'SELECT 1') =>
    (await athena.send(new StartQueryExecutionCommand({ QueryString, ResultConfiguration }))).QueryExecutionId ?? '';
  const stateOf = async ({ athena }: Local, QueryExecutionId: string) =>
    (await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }))).QueryExecution?.Status?.State;
  const finished = async (local: Local, id: string) => {
    while (['QUEUED', 'RUNNING'].includes((await stateOf(local, id)) ?? '')) await new Promise(resolve => setTimeout(resolve, 20));
    return id;
  };

  it('are refused beyond the quota of active queries, in the words of AWS, until one has ended', async () => {
    const local = await startLocalAthena(undefined, { activeQueries: 2 });
    const endless = `SELECT count(*) FROM UNNEST(sequence(1, 9999)) a (x), UNNEST(sequence(1, 9999)) b (y), UNNEST(sequence(1, 9999)) c (z) WHERE x + y + z = 5`;
    const [first = ''] = await Promise.all([start(local, endless), start(local, endless)]);
    await expect(start(local)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED',
      message: expect.stringContaining('You have exceeded the limit for the number of queries you can run concurrently'),
    });
    await local.athena.send(new StopQueryExecutionCommand({ QueryExecutionId: first }));
    expect(await start(local)).not.toBe('');
    await local.close();
  });

  it('are forgotten after the days of the history, and set aside where they are damaged', async () => {
    const before = await startLocalAthena();
    const old = await finished(before, await start(before));
    await before.close({ keep: true });
    const folder = join(before.directory, 'athena', 'executions');
    await writeFile(join(folder, 'damaged.json'), '{"id": "dam');

    const damages: string[] = [];
    const same = await startLocalAthena(before.directory, { onDamage: ({ message }) => damages.push(message) });
    expect(await stateOf(same, old)).toBe('SUCCEEDED');
    expect(damages).toEqual([expect.stringMatching(/record of a query .*damaged\.json cannot be read: it is not JSON/)]);
    await same.close({ keep: true });

    const later = await startLocalAthena(before.directory, { now: () => new Date(Date.now() + 46 * 86_400_000) });
    await expect(stateOf(later, old)).rejects.toThrow('was not found');
    expect((await readdir(folder)).filter(name => name.endsWith('.json'))).toEqual([]);
    await later.close();
  });
});
