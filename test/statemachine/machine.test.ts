import { TaskError } from 'local-aws/stepfunctions';
import { latestKey } from '../../pipeline/latest';
import { coverageTable, isOfSharing, Machine, waysOf } from './definition-coverage';
import {
  type Answer,
  fail,
  inTurn,
  type MachineUnderTest,
  machineUnderTest,
  NEVER,
  type Outcome,
  type RunOptions,
  TABLE,
  UPLOAD,
  type World,
} from './machine-under-test';

const counts = {
  outcome: 'Written',
  changed: true,
  read: 3,
  kept: 2,
  dropped: 1,
  quarantined: 0,
  rules: {},
  examples: [],
  lineBreaksReplaced: 0,
  extraColumns: [],
};
const upload = { bucket: 'lake', key: 'raw/orders.csv', etag: 'e1', size: 10, sequencer: '0A', at: '2025-05-01T10:00:00Z' };
const filtered = (outcome = 'Written', changed = true) => ({
  StatusCode: 200,
  Payload: { upload, asOf: null, filter: { ...counts, outcome, changed }, reading: { source: 'standard' }, error: null },
});
const refused = (name: string, cause: string) => ({
  StatusCode: 200,
  Payload: {
    upload,
    asOf: null,
    filter: { ...counts, outcome: 'Refused', changed: false },
    reading: null,
    error: { name, state: 'FilterOrders', cause },
  },
});
const crawler = (State: string, LastCrawl?: object) => ({ Crawler: { Name: 'crawler', State, ...(LastCrawl && { LastCrawl }) } });
const later = () => new Date(Date.now() + 86_400_000).toISOString();
const query = (id: string) => ({
  QueryExecution: {
    QueryExecutionId: `q-${id}`,
    Status: { State: 'SUCCEEDED', SubmissionDateTime: 1_746_093_600_000 },
    ResultConfiguration: { OutputLocation: `s3://lake/enriched/q-${id}.csv` },
    Statistics: { DataScannedInBytes: 5, TotalExecutionTimeInMillis: 7 },
  },
});
const idOf = (args: Record<string, unknown>) => /'(\w+)'/.exec(String(args.QueryString))?.[1] ?? '';

/** A world in which everything works: the crawler has never run, and is done at the second look. */
const GOOD: World = {
  invoke: () => filtered(),
  getCrawler: inTurn(
    () => crawler('READY'),
    () => crawler('READY', { Status: 'SUCCEEDED', StartTime: later() }),
  ),
  startCrawler: () => ({}),
  getTable: () => ({ Table: TABLE }),
  updateTable: () => ({}),
  createTable: () => ({}),
  'startQueryExecution.sync': args => query(idOf(args)),
  putObject: () => ({}),
};

