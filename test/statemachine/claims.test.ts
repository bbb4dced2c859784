import { TaskError } from 'local-aws/stepfunctions';
import { isOfSharing, Machine, waysOf } from './definition-coverage';
import {
  type Answer,
  fail,
  inTurn,
  type MachineUnderTest,
  machineUnderTest,
  NEVER,
  type RunOptions,
  TABLE,
  UPLOAD,
  type World,
} from './machine-under-test';

const TOGETHER = 10;
const DAY = '2025-05-01';
const OTHER = 'arn:aws:states:us-east-1:000000000000:execution:orders-pipeline:other';
const EVENT = { ...UPLOAD, 'detail-type': 'Object Created' };

const filtered = (asOf: string | null = null) => ({
  Payload: { upload: {}, asOf, filter: { outcome: 'Written', changed: true }, reading: null, error: null },
});
const query = (args: Record<string, unknown>) => ({
  QueryExecution: {
    QueryExecutionId: String(args.ClientRequestToken),
    Status: { State: 'SUCCEEDED', SubmissionDateTime: Date.now() },
    ResultConfiguration: { OutputLocation: 's3://lake/enriched/q.csv' },
    Statistics: { DataScannedInBytes: 5, TotalExecutionTimeInMillis: 7 },
  },
});

const taken = fail('S3.S3Exception', 'At least one of the pre-conditions you specified did not hold (Service: S3, Status Code: 412)');
const busy = fail('S3.S3Exception', 'Please reduce your request rate. (Service: S3, Status Code: 503)');
const missing = fail('S3.NoSuchKeyException');
const manifestOf = (members: object) => () => ({ Body: JSON.stringify({ execution: 'other', asOf: DAY, queries: [{}], ...members }) });
const GOOD = manifestOf({ outcome: 'Succeeded' });
const BAD = manifestOf({ outcome: 'Failed' });
const FAILED = manifestOf({ outcome: 'Failed', error: { name: 'QueryFailed', state: 'RunQueries', cause: 'two: odd' } });
const STOPPED = manifestOf({ outcome: 'Failed', queries: [], error: { name: 'Aborted', state: null, cause: 'it was stopped' } });
const REFUSED = manifestOf({ outcome: 'Failed', error: { name: 'EmptyFile', state: 'FilterOrders', cause: 'no rows' } });

const WORLD: World = {
  invoke: () => filtered(),
  getCrawler: () => ({
    Crawler: { State: 'READY', LastCrawl: { Status: 'SUCCEEDED', StartTime: new Date(Date.now() + 86_400_000).toISOString() } },
  }),
  getTable: () => ({ Table: TABLE }),
  'startQueryExecution.sync': query,
  putObject: () => ({}),
};

/** Tasks that look at one key or at another. */
const byKey =
  (claims: Answer, rest: Answer): Answer =>
  (args, call) =>
    String(args.Key).startsWith('claims/') ? claims(args, call) : rest(args, call);

