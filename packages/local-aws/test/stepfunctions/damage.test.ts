import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeExecutionCommand, DescribeStateMachineCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { executionArn } from '../../stepfunctions/arns';
import { type DamageToDo, damages } from '../data-folder/damages';
import { inOrder, type LocalStepFunctions, startStepFunctions } from './local-step-functions';

/** Runs `machine-1` to its end and stops; gives the folder. */
async function folderOfARun(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'damage-'));
  const local = await startStepFunctions({ directory });
  await local.run(inOrder(['P', { Type: 'Pass', Output: { n: 1 } }]), { kept: true });
  await local.close();
  return directory;
}

describe('Step Functions in a damaged folder', () => {
  let directory: string;
  let local: LocalStepFunctions | undefined;
  let messages: string[];
  const open = async () => {
    local = await startStepFunctions({ directory, onDamage: ({ message }) => messages.push(message) });
    return local;
  };
  const arnOf = async ({ client }: LocalStepFunctions) => {
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE }));
    return executions[0]?.executionArn;
  };
  const MACHINE = executionArn('machine-1', '').replace(':execution:', ':stateMachine:').replace(/:$/, '');
  const folderOfExecution = async () => {
    const [name = ''] = await readdir(join(directory, 'executions', 'machine-1'));
    return join(directory, 'executions', 'machine-1', name);
  };

  beforeEach(async () => {
    directory = await folderOfARun();
    messages = [];
  });
  afterEach(async () => {
    await local?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it.each<DamageToDo>(damages)('takes the start of an execution from its history where its record is $name', async ({ damage }) => {
    const path = join(await folderOfExecution(), 'started.json');
    await damage(path);
    const { client, ...opened } = await open();
    const described = await client.send(new DescribeExecutionCommand({ executionArn: await arnOf({ client, ...opened }) }));
    expect(described).toMatchObject({ status: 'SUCCEEDED', input: '{"kept":true}', output: '{"n":1}' });
    expect(messages).toEqual([expect.stringContaining(`The record of an execution ${path} cannot be read: `)]);
    expect(messages[0]).toContain(`It is now ${path}.damaged-`);
  });

  it.each<DamageToDo>(damages)('takes the end of an execution from its history where its file is $name', async ({ damage }) => {
    const path = join(await folderOfExecution(), 'ended.json');
    await damage(path);
    const opened = await open();
    const described = await opened.client.send(new DescribeExecutionCommand({ executionArn: await arnOf(opened) }));
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"n":1}' });
    expect(messages).toEqual([expect.stringContaining(`The end of an execution ${path} cannot be read: `)]);
  });

  it.each<DamageToDo>(damages)('goes on without a state machine whose file is $name', async ({ damage }) => {
    const path = join(directory, 'state-machines', 'machine-1.json');
    await damage(path);
    const { client } = await open();
    await expect(client.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE }))).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    expect(messages).toEqual([expect.stringMatching(/^The state machine .*; .* create it again\.$/s)]);
  });

  it('ignores what file managers leave', async () => {
    for (const place of ['.', 'executions', 'executions/machine-1', 'state-machines'])
      for (const name of ['.DS_Store', 'Thumbs.db']) await writeFile(join(directory, place, name), 'x');
    const opened = await open();
    expect(await arnOf(opened)).toBeDefined();
    expect(messages).toEqual([]);
  });

  it('keeps the events before a line of the history that is damaged', async () => {
    const path = join(await folderOfExecution(), 'history.jsonl');
    await writeFile(path, '{"type":"Execution\n', { flag: 'a' });
    const opened = await open();
    expect(await opened.client.send(new DescribeExecutionCommand({ executionArn: await arnOf(opened) }))).toMatchObject({
      status: 'SUCCEEDED',
    });
  });
});
