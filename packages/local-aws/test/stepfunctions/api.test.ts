import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandOutput,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { INVOKE, inOrder, type LocalStepFunctions, ROLE, scopeOf, startStepFunctions } from './local-step-functions';

let local: LocalStepFunctions;
beforeEach(async () => {
  local = await startStepFunctions();
});
afterEach(() => local.close());

const PASS = inOrder(['A', { Type: 'Pass' }]);
const HANGS = inOrder(['T', { Type: 'Task', Resource: INVOKE, Arguments: { hang: true } }]);
const text = (definition: object) => JSON.stringify(definition);
const MACHINES = 'arn:aws:states:us-east-1:000000000000:stateMachine';
const EXECUTIONS = 'arn:aws:states:us-east-1:000000000000:execution';

const create = (name: string, more: object = {}) =>
  local.client.send(new CreateStateMachineCommand({ name, definition: text(PASS), roleArn: ROLE, ...more }));
const start = (stateMachineArn: string, more: object = {}) => local.client.send(new StartExecutionCommand({ stateMachineArn, ...more }));

describe('a state machine', () => {
  it('is created once, however often it is asked for', async () => {
    const first = await create('orders', { tags: [{ key: 'team', value: 'sales' }] });
    expect(first.stateMachineArn).toBe(`${MACHINES}:orders`);
    for (const more of [{}, { roleArn: `${ROLE}-2` }])
      expect(await create('orders', more)).toMatchObject({ stateMachineArn: first.stateMachineArn, creationDate: first.creationDate });
    await expect(create('orders', { definition: text(HANGS) })).rejects.toMatchObject({
      name: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${MACHINES}:orders'`,
    });
    const { tags } = await local.client.send(new ListTagsForResourceCommand({ resourceArn: `${MACHINES}:orders` }));
    expect(tags).toEqual([{ key: 'team', value: 'sales' }]);
  });

  it('is described with its key, and with the variables that each state reads', async () => {
    const definition = text(
      inOrder(
        ['A', { Type: 'Pass', Comment: '{% no expression %}', Assign: { n: 1, m: 2, unread: '{% $states.input %}' } }],
        [
          'M',
          { Type: 'Map', Items: '{% [$n, $m] %}', ItemProcessor: scopeOf(['I', { Type: 'Pass', Output: '{% ($x := $n; $sum([$x])) %}' }]) },
        ],
      ),
    );
    const { stateMachineArn = '' } = await create('orders', { definition });
    expect(await local.client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
      variableReferences: { M: ['m', 'n'], I: ['n'] },
    });
  });

  it('has each tag once, with the value that was said last', async () => {
    const { stateMachineArn: resourceArn = '' } = await create('orders', { tags: [{ key: 'a', value: '1' }] });
    const tags = ['2', '3'].map(value => ({ key: 'a', value }));
    await local.client.send(new TagResourceCommand({ resourceArn, tags }));
    expect((await local.client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([{ key: 'a', value: '3' }]);
  });

  test.each([
    ['a b', 'InvalidName', "Invalid Name: 'a b'"],
    ['a*', 'InvalidName', "Invalid Name: 'a*'"],
    ['', 'ValidationException', expect.stringContaining('length greater than or equal to 1')],
    ['x'.repeat(81), 'ValidationException', expect.stringContaining('length less than or equal to 80')],
  ])('is not called %j', async (machine, name, message) => {
    await expect(create(machine)).rejects.toMatchObject({ name, message });
  });

  it('has a role that is one', async () => {
    const roleArn = 'arn:aws:iam::000000000000:user/somebody';
    await expect(create('orders', { roleArn })).rejects.toMatchObject({ name: 'InvalidArn', message: `Invalid Role Arn: '${roleArn}'` });
  });

  it.each([
    [{ type: 'EXPRESS' }, 'StateMachineTypeNotSupported', /Express/],
    [{ versionDescription: 'one' }, 'ValidationException', 'Version description can only be set when publish is true'],
  ])('with %j is refused', async (more, name, message) => {
    await expect(create('orders', more)).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  it('is changed for the next execution, not for one that runs', async () => {
    const { stateMachineArn = '' } = await create('orders', { definition: text(HANGS) });
    const { executionArn = '' } = await start(stateMachineArn);
    const { revisionId } = await local.client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: text(PASS) }));
    expect(await local.client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      definition: text(PASS),
      revisionId,
    });
    expect(await local.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }))).toMatchObject({
      definition: text(HANGS),
    });
    expect((await local.client.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING');
    const next = await start(stateMachineArn);
    expect(await local.finish(next.executionArn ?? '')).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is gone once it is deleted', async () => {
    const { stateMachineArn = '' } = await create('orders');
    await local.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect(start(stateMachineArn)).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${stateMachineArn}'`,
    });
  });

  it('takes its executions with it when it is deleted, and no others', async () => {
    const arns = await Promise.all(
      ['orders', 'orders-2'].map(async name => {
        const { stateMachineArn = '' } = await create(name, { definition: text(HANGS) });
        return (await start(stateMachineArn)).executionArn ?? '';
      }),
    );
    await local.client.send(new DeleteStateMachineCommand({ stateMachineArn: `${MACHINES}:orders` }));
    const described = arns.map(executionArn => local.client.send(new DescribeExecutionCommand({ executionArn })));
    expect((await Promise.all(described)).map(({ status }) => status)).toEqual(['ABORTED', 'RUNNING']);
  });

  it('is listed by name, in pages', async () => {
    for (const name of ['c', 'a', 'b']) await create(name);
    const first = await local.client.send(new ListStateMachinesCommand({ maxResults: 2 }));
    const second = await local.client.send(new ListStateMachinesCommand({ maxResults: 2, nextToken: first.nextToken }));
    expect([first, second].map(({ stateMachines }) => stateMachines?.map(({ name }) => name))).toEqual([['a', 'b'], ['c']]);
    expect(second.nextToken).toBeUndefined();
  });
});

