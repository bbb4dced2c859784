import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DescribeExecutionCommand, GetExecutionHistoryCommand, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { INVOKE, inOrder, type LocalStepFunctions, startStepFunctions } from './local-step-functions';

/** A folder in the place of a file is refused by every disk, also to root. */
describe('a disk that refuses the files of an execution', () => {
  let local: LocalStepFunctions;
  let stateMachineArn: string;
  let folder: string;

  beforeEach(async () => {
    local = await startStepFunctions();
    stateMachineArn = await local.create(inOrder(['T', { Type: 'Task', Resource: INVOKE, Arguments: { hang: true } }]));
    folder = join(local.directory, 'executions', 'machine-1', 'x');
  });
  afterEach(async () => {
    await local.close();
    await rm(local.directory, { recursive: true, force: true });
  });

  const start = (name = 'x') => local.client.send(new StartExecutionCommand({ stateMachineArn, name }));
  const describeIt = async (executionArn: string | undefined) => local.client.send(new DescribeExecutionCommand({ executionArn }));
  async function refuseHistory(): Promise<string> {
    await mkdir(join(folder, 'history.jsonl'), { recursive: true });
    const { executionArn = '' } = await start();
    return executionArn;
  }

  it('fails the execution by name, with the path', async () => {
    const executionArn = await refuseHistory();
    const failed = await local.finish(executionArn);
    expect(failed).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining(join(folder, 'history.jsonl')),
    });
  });

  it('gets the whole history when it takes files again, without a restart', async () => {
    const executionArn = await refuseHistory();
    await local.finish(executionArn);
    await rm(join(folder, 'history.jsonl'), { recursive: true });
    while (!existsSync(join(folder, 'ended.json'))) await nextTurn();
    const { events = [] } = await local.client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'ExecutionFailed',
    ]);
    expect((await readFile(join(folder, 'history.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(events.length);
    expect((await describeIt(executionArn)).status).toBe('FAILED');
  });

  it('does not keep an execution from being stopped', async () => {
    const { executionArn = '' } = await start();
    await mkdir(join(folder, 'ended.json', 'in-the-way'), { recursive: true });
    const { stopDate } = await local.client.send(new StopExecutionCommand({ executionArn }));
    expect(stopDate?.getTime()).toBe(local.clock.now());
    expect((await describeIt(executionArn)).status).toBe('ABORTED');
    await rm(join(folder, 'ended.json'), { recursive: true });
    while (!existsSync(join(folder, 'ended.json'))) await nextTurn();
  });

  it('refuses a start with the path, and takes the next one', async () => {
    await mkdir(join(folder, 'started.json', 'in-the-way'), { recursive: true });
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining(join(folder, 'started.json')) });
    await rm(join(folder, 'started.json'), { recursive: true });
    const { executionArn } = await start();
    expect((await describeIt(executionArn)).status).toBe('RUNNING');
  });
});
