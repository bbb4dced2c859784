import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { TaskError, type TaskRunner } from '../../stepfunctions/tasks/task-runner';
import { type Finished, INVOKE, inOrder, type LocalStepFunctions, scopeOf, startStepFunctions } from './local-step-functions';

let local: LocalStepFunctions;
/** What tasks were asked, and how often each of them still fails. */
let asked: unknown[];
let failures: Map<unknown, number>;

const tasks: TaskRunner = async (_resource, args, { signal }) => {
  asked.push(args);
  const left = failures.get(args) ?? 0;
  if (left > 0) {
    failures.set(args, left - 1);
    throw new TaskError('Not.Yet', `${left} left`);
  }
  if (args === 'hang') await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  return args;
};
const task = (args: unknown, more = {}) => ({ Type: 'Task', Resource: INVOKE, Arguments: args, ...more });

beforeEach(async () => {
  asked = [];
  failures = new Map();
  local = await startStepFunctions({ tasks });
});
afterEach(() => local.close());

const redrive = async ({ execution }: Finished, more = {}) => {
  const { executionArn } = execution;
  await local.client.send(new RedriveExecutionCommand({ executionArn, ...more }));
  return local.finish(executionArn ?? '');
};
const types = ({ events }: Finished) => events.map(({ type }) => type);
const afterRedrive = (finished: Finished) => types(finished).slice(types(finished).lastIndexOf('ExecutionRedriven'));

it('goes on from the task that failed, with its input and variables, and runs nothing before it again', async () => {
  failures.set('second', 1);
  const machine = inOrder(
    ['First', task('first', { Assign: { kept: '{% $states.input.n %}' } })],
    ['Second', task('second', { Output: { n: '{% $kept %}', of: '{% $states.input %}' } })],
  );
  const failed = await local.run(machine, { n: 7 });
  expect(failed).toMatchObject({ status: 'FAILED', error: 'Not.Yet', execution: { redriveStatus: 'REDRIVABLE', redriveCount: 0 } });

  const redriven = await redrive(failed);
  expect(redriven).toMatchObject({
    status: 'SUCCEEDED',
    output: { n: 7, of: 'first' },
    execution: { redriveCount: 1, redriveDate: expect.any(Date), redriveStatus: 'NOT_REDRIVABLE' },
  });
  expect(asked).toEqual(['first', 'second', 'second']);
  expect(afterRedrive(redriven)).toEqual([
    'ExecutionRedriven',
    'TaskScheduled',
    'TaskStarted',
    'TaskSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  expect(redriven.events.map(({ id }) => id)).toEqual(redriven.events.map((_, index) => index + 1));
  const event = redriven.events.find(({ type }) => type === 'ExecutionRedriven');
  expect(event).toMatchObject({ previousEventId: failed.events.length, executionRedrivenEventDetails: { redriveCount: 1 } });
});

it('runs again only the iterations of a Map that failed or were cut off', async () => {
  failures.set('b', 1);
  const map = { Type: 'Map', Items: ['a', 'b', 'c'], MaxConcurrency: 1, ItemProcessor: scopeOf(['T', task('{% $states.input %}')]) };
  const failed = await local.run(inOrder(['M', map]));
  expect(failed.status).toBe('FAILED');
  const redriven = await redrive(failed);
  expect(redriven).toMatchObject({ status: 'SUCCEEDED', output: ['a', 'b', 'c'] });
  expect(asked).toEqual(['a', 'b', 'b', 'c']);
  expect(afterRedrive(redriven)).not.toContain('MapStateEntered');
  expect(afterRedrive(redriven).filter(type => type === 'MapIterationSucceeded')).toHaveLength(2);
});

it('runs again only the branches of a Parallel that failed, from the state in which they did', async () => {
  failures.set('right', 1);
  const Branches = [scopeOf(['A', task('left')]), scopeOf(['B', task('before')], ['C', task('right')])];
  const failed = await local.run(inOrder(['P', { Type: 'Parallel', Branches }]));
  const again = asked.length;
  const redriven = await redrive(failed);
  expect(redriven).toMatchObject({ status: 'SUCCEEDED', output: ['left', 'right'] });
  expect(asked.slice(again)).not.toContain('before');
});

it('counts retries from zero, and the redrives in the context object', async () => {
  failures.set('flaky', 3);
  const Retry = [{ ErrorEquals: ['Not.Yet'], MaxAttempts: 1 }];
  const Output = '{% $states.context.Execution.RedriveCount %}';
  const failed = await local.run(inOrder(['T', task('flaky', { Retry, Output })]));
  expect(asked).toHaveLength(2);
  expect(await redrive(failed)).toMatchObject({ status: 'SUCCEEDED', output: 1 });
  expect(asked).toHaveLength(4);
});

it('enters a Fail state again, and fails again', async () => {
  const failed = await local.run(inOrder(['P', { Type: 'Pass' }], ['F', { Type: 'Fail', Error: 'As.Said' }]));
  const redriven = await redrive(failed);
  expect(redriven).toMatchObject({ status: 'FAILED', error: 'As.Said', execution: { redriveCount: 1, redriveStatus: 'REDRIVABLE' } });
  expect((await redrive(redriven)).execution.redriveCount).toBe(2);
});

it('goes on with a stopped execution, also in a new process', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'redrive-'));
  const before = await startStepFunctions({ tasks, directory });
  const stateMachineArn = await before.create(inOrder(['A', task('first')], ['B', task('{% $states.input %}')]));
  failures.set('first', 1);
  const { executionArn } = await before.client.send(new StartExecutionCommand({ stateMachineArn }));
  await before.finish(executionArn ?? '');
  await before.close();
  const after = await startStepFunctions({ tasks, directory });
  await after.client.send(new RedriveExecutionCommand({ executionArn }));
  expect(await after.finish(executionArn ?? '')).toMatchObject({ status: 'SUCCEEDED', output: 'first' });
  await after.close();
  await rm(directory, { recursive: true });
});