describe('an execution', () => {
  it('has a name once', async () => {
    const { stateMachineArn = '' } = await create('orders', { definition: text(HANGS) });
    const [one, two] = await Promise.all([
      start(stateMachineArn, { name: 'n', input: '{"a":1}' }),
      start(stateMachineArn, { name: 'n', input: '{"a":1}' }),
    ]);
    expect([one.executionArn, two.executionArn]).toEqual([`${EXECUTIONS}:orders:n`, `${EXECUTIONS}:orders:n`]);
    await expect(start(stateMachineArn, { name: 'n', input: '{"a":2}' })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${EXECUTIONS}:orders:n'`,
    });
  });

  it('that the disk refuses can be started again under its name', async () => {
    const { stateMachineArn = '' } = await create('orders');
    const inTheWay = join(local.directory, 'executions', 'orders');
    await mkdir(dirname(inTheWay), { recursive: true });
    await writeFile(inTheWay, '');
    await expect(start(stateMachineArn, { name: 'n' })).rejects.toMatchObject({ name: 'InternalServerException' });
    await rm(inTheWay);
    const { executionArn = '' } = await start(stateMachineArn, { name: 'n' });
    expect(await local.finish(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  test.each([
    [{ input: '{' }, 'InvalidExecutionInput'],
    [{ input: `"${'x'.repeat(262_143)}"` }, /InvalidExecutionInput|ValidationException/],
    [{ name: 'a/b' }, 'InvalidName'],
    [{ name: 'x'.repeat(81) }, 'ValidationException'],
  ])('is not started with %.40j', async (request, name) => {
    const { stateMachineArn = '' } = await create('orders');
    await expect(start(stateMachineArn, request)).rejects.toMatchObject({ name: expect.stringMatching(name) });
  });

  it('is stopped with the error of the request, and its task ends', async () => {
    const { stateMachineArn = '' } = await create('orders', { definition: text(HANGS) });
    const { executionArn = '' } = await start(stateMachineArn);
    await local.client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'no more' }));
    const { status, error, cause, events } = await local.finish(executionArn);
    expect({ status, error, cause }).toEqual({ status: 'ABORTED', error: 'Enough', cause: 'no more' });
    expect(events.at(-1)).toMatchObject({ type: 'ExecutionAborted', executionAbortedEventDetails: { error: 'Enough', cause: 'no more' } });
  });

  it('is stopped while it is being started', async () => {
    const { stateMachineArn = '' } = await create('orders', { definition: text(HANGS) });
    const executionArn = `${EXECUTIONS}:orders:n`;
    const starting = start(stateMachineArn, { name: 'n' });
    const stop = () => local.client.send(new StopExecutionCommand({ executionArn }));
    const isUnknown = ({ name }: Error) => name === 'ExecutionDoesNotExist';
    while (await stop().then(() => false, isUnknown)) await setImmediate();
    await starting;
    expect(await local.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'ABORTED' });
  });

  it('is listed newest first, by status, in pages', async () => {
    const { stateMachineArn = '' } = await create('orders');
    for (const name of ['one', 'two', 'three']) {
      local.clock.move(1_000);
      const { executionArn = '' } = await start(stateMachineArn, { name });
      await local.finish(executionArn);
    }
    const list = (more: object) => local.client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
    const names = async (more: object) => (await list(more)).executions?.map(({ name }) => name);
    expect(await names({})).toEqual(['three', 'two', 'one']);
    expect(await names({ statusFilter: 'FAILED' })).toEqual([]);
    const { nextToken } = await list({ maxResults: 2 });
    expect(await names({ maxResults: 2, nextToken })).toEqual(['one']);
    await expect(list({ nextToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(list({ redriveFilter: 'REDRIVEN' })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('has ended for everybody once its history has', async () => {
    const { stateMachineArn = '' } = await create('orders');
    const { executionArn = '' } = await start(stateMachineArn);
    const isLast = ({ events = [] }: GetExecutionHistoryCommandOutput) => events.at(-1)?.type === 'ExecutionSucceeded';
    while (!isLast(await local.client.send(new GetExecutionHistoryCommand({ executionArn })))) await setImmediate();
    expect((await local.client.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('SUCCEEDED');
  });

  it('tells its history in pages, forwards and backwards, with or without data', async () => {
    const { stateMachineArn = '' } = await create('orders');
    const { executionArn = '' } = await start(stateMachineArn, { input: '{"a":1}' });
    await local.finish(executionArn);
    const history = (more: object) => local.client.send(new GetExecutionHistoryCommand({ executionArn, ...more }));
    const ids = async (more: object) => (await history(more)).events?.map(({ id }) => id);
    expect(await ids({})).toEqual([1, 2, 3, 4]);
    expect(await ids({ reverseOrder: true })).toEqual([4, 3, 2, 1]);
    const { nextToken } = await history({ maxResults: 3 });
    expect(await ids({ maxResults: 3, nextToken })).toEqual([4]);
    const [first] = (await history({ includeExecutionData: false })).events ?? [];
    expect(first?.executionStartedEventDetails).toEqual({ roleArn: ROLE });
  });

  test.each([
    ['an ARN that is none', 'orders', 'InvalidArn'],
    ['an execution that was never started', `${EXECUTIONS}:orders:missing`, 'ExecutionDoesNotExist'],
  ])('is not described for %s', async (_name, executionArn, name) => {
    await expect(local.client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({ name });
  });

  it('is not described without its data', async () => {
    const request = new DescribeExecutionCommand({ executionArn: `${EXECUTIONS}:orders:n`, includedData: 'METADATA_ONLY' });
    await expect(local.client.send(request)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('includedData'),
    });
  });
});
