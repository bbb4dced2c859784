import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { clientSettings, stateMachineArn } from '../../identity';
import { openMachineStore } from '../../stepfunctions/store/machine-store';
import { LOADER } from '../support/loader';
import { inOrder, type LocalStepFunctions, ROLE, scopeOf, startStepFunctions } from './local-step-functions';

let directory: string;
let local: LocalStepFunctions;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'step-functions-durability-'));
});
afterEach(async () => {
  await local.close();
  await rm(directory, { recursive: true });
});

it('keeps every finished execution when the process is killed, and lists one that was cut off as failed', async () => {
  const { finished, running } = await executionsOfAKilledProcess();
  local = await startStepFunctions({ directory });
  const machine = stateMachineArn('orders');
  const { executions } = await local.client.send(new ListExecutionsCommand({ stateMachineArn: machine }));
  expect(executions?.map(({ status }) => status).sort()).toEqual(['FAILED', 'SUCCEEDED']);

  const whole = await local.finish(finished);
  expect(whole).toMatchObject({ status: 'SUCCEEDED', output: { n: 1 } });
  expect(whole.events).toHaveLength(7);

  const cutOff = await local.finish(running);
  expect(cutOff).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The process that ran this execution ended before the execution did.',
  });
  expect(cutOff.events.map(({ id }) => id)).toEqual(cutOff.events.map((_event, index) => index + 1));
  expect(cutOff.events.at(-1)?.type).toBe('ExecutionFailed');

  const listed = { executionArn: running, stateMachineArn: machine, name: 'running', input: '{"hang":true}', startedAt: expect.any(Date) };
  expect(await local.service.cutOffExecutions()).toEqual([listed]);
  const another = await startStepFunctions({ directory });
  expect(await another.service.cutOffExecutions()).toEqual([listed]);
  await another.service.settleCutOff(running);
  expect(await another.service.cutOffExecutions()).toEqual([]);
  await another.close();

  const again = local.client.send(new StartExecutionCommand({ stateMachineArn: machine, name: 'finished', input: '{"n":1}' }));
  await expect(again).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
});

it('runs many lines side by side, and has nothing to say of it', async () => {
  local = await startStepFunctions({ directory: join(directory, 'unused') });
  const { served, client } = await serve();
  const map = { Type: 'Map', Items: Array(20).fill(0), ItemProcessor: scopeOf(['W', { Type: 'Wait', Seconds: 1 }]) };
  const about = { name: 'many', definition: JSON.stringify(inOrder(['M', map])), roleArn: ROLE };
  const { stateMachineArn: machine } = await client.send(new CreateStateMachineCommand(about));
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: machine }));
  while ((await client.send(new DescribeExecutionCommand({ executionArn }))).status === 'RUNNING') await delay(50);
  client.destroy();
  served.kill();
  expect(await text(served.stderr)).toBe('');
});

it('opens a folder in which a start was cut off before it was acknowledged', async () => {
  await mkdir(join(directory, 'executions', 'orders', 'half'), { recursive: true });
  local = await startStepFunctions({ directory });
  expect(await local.run(inOrder(['A', { Type: 'Pass' }]))).toMatchObject({ status: 'SUCCEEDED' });
});

it('keeps the last of two changes at once, though the first takes longer to write', async () => {
  local = await startStepFunctions({ directory });
  const about = { name: 'orders', roleArn: 'role', createdAt: 0, updatedAt: 0, tags: [], versions: [], lastVersion: 0, aliases: [] };
  const store = await openMachineStore(join(directory, 'state-machines'));
  await Promise.all(['x'.repeat(5_000_000), 'last'].map(definition => store.put({ ...about, definition })));
  const again = await openMachineStore(join(directory, 'state-machines'));
  expect(again.get('orders')?.definition.slice(0, 9)).toBe('last');
});

/** Starts two executions in a process of its own, waits for one of them, and kills the process. */
async function executionsOfAKilledProcess(): Promise<{ finished: string; running: string }> {
  const { served, client } = await serve();
  const start = async (name: string, input: object) => {
    const request = { stateMachineArn: stateMachineArn('orders'), name, input: JSON.stringify(input) };
    return (await client.send(new StartExecutionCommand(request))).executionArn ?? '';
  };
  const finished = await start('finished', { n: 1 });
  const running = await start('running', { hang: true });
  while ((await client.send(new DescribeExecutionCommand({ executionArn: finished }))).status === 'RUNNING');
  client.destroy();
  served.kill('SIGKILL');
  await once(served, 'exit');
  return { finished, running };
}

async function serve() {
  const served = spawn(process.execPath, [...LOADER, join(__dirname, 'serve.ts'), directory], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [url]: Buffer[] = await once(served.stdout, 'data');
  return { served, client: new SFNClient(clientSettings(String(url).trim())) };
}