it('redrives what was stopped', async () => {
  const stateMachineArn = await local.create(inOrder(['W', { Type: 'Wait', Seconds: 60 }], ['T', task('done')]));
  const { executionArn } = await local.client.send(new StartExecutionCommand({ stateMachineArn }));
  await local.client.send(new StopExecutionCommand({ executionArn }));
  const stopped = await local.finish(executionArn ?? '');
  expect(stopped.status).toBe('ABORTED');
  expect(await redrive(stopped)).toMatchObject({ status: 'SUCCEEDED', output: 'done' });
});

it('takes a token that is sent again for the same request', async () => {
  failures.set('x', 1);
  const failed = await local.run(inOrder(['T', task('x')]));
  const redriven = await redrive(failed, { clientToken: 'once' });
  const { executionArn } = redriven.execution;
  const again = await local.client.send(new RedriveExecutionCommand({ executionArn, clientToken: 'once' }));
  expect(again.redriveDate).toEqual(redriven.execution.redriveDate);
  expect((await local.client.send(new DescribeExecutionCommand({ executionArn }))).redriveCount).toBe(1);
});

it('refuses what runs, what succeeded, and what ended more than 14 days ago', async () => {
  const refused = { name: 'ExecutionNotRedrivable' };
  const succeeded = await local.run(inOrder(['P', { Type: 'Pass' }]));
  await expect(redrive(succeeded)).rejects.toMatchObject({ ...refused, message: expect.stringContaining('SUCCEEDED') });

  const stateMachineArn = await local.create(inOrder(['T', task('hang')]));
  const { executionArn } = await local.client.send(new StartExecutionCommand({ stateMachineArn }));
  await expect(local.client.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject(refused);
  await local.client.send(new StopExecutionCommand({ executionArn }));

  const failed = await local.run(inOrder(['F', { Type: 'Fail', Error: 'E' }]));
  local.clock.move(14 * 24 * 3_600_000 + 1);
  await expect(redrive(failed)).rejects.toMatchObject({ ...refused, message: expect.stringContaining('14 days') });
  await expect(
    local.client.send(new RedriveExecutionCommand({ executionArn: `${failed.execution.executionArn}-not` })),
  ).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
});

it('lists the count of redrives', async () => {
  failures.set('x', 1);
  const { execution } = await redrive(await local.run(inOrder(['T', task('x')])));
  const { stateMachineArn } = execution;
  const { executions } = await local.client.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(executions).toMatchObject([{ redriveCount: 1, redriveDate: execution.redriveDate }]);
});