describe('the state machine', () => {
  let machine: MachineUnderTest;
  beforeAll(async () => {
    machine = await machineUnderTest();
  });
  afterAll(() => machine.close());

  const run = (world: World = {}, input: unknown = UPLOAD, options: RunOptions = {}): Promise<Outcome> =>
    machine.run({ ...GOOD, ...world }, input, options);

  it('goes from the upload to the manifest', async () => {
    const { status, states, output, manifest } = await run();
    expect(states.filter(name => !['BeginQuery', 'RunQuery'].includes(name))).toEqual([
      'ReadInput',
      'IsRefresh',
      'FilterOrders',
      'WhatChanged',
      'GetCrawler',
      'IsCatalogueFresh',
      'StartCrawler',
      'WaitForCrawl',
      'GetCrawler',
      'IsCatalogueFresh',
      'GetTable',
      'IsTableAsDeclared',
      'IsShared',
      'BeginSnapshot',
      'BuildOrders',
      'RunQueries',
      'MakeManifest',
      'IsLatest',
      'PublishLatest',
      'PublishRun',
      'HowDidItEnd',
      'Done',
    ]);
    expect(status).toBe('SUCCEEDED');
    expect(manifest).toEqual(output);
    expect(manifest).toEqual({
      version: 1,
      execution: expect.any(String),
      outcome: 'Succeeded',
      trigger: 'hand',
      startedAt: expect.any(String),
      upload,
      asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      isAsOfGiven: false,
      filter: counts,
      reading: { source: 'standard' },
      sweep: null,
      digest: 'digest',
      uploads: expect.objectContaining({ id: 'uploads', state: 'SUCCEEDED', location: 's3://lake/enriched/q-uploads.csv' }),
      snapshot: {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        startedAt: '2025-05-01T10:00:00.000Z',
        executionId: 'q-orders',
        location: expect.stringMatching(/^s3:\/\/lake\/orders\/[0-9a-f]{32}\/$/),
        bytesScanned: 5,
        milliseconds: 7,
      },
      crawl: { status: 'SUCCEEDED', startedAt: expect.any(String), looks: 2, startedHere: true },
      queries: ['one', 'two', 'three'].map(id => ({
        id,
        title: `Query ${id}`,
        state: 'SUCCEEDED',
        executionId: `q-${id}`,
        location: `s3://lake/enriched/q-${id}.csv`,
        bytesScanned: 5,
        milliseconds: 7,
        error: null,
        cause: null,
      })),
      answeredBy: null,
      error: null,
    });
  });

  it.each(['Superseded', 'NothingNew'])('ends a %s upload well, with a manifest and without queries', async outcome => {
    const { status, manifest, calls } = await run({ invoke: () => filtered(outcome) });
    expect([status, calls.getCrawler, calls['startQueryExecution.sync']]).toEqual(['SUCCEEDED', undefined, undefined]);
    expect(manifest).toMatchObject({ outcome, crawl: null, queries: [], error: null });
  });

  it('goes on to crawl and queries for an output that stands but that nobody has answered for', async () => {
    const { manifest } = await run({ invoke: () => filtered('Unchanged') });
    expect(manifest).toMatchObject({ outcome: 'Succeeded', queries: [{}, {}, {}] });
  });

  it('ends a refused upload by its name, without queries, and where a redrive changes nothing', async () => {
    const { status, error, cause, states, manifest } = await run({ invoke: () => refused('MissingColumns', 'expected Amount') });
    expect([status, error, cause, states.at(-1)]).toEqual(['FAILED', 'MissingColumns', 'FilterOrders: expected Amount', 'Failed']);
    expect(manifest).toMatchObject({ outcome: 'Failed', queries: [], filter: { outcome: 'Refused' }, error: { name: 'MissingColumns' } });
  });

  it.each([
    ['upload', { ...UPLOAD, 'detail-type': 'Object Created' }],
    ['withdrawal', { ...UPLOAD, 'detail-type': 'Object Deleted' }],
    ['hand', UPLOAD],
    ['refresh', { refresh: true }],
  ])('names the trigger %s', async (trigger, input) => {
    expect((await run({}, input)).manifest).toMatchObject({ trigger });
  });

  it('crawls nothing where no file of a table changed', async () => {
    const { status, calls } = await run({ invoke: () => filtered('Unchanged', false) });
    expect([status, calls.getCrawler, calls['startQueryExecution.sync']]).toEqual(['SUCCEEDED', undefined, 5]);
  });

  describe('a refresh', () => {
    const nothing = { StatusCode: 200, Payload: { upload: null, asOf: null, filter: null, reading: null, error: null } };
    it('sweeps first, crawls nothing, and runs all queries', async () => {
      const payloads: unknown[] = [];
      const invoke: Answer = args => {
        payloads.push(args.FunctionName);
        return args.FunctionName === 'Sweep' ? { StatusCode: 200, Payload: { open: 2, started: 2 } } : nothing;
      };
      const { status, calls, manifest } = await run({ invoke }, { refresh: true });
      expect([status, payloads, calls.getCrawler]).toEqual(['SUCCEEDED', ['Sweep', 'Filter'], undefined]);
      expect(manifest).toMatchObject({ outcome: 'Succeeded', trigger: 'refresh', filter: null, sweep: { open: 2, started: 2 } });
    });

    it('goes on where the sweep fails, and says so', async () => {
      const invoke: Answer = args => {
        if (args.FunctionName === 'Sweep') throw new TaskError('Odd.Error', 'odd');
        return nothing;
      };
      expect(await run({ invoke }, { refresh: true })).toMatchObject({
        status: 'SUCCEEDED',
        manifest: { sweep: { error: 'Odd.Error', cause: 'odd' } },
      });
    });
  });

  describe('the latest', () => {
    it('is a manifest under a key that sorts the later snapshot first', async () => {
      const { keys, manifest } = await run();
      // 9999999999999 less 2025-05-01T10:00:00Z in milliseconds.
      expect(keys).toEqual([expect.stringMatching(/^latest\/8253906399999-/), expect.stringMatching(/^runs\//)]);
      expect(keys[0]).toBe(latestKey(new Date('2025-05-01T10:00:00Z'), Object(manifest).execution));
    });

    it('is no execution whose input names a day', async () => {
      const dated = { ...filtered(), Payload: { ...filtered().Payload, asOf: '2025-02-01' } };
      const { keys, manifest } = await run({ invoke: () => dated });
      expect(keys).toEqual([expect.stringMatching(/^runs\//)]);
      expect(manifest).toMatchObject({ asOf: '2025-02-01', isAsOfGiven: true });
    });
  });

  describe('the snapshot', () => {
    const unloads = (answer: Answer): Answer => {
      let tries = 0;
      return args => (idOf(args) === 'orders' ? answer(args, ++tries) : query(idOf(args)));
    };
    const failed = (isRetryable: boolean, reason = 'no room') =>
      JSON.stringify({
        QueryExecution: { Status: { StateChangeReason: reason, AthenaError: { Retryable: isRetryable } }, QueryExecutionId: 'q' },
      });

    it('is of the given day, under an unused id', async () => {
      const statements: unknown[] = [];
      const answer: Answer = args => {
        statements.push(args.QueryString);
        return query('orders');
      };
      const dated = { ...filtered(), Payload: { ...filtered().Payload, asOf: '2025-02-01' } };
      for (const _ of [1, 2]) await run({ invoke: () => dated, 'startQueryExecution.sync': unloads(answer) });
      expect(statements).toEqual([1, 2].map(() => expect.stringMatching(/^UNLOAD 'orders' 2025-02-01 [0-9a-f]{32}$/)));
      expect(new Set(statements).size).toBe(2);
    });

    it('that fails ends the execution as SnapshotFailed', async () => {
      expect(await run({ 'startQueryExecution.sync': unloads(fail('States.TaskFailed', failed(false))) })).toMatchObject({
        status: 'FAILED',
        error: 'SnapshotFailed',
        cause: 'BuildOrders: no room',
        manifest: { queries: [], snapshot: null, error: { name: 'SnapshotFailed', state: 'BuildOrders' } },
      });
    });

    it('is tried again where a file was deleted between the list and the reading', async () => {
      const gone = failed(false, 'HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://lake/processed/filtered_a.csv: the file is gone');
      const answer = (_args: unknown, attempt = 1) => {
        if (attempt === 1) throw new TaskError('States.TaskFailed', gone);
        return query('orders');
      };
      expect(await run({ 'startQueryExecution.sync': unloads(answer) })).toMatchObject({ status: 'SUCCEEDED' });
    });

    it('is tried three times, each time under another id, where Athena says that it may succeed', async () => {
      const ids: unknown[] = [];
      const answer: Answer = args => {
        ids.push(args.QueryString);
        throw new TaskError('States.TaskFailed', failed(true));
      };
      expect(await run({ 'startQueryExecution.sync': unloads(answer) })).toMatchObject({ error: 'SnapshotFailed' });
      expect([ids.length, new Set(ids).size]).toEqual([3, 3]);
    });
  });

  it('succeeds where nothing but the query uploads fails', async () => {
    const sync: Answer = args => {
      if (idOf(args) === 'uploads') throw new TaskError('States.TaskFailed', 'odd');
      return query(idOf(args));
    };
    expect(await run({ 'startQueryExecution.sync': sync })).toMatchObject({
      status: 'SUCCEEDED',
      manifest: { outcome: 'Succeeded', uploads: { state: 'FAILED', cause: 'odd' }, queries: [{}, {}, {}] },
    });
  });

  describe('the crawl loop', () => {
    const before = { Status: 'SUCCEEDED', StartTime: '2020-01-01T00:00:00Z' };

    it('shares a crawl that somebody else started after our write', async () => {
      const { calls, manifest } = await run({ getCrawler: () => crawler('READY', { Status: 'SUCCEEDED', StartTime: later() }) });
      expect(calls.startCrawler).toBeUndefined();
      expect(manifest).toMatchObject({ crawl: { startedHere: false, looks: 1 } });
    });

    it.each(['FAILED', 'CANCELLED', 'SUCCEEDED'])('starts a crawl when the last one, %s, was before our write', async Status => {
      const getCrawler = inTurn(
        () => crawler('READY', { ...before, Status }),
        () => crawler('READY', { Status: 'SUCCEEDED', StartTime: later() }),
      );
      expect(await run({ getCrawler })).toMatchObject({ status: 'SUCCEEDED', calls: { startCrawler: 1, getCrawler: 2 } });
    });

    it('takes a crawl that it started itself for its own, though its start is told in whole seconds', async () => {
      const getCrawler = inTurn(
        () => crawler('READY', before),
        () => crawler('READY', { Status: 'SUCCEEDED', StartTime: '2020-01-01T00:00:01Z' }),
      );
      expect(await run({ getCrawler })).toMatchObject({ status: 'SUCCEEDED', calls: { startCrawler: 1 } });
    });

    it('waits while the crawler runs and stops, then starts its own', async () => {
      const getCrawler = inTurn(
        () => crawler('RUNNING', before),
        () => crawler('STOPPING', before),
        () => crawler('READY', before),
        () => crawler('READY', { Status: 'SUCCEEDED', StartTime: later() }),
      );
      expect(await run({ getCrawler })).toMatchObject({ status: 'SUCCEEDED', calls: { startCrawler: 1, getCrawler: 4 } });
    });

    it('looks again when somebody else was quicker to start the crawler', async () => {
      const { status, manifest } = await run({ startCrawler: fail('Glue.CrawlerRunningException') });
      expect([status, manifest]).toEqual([
        'SUCCEEDED',
        expect.objectContaining({ crawl: expect.objectContaining({ startedHere: false }) }),
      ]);
    });

    it.each(['FAILED', 'CANCELLED'])('fails as CrawlFailed when our crawl ends as %s', async Status => {
      const getCrawler = inTurn(
        () => crawler('READY'),
        () => crawler('READY', { Status, StartTime: later(), ErrorMessage: 'no access' }),
      );
      const { status, error, cause, manifest } = await run({ getCrawler });
      expect([status, error]).toEqual(['FAILED', 'CrawlFailed']);
      expect(cause).toMatch(new RegExp(`ended as ${Status}: no access`));
      expect(manifest).toMatchObject({ outcome: 'Failed', queries: [], error: { name: 'CrawlFailed', state: 'IsCatalogueFresh' } });
    });

    it('fails as CrawlTimedOut after 120 looks', async () => {
      const { error, cause, calls } = await run({ getCrawler: () => crawler('RUNNING', before) });
      expect([error, calls.getCrawler]).toEqual(['CrawlTimedOut', 120]);
      expect(cause).toMatch('the crawler is RUNNING');
    });
  });

  describe('the table', () => {
    const { StorageDescriptor } = TABLE;
    it.each([
      [
        'types',
        { ...TABLE, StorageDescriptor: { ...StorageDescriptor, Columns: StorageDescriptor.Columns.map(c => ({ ...c, Type: 'bigint' })) } },
      ],
      ['SerDe', { ...TABLE, StorageDescriptor: { ...StorageDescriptor, SerdeInfo: { SerializationLibrary: 'LazySimpleSerDe' } } }],
      ['location', { ...TABLE, StorageDescriptor: { ...StorageDescriptor, Location: 's3://lake/elsewhere/' } }],
      ['header lines', { ...TABLE, Parameters: {} }],
      ['partitions', { ...TABLE, PartitionKeys: [{ Name: 'p', Type: 'string' }] }],
      ['everything', {}],
    ])('is brought to the declared definition where it has other %s', async (_what, Table) => {
      let declared: unknown;
      const updateTable: Answer = args => {
        declared = args.TableInput;
        return {};
      };
      expect(await run({ getTable: () => ({ Table }), updateTable })).toMatchObject({ status: 'SUCCEEDED', calls: { updateTable: 1 } });
      expect(declared).toMatchObject(TABLE);
    });

    it("keeps the crawler's own notes when it is updated", async () => {
      let declared: unknown;
      const updateTable: Answer = args => {
        declared = args.TableInput;
        return {};
      };
      await run({ getTable: () => ({ Table: { ...TABLE, Parameters: { UPDATED_BY_CRAWLER: 'crawler' } } }), updateTable });
      expect(declared).toMatchObject({ Parameters: { UPDATED_BY_CRAWLER: 'crawler', ...TABLE.Parameters } });
    });

    it('is created where the crawler made none', async () => {
      expect(await run({ getTable: fail('Glue.EntityNotFoundException') })).toMatchObject({
        status: 'SUCCEEDED',
        calls: { createTable: 1 },
      });
    });

    it('is looked at again when another execution created it first', async () => {
      const getTable = inTurn(fail('Glue.EntityNotFoundException'), () => ({ Table: TABLE }));
      expect(await run({ getTable, createTable: fail('Glue.AlreadyExistsException') })).toMatchObject({
        status: 'SUCCEEDED',
        calls: { getTable: 2 },
      });
    });

    it.each(['Glue.ConcurrentModificationException', 'Glue.EntityNotFoundException'])('is looked at again after %s', async error => {
      const getTable = inTurn(
        () => ({ Table: {} }),
        () => ({ Table: TABLE }),
      );
      expect(await run({ getTable, updateTable: fail(error) })).toMatchObject({ status: 'SUCCEEDED', calls: { getTable: 2 } });
    });
  });

  describe('a failed query', () => {
    const cause = JSON.stringify({
      QueryExecution: {
        QueryExecutionId: 'q-x',
        Status: { State: 'FAILED', StateChangeReason: 'SYNTAX_ERROR: "two"', SubmissionDateTime: 1 },
      },
    });
    const twoFails =
      (error: string, why: string): Answer =>
      args => {
        if (idOf(args) === 'two') throw new TaskError(error, why);
        return query(idOf(args));
      };

    it('leaves the others, and ends the execution as QueryFailed after a manifest with the good results', async () => {
      const { status, error, manifest, cause: told } = await run({ 'startQueryExecution.sync': twoFails('States.TaskFailed', cause) });
      expect([status, error, told]).toEqual(['FAILED', 'QueryFailed', 'RunQueries: two: SYNTAX_ERROR: "two"']);
      expect(manifest).toMatchObject({
        outcome: 'Failed',
        queries: [
          { id: 'one', state: 'SUCCEEDED' },
          { id: 'two', state: 'FAILED', executionId: 'q-x', cause: 'SYNTAX_ERROR: "two"' },
          { id: 'three', state: 'SUCCEEDED' },
        ],
        error: { name: 'QueryFailed', state: 'RunQueries' },
      });
    });

    it.each([
      ['cut JSON', cause.slice(0, 60)],
      ['plain text', 'Query exhausted resources'],
      ['nothing', ''],
    ])('is told whatever its cause is: %s', async (_what, why) => {
      expect(await run({ 'startQueryExecution.sync': twoFails('States.TaskFailed', why) })).toMatchObject({
        error: 'QueryFailed',
        manifest: { queries: [{}, { cause: why }, {}] },
      });
    });

    it.each(['Athena.TooManyRequestsException', 'Athena.InternalServerException'])(
      'is tried again after %s, with another token',
      async error => {
        const tokens: unknown[] = [];
        const sync: Answer = (args, call) => {
          if (call > 1) tokens.push(args.ClientRequestToken);
          if (call === 2) throw new TaskError(error, 'slow down');
          return query(idOf(args));
        };
        expect(await run({ 'startQueryExecution.sync': sync })).toMatchObject({
          status: 'SUCCEEDED',
          calls: { 'startQueryExecution.sync': 6 },
        });
        expect(new Set(tokens).size).toBe(5);
      },
    );

    it('that Athena calls retryable is asked again up to twice, with another token', async () => {
      const retryable = JSON.stringify({ QueryExecution: { QueryExecutionId: 'q', Status: { AthenaError: { Retryable: true } } } });
      const tokens: unknown[] = [];
      const answers = (times: number): Answer => {
        let failures = 0;
        return args => {
          if (idOf(args) !== 'two') return query(idOf(args));
          tokens.push(args.ClientRequestToken);
          if (failures === times) return query('two');
          failures += 1;
          throw new TaskError('States.TaskFailed', retryable);
        };
      };
      expect(await run({ 'startQueryExecution.sync': answers(2) })).toMatchObject({ status: 'SUCCEEDED' });
      expect([tokens.length, new Set(tokens).size]).toEqual([3, 3]);
      expect(await run({ 'startQueryExecution.sync': answers(3) })).toMatchObject({ status: 'FAILED', error: 'QueryFailed' });
    });

    it('is a failure too when the query was cancelled', async () => {
      const cancelled: Answer = args =>
        idOf(args) === 'orders'
          ? query('orders')
          : { QueryExecution: { ...query(idOf(args)).QueryExecution, Status: { State: 'CANCELLED' } } };
      expect(await run({ 'startQueryExecution.sync': cancelled })).toMatchObject({ status: 'FAILED', error: 'QueryFailed' });
    });

    it('that never ends is ended', async () => {
      const never: Answer = args => (idOf(args) === 'one' ? NEVER : query(idOf(args)));
      expect(await run({ 'startQueryExecution.sync': never })).toMatchObject({
        status: 'FAILED',
        error: 'QueryFailed',
        manifest: { queries: [{ error: 'States.Timeout' }, {}, {}] },
      });
    });
  });

  describe('an error that nobody expects', () => {
    it.each([
      ['FilterOrders', 'invoke'],
      ['GetCrawler', 'getCrawler'],
      ['StartCrawler', 'startCrawler'],
      ['GetTable', 'getTable'],
      ['UpdateTable', 'updateTable'],
      ['CreateTable', 'createTable'],
    ])('in %s ends as that error, after a manifest', async (state, task) => {
      const table =
        state === 'UpdateTable'
          ? { getTable: () => ({ Table: {} }) }
          : state === 'CreateTable'
            ? { getTable: fail('Glue.EntityNotFoundException') }
            : {};
      const { status, error, cause, manifest } = await run({ ...table, [task]: fail('Odd.Error', 'odd "cause"') });
      expect([status, error, cause]).toEqual(['FAILED', 'Odd.Error', `${state}: odd "cause"`]);
      expect(manifest).toMatchObject({ outcome: 'Failed', upload, error: { name: 'Odd.Error', state, cause: 'odd "cause"' } });
    });

    test.each([
      ['the filter', { errorType: 'MissingColumns', errorMessage: 'expected "Amount", got {"a;b"}', trace: ['x'] }],
      ['Lambda, which has no trace', { errorType: 'MissingColumns', errorMessage: 'expected "Amount", got {"a;b"}' }],
    ])('in the filter is told in the words of %s', async (_who, said) => {
      expect(await run({ invoke: fail('MissingColumns', JSON.stringify(said)) })).toMatchObject({
        error: 'MissingColumns',
        cause: 'FilterOrders: expected "Amount", got {"a;b"}',
      });
    });

    it.each([
      ['PublishLatest', {}],
      ['PublishRun', { invoke: () => filtered('NothingNew') }],
    ])('in %s ends as that error', async (state, world) => {
      expect(await run({ ...world, putObject: fail('S3.NoSuchBucketException', 'gone') })).toMatchObject({
        status: 'FAILED',
        error: 'S3.NoSuchBucketException',
        cause: `${state}: gone`,
      });
    });

    it('in PublishLatest stands in the manifest', async () => {
      const putObject: Answer = args => {
        if (String(args.Key).startsWith('latest/')) throw new TaskError('S3.SlowDown', 'later');
        return {};
      };
      const { error, manifest } = await run({ putObject });
      expect([error, manifest]).toEqual([
        'S3.SlowDown',
        expect.objectContaining({ outcome: 'Failed', queries: [{}, {}, {}].map(() => expect.anything()) }),
      ]);
    });

    it('in PublishRun does not hide the failure that was there before', async () => {
      expect(await run({ invoke: fail('EmptyFile', 'no rows'), putObject: fail('Odd.Error') })).toMatchObject({
        error: 'EmptyFile',
        cause: 'FilterOrders: no rows',
      });
    });
  });

  it.each([[null], ['text'], [[]], [{}], [{ detail: null }], [{ detail: { bucket: 'x', object: 5 } }]])(
    'writes a manifest for the input %j too',
    async input => {
      const { error, manifest } = await run({ invoke: fail('InvalidUpload', 'expected an upload') }, input);
      expect([error, manifest]).toEqual(['InvalidUpload', expect.objectContaining({ upload: expect.objectContaining({ key: null }) })]);
    },
  );

  /** What leads an execution to a state that a good one passes by. */
  const leadsTo: Readonly<Record<string, { world?: World; input?: unknown }>> = {
    SweepUploads: { input: { refresh: true } },
    UpdateTable: { world: { getTable: () => ({ Table: {} }) } },
    CreateTable: { world: { getTable: fail('Glue.EntityNotFoundException') } },
    RaiseError: { world: { getCrawler: () => crawler('READY', { Status: 'FAILED', StartTime: later() }) } },
  };
  const ofLambda = [
    ...['ServiceException', 'AWSLambdaException', 'SdkClientException', 'TooManyRequestsException', 'Unknown'].map(n => `Lambda.${n}`),
    'Runtime.ExitError',
  ];
  const ofGlue = [
    ...['ThrottlingException', 'OperationTimeoutException', 'InternalServiceException', 'SdkClientException'].map(n => `Glue.${n}`),
    'States.Timeout',
  ];
  const ofAthena = ['TooManyRequestsException', 'InternalServerException', 'SdkClientException'].map(name => `Athena.${name}`);
  const ofS3 = ['S3.S3Exception', 'S3.SdkClientException', 'States.Timeout'];

  describe.each([
    ['SweepUploads', ofLambda],
    ['FilterOrders', ofLambda],
    ['RaiseError', ofLambda],
    ['GetCrawler', ofGlue],
    ['StartCrawler', ofGlue],
    ['GetTable', ofGlue],
    ['UpdateTable', ofGlue],
    ['CreateTable', ofGlue],
    ['BuildOrders', ofAthena],
    ['RunQuery', ofAthena],
    ['PublishLatest', ofS3],
    ['PublishRun', ofS3],
  ])('%s', (state, errors) => {
    it.each(errors)('is tried again after %s, and the execution ends as if nothing had been', async error => {
      const { world, input } = leadsTo[state] ?? {};
      const without = await run(world, input);
      let calls = 0;
      const instead = (of: string, call: number) => {
        if (of === state) calls += 1;
        if (of !== state || call > 1) return undefined;
        if (error === 'States.Timeout') return NEVER;
        throw new TaskError(error, 'once');
      };
      const { status, error: name } = await run(world, input, { instead });
      expect([status, name]).toEqual([without.status, without.error]);
      expect(calls).toBeGreaterThan(1);
    });
  });

  describe('a redrive', () => {
    const broken = fail('Odd.Error');
    const failsFor =
      (which: string): Answer =>
      args => {
        if (idOf(args) === which) throw new TaskError('States.TaskFailed', 'odd');
        return query(idOf(args));
      };
    it.each<[string, string, World]>([
      ['the filter', 'FilterOrders', { invoke: broken }],
      ['the crawl', 'GetCrawler', { getCrawler: broken }],
      ['the table', 'GetTable', { getTable: broken }],
      ['the snapshot', 'BeginSnapshot', { 'startQueryExecution.sync': failsFor('orders') }],
      ['the queries', 'BeginSnapshot', { 'startQueryExecution.sync': failsFor('two') }],
      ['the manifest', 'MakeManifest', { putObject: broken }],
    ])('goes on with %s where that failed, and ends well', async (_what, state, world) => {
      const { status, states, manifest } = await run(world, UPLOAD, { redriveIn: GOOD });
      const resumed = states.slice(states.indexOf('ResumeAt'));
      expect([status, resumed[1]]).toEqual(['SUCCEEDED', state]);
      expect(manifest).toMatchObject({ outcome: 'Succeeded', error: null, queries: [{}, {}, {}] });
    });
  });

  it('goes every way that its definition has, by the histories of these executions', () => {
    const all = waysOf(Machine.parse(machine.definition));
    const ways = all.filter(way => !isOfSharing(way));
    process.stdout.write(coverageTable(ways, machine.taken));
    expect(ways.filter(way => !machine.taken.has(way))).toEqual([]);
    expect([...machine.taken.keys()].filter(way => !all.includes(way))).toEqual([]);
  });
});
