import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { inOrder, type LocalStepFunctions, ROLE, startStepFunctions } from './local-step-functions';

let local: LocalStepFunctions;
let stateMachineArn: string;

const says = (word: string) => inOrder(['P', { Type: 'Pass', Output: word }]);
const update = (word: string, more = {}) =>
  local.client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(says(word)), ...more }));
const publish = (more = {}) => local.client.send(new PublishStateMachineVersionCommand({ stateMachineArn, ...more }));
const version = (number: number) => `${stateMachineArn}:${number}`;
const route = (number: number, weight = 100) => ({ stateMachineVersionArn: version(number), weight });
const alias = (routingConfiguration: ReturnType<typeof route>[], name = 'live') =>
  local.client.send(new CreateStateMachineAliasCommand({ name, routingConfiguration }));
const run = async (arn: string) => {
  const { executionArn } = await local.client.send(new StartExecutionCommand({ stateMachineArn: arn }));
  return local.finish(executionArn ?? '');
};

beforeEach(async () => {
  local = await startStepFunctions();
  stateMachineArn = await local.create(says('one'));
});
afterEach(() => local.close());

it('publishes versions that keep their definition', async () => {
  expect((await publish({ description: 'the first' })).stateMachineVersionArn).toBe(version(1));
  const { stateMachineVersionArn } = await update('two', { publish: true });
  expect(stateMachineVersionArn).toBe(version(2));
  expect((await run(version(1))).output).toBe('one');
  expect((await run(version(2))).output).toBe('two');
  expect(await local.client.send(new DescribeStateMachineCommand({ stateMachineArn: version(1) }))).toMatchObject({
    stateMachineArn: version(1),
    definition: JSON.stringify(says('one')),
    description: 'the first',
  });
  const { stateMachineVersions } = await local.client.send(new ListStateMachineVersionsCommand({ stateMachineArn }));
  expect(stateMachineVersions?.map(listed => listed.stateMachineVersionArn)).toEqual([version(2), version(1)]);
});

it('publishes what has not changed once', async () => {
  await publish();
  expect((await publish()).stateMachineVersionArn).toBe(version(1));
});

it('publishes with the creation too', async () => {
  const about = { name: 'published', definition: JSON.stringify(says('one')), roleArn: ROLE, publish: true };
  const { stateMachineVersionArn } = await local.client.send(new CreateStateMachineCommand(about));
  expect(stateMachineVersionArn).toMatch(/:published:1$/);
});

it('publishes the revision that a caller expects, or nothing', async () => {
  const { revisionId } = await update('two');
  await expect(publish({ revisionId: 'another' })).rejects.toMatchObject({ name: 'ConflictException' });
  expect((await publish({ revisionId })).stateMachineVersionArn).toBe(version(1));
});

it('gives a number once, also after its version was deleted', async () => {
  await publish();
  await local.client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: version(1) }));
  expect((await publish()).stateMachineVersionArn).toBe(version(2));
  await expect(run(version(1))).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
});

it('starts by an alias what the alias names, and says so', async () => {
  await publish();
  await update('two', { publish: true });
  const { stateMachineAliasArn = '' } = await alias([route(1)]);
  expect(stateMachineAliasArn).toBe(`${stateMachineArn}:live`);
  const first = await run(stateMachineAliasArn);
  expect(first.output).toBe('one');
  await local.client.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration: [route(2)] }));
  const second = await run(stateMachineAliasArn);
  expect(second.output).toBe('two');
  const { executionArn } = second.execution;
  expect(await local.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    stateMachineArn,
    stateMachineAliasArn,
    stateMachineVersionArn: version(2),
  });
  expect(second.events[0]?.executionStartedEventDetails).toMatchObject({ stateMachineAliasArn, stateMachineVersionArn: version(2) });
  const list = async (arn: string) => (await local.client.send(new ListExecutionsCommand({ stateMachineArn: arn }))).executions?.length;
  expect([await list(stateMachineArn), await list(stateMachineAliasArn), await list(version(2))]).toEqual([2, 2, 1]);
});

it('describes, lists and deletes aliases', async () => {
  await publish();
  const { stateMachineAliasArn = '' } = await alias([route(1)]);
  await alias([route(1)]);
  await expect(alias([route(1, 50), route(1, 50)])).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await local.client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }))).toMatchObject({
    name: 'live',
    routingConfiguration: [route(1)],
  });
  const list = (arn: string) => local.client.send(new ListStateMachineAliasesCommand({ stateMachineArn: arn }));
  expect((await list(stateMachineArn)).stateMachineAliases).toMatchObject([{ stateMachineAliasArn }]);
  expect((await list(version(1))).stateMachineAliases).toMatchObject([{ stateMachineAliasArn }]);
  const remove = new DeleteStateMachineVersionCommand({ stateMachineVersionArn: version(1) });
  await expect(local.client.send(remove)).rejects.toMatchObject({ name: 'ConflictException' });
  await local.client.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
  await local.client.send(remove);
  expect((await list(stateMachineArn)).stateMachineAliases).toEqual([]);
});

it.each([
  ['of a version that does not exist', [{ number: 9, weight: 100 }], 'ResourceNotFound'],
  ['whose weights are not 100 together', [{ number: 1, weight: 60 }], 'ValidationException'],
])('refuses an alias %s', async (_, routes, name) => {
  await publish();
  await expect(alias(routes.map(({ number, weight }) => route(number, weight)))).rejects.toMatchObject({ name });
});

it('refuses an alias that is a number', async () => {
  await publish();
  await expect(alias([route(1)], '1')).rejects.toMatchObject({ name: 'ValidationException' });
});