describe('the state machine, where uploads share queries', () => {
  let machine: MachineUnderTest;
  beforeAll(async () => {
    machine = await machineUnderTest({ together: TOGETHER });
  });
  afterAll(() => machine.close());

  /** A world in which another execution has the claim; what comes of it is up to the test. */
  const follower = (manifest: Answer, more: World = {}): World => ({
    putObject: byKey(taken, () => ({})),
    getObject: byKey(() => ({ Body: JSON.stringify(OTHER) }), manifest),
    describeExecution: () => ({ Status: 'RUNNING' }),
    ...more,
  });
  const run = (world: World, input: unknown = EVENT, options: RunOptions = {}) => machine.run({ ...WORLD, ...world }, input, options);
  const claimsIn = (keys: readonly string[]) => keys.filter(key => key.startsWith('claims/'));

  it('lets the one that has the claim run the queries', async () => {
    const claims: Record<string, unknown>[] = [];
    const { manifest, keys, states } = await run({
      putObject: byKey(
        args => claims.push(args),
        () => ({}),
      ),
    });
    expect(manifest).toMatchObject({ outcome: 'Succeeded', answeredBy: null, queries: [{}, {}, {}] });
    expect(keys).toEqual([
      expect.stringMatching(/^claims\/digest\/\d{4}-\d\d-\d\d\/\d+\.1$/),
      expect.stringMatching(/^latest\//),
      expect.stringMatching(/^runs\//),
    ]);
    expect(claims).toEqual([expect.objectContaining({ IfNoneMatch: '*', Body: expect.stringMatching(/^arn:aws:states:.*:execution:/) })]);
    expect(states.indexOf('WaitForSlot')).toBe(states.indexOf('IsShared') + 1);
  });

  it('waits for a moment that all share, at least a second away, and claims its day', async () => {
    const { keys, entered } = await run({});
    const [, day, slot] = /^claims\/digest\/(.*)\/(\d+)\.1$/.exec(keys[0] ?? '') ?? [];
    const at = Number(slot);
    const left = entered('IsShared');
    expect(at % (TOGETHER * 1000)).toBe(0);
    expect(at).toBeGreaterThanOrEqual(left + 1000);
    expect(at).toBeLessThan(left + 1000 + TOGETHER * 1000);
    expect(day).toBe(new Date(at).toISOString().slice(0, 10));
    expect(entered('BeginSnapshot')).toBeGreaterThanOrEqual(at);
  });

  it('ends the others as succeeded, by the one that answered for them, without queries and not as the latest', async () => {
    const { status, manifest, keys, calls } = await run(follower(inTurn(missing, GOOD)));
    expect(status).toBe('SUCCEEDED');
    expect(manifest).toMatchObject({ outcome: 'Succeeded', answeredBy: 'other', asOf: DAY, queries: [], snapshot: null, error: null });
    expect(keys.filter(key => key.startsWith('latest/'))).toEqual([]);
    expect(calls['startQueryExecution.sync']).toBeUndefined();
  });

  it.each([
    ['was stopped and left no manifest', missing, () => ({ Status: 'ABORTED' })],
    ['failed', BAD, () => ({ Status: 'FAILED' })],
    ['is gone', missing, fail('Sfn.ExecutionDoesNotExistException')],
  ])('claims the next generation where the claimant %s', async (_what, manifest, describeExecution) => {
    const putObject: Answer = byKey(
      inTurn(taken, () => ({})),
      () => ({}),
    );
    const { keys, manifest: written } = await run(follower(manifest, { putObject, describeExecution }));
    expect(claimsIn(keys)).toEqual([expect.stringMatching(/\.1$/), expect.stringMatching(/\.2$/)]);
    expect(written).toMatchObject({ outcome: 'Succeeded', answeredBy: null, queries: [{}, {}, {}] });
  });

  it('ends as the third claimant that failed, without another set of queries', async () => {
    const { status, error, manifest, keys, calls } = await run(follower(FAILED, { describeExecution: () => ({ Status: 'FAILED' }) }));
    expect([status, error]).toEqual(['FAILED', 'QueryFailed']);
    const cause = 'execution other, which ran the queries for this upload too, failed as the third: two: odd';
    expect(manifest).toMatchObject({ outcome: 'Failed', answeredBy: null, error: { name: 'QueryFailed', state: 'IsAnswered', cause } });
    expect(claimsIn(keys)).toEqual([1, 2, 3].map(generation => expect.stringMatching(`\\.${generation}$`)));
    expect(calls['startQueryExecution.sync']).toBeUndefined();
  });

  it('runs the queries itself where it is redriven after three claimants failed', async () => {
    const world = follower(FAILED, { describeExecution: () => ({ Status: 'FAILED' }) });
    const { status, manifest } = await run(world, EVENT, { redriveIn: WORLD });
    expect(status).toBe('SUCCEEDED');
    expect(manifest).toMatchObject({ outcome: 'Succeeded', answeredBy: null, error: null, queries: [{}, {}, {}] });
  });

  it.each([
    ['were stopped', STOPPED],
    ['left no manifest', missing],
  ])('claims the next generation however many claimants %s', async (_what, manifest) => {
    const putObject = byKey(
      inTurn(taken, taken, taken, taken, () => ({})),
      () => ({}),
    );
    const { keys, manifest: written } = await run(follower(manifest, { putObject, describeExecution: () => ({ Status: 'ABORTED' }) }));
    expect(claimsIn(keys).at(-1)).toMatch(/\.5$/);
    expect(written).toMatchObject({ outcome: 'Succeeded', answeredBy: null, queries: [{}, {}, {}] });
  });

  it('takes the results of a claimant whose own upload was refused', async () => {
    const { status, manifest, keys } = await run(follower(REFUSED));
    expect([status, claimsIn(keys).length]).toEqual(['SUCCEEDED', 1]);
    expect(manifest).toMatchObject({ outcome: 'Succeeded', answeredBy: 'other' });
  });

  it('looks for the manifest again when it has heard that the claimant ended', async () => {
    const getObject = byKey(() => ({ Body: JSON.stringify(OTHER) }), inTurn(missing, missing, GOOD));
    const { keys, manifest } = await run(follower(GOOD, { getObject, describeExecution: () => ({ Status: 'SUCCEEDED' }) }));
    expect(claimsIn(keys)).toHaveLength(1);
    expect(manifest).toMatchObject({ answeredBy: 'other' });
  });

  it('takes a claimant whose status cannot be read for one that runs', async () => {
    const describeExecution = inTurn(fail('Sfn.SfnException', 'Rate exceeded'));
    const { keys, manifest } = await run(follower(inTurn(missing, missing, missing, GOOD), { describeExecution }));
    expect(claimsIn(keys)).toHaveLength(1);
    expect(manifest).toMatchObject({ answeredBy: 'other' });
  });

  it('runs the queries itself after 60 looks', async () => {
    const { manifest, states } = await run(follower(missing));
    expect(states.filter(name => name === 'WaitForAnswer')).toHaveLength(60);
    expect(manifest).toMatchObject({ outcome: 'Succeeded', answeredBy: null, queries: [{}, {}, {}] });
  });

  it('claims again where S3 is busy and there is no claim', async () => {
    const { keys, manifest, states } = await run({
      putObject: byKey(
        inTurn(busy, busy, () => ({})),
        () => ({}),
      ),
      getObject: missing,
    });
    expect(new Set(claimsIn(keys)).size).toBe(1);
    expect(states.filter(name => name === 'Claim')).toHaveLength(3);
    expect(manifest).toMatchObject({ answeredBy: null, queries: [{}, {}, {}] });
  });

  it('runs the queries itself where it can never claim', async () => {
    const { states, manifest } = await run({ putObject: byKey(busy, () => ({})), getObject: missing });
    expect(states.filter(name => name === 'Claim')).toHaveLength(5);
    expect(manifest).toMatchObject({ outcome: 'Succeeded', answeredBy: null, queries: [{}, {}, {}] });
  });

  it('knows its own claim when the response of S3 was lost', async () => {
    let mine: unknown;
    const putObject = byKey(
      args => {
        mine = args.Body;
        throw new TaskError('S3.S3Exception', 'At least one of the pre-conditions you specified did not hold');
      },
      () => ({}),
    );
    const { states, manifest } = await run({ putObject, getObject: () => ({ Body: JSON.stringify(mine) }) });
    expect(states).not.toContain('WaitForAnswer');
    expect(manifest).toMatchObject({ answeredBy: null, queries: [{}, {}, {}] });
  });

  it.each([
    ['by hand', UPLOAD, {}],
    ['of a given day', EVENT, { invoke: () => filtered(DAY) }],
    ['a refresh', { refresh: true }, {}],
  ])('claims nothing for an execution %s', async (_what, input, world) => {
    const { keys, states } = await run(world, input);
    expect(claimsIn(keys)).toEqual([]);
    expect(states).not.toContain('WaitForSlot');
  });

  it('claims for what a sweep started', async () => {
    expect(claimsIn((await run({}, { ...UPLOAD, sweep: { attempt: 1 } })).keys)).toHaveLength(1);
  });

  it.each(['S3.SdkClientException', 'States.Timeout'])('claims again after %s', async error => {
    const instead = (state: string, call: number) => {
      if (state !== 'Claim' || call > 1) return undefined;
      if (error === 'States.Timeout') return NEVER;
      throw new TaskError(error, 'once');
    };
    const { manifest, states } = await run({}, EVENT, { instead });
    expect(states).not.toContain('ReadClaim');
    expect(manifest).toMatchObject({ answeredBy: null, queries: [{}, {}, {}] });
  });

  it('claims nothing once it is redriven', async () => {
    const getTable = fail('Odd.Error');
    const { status, keys, states } = await run({ getTable }, EVENT, { redriveIn: WORLD });
    expect([status, claimsIn(keys)]).toEqual(['SUCCEEDED', []]);
    expect(states).toContain('IsShared');
  });

  it('goes every way that sharing has, by the histories of these executions', () => {
    const ways = waysOf(Machine.parse(machine.definition)).filter(isOfSharing);
    expect(ways.filter(way => !machine.taken.has(way))).toEqual([]);
  });
});
