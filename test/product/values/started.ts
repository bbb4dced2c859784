import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stateMachineArn } from 'local-aws/identity';
import { z } from 'zod';
import type { LoopReport } from './loop-watch';

const ROOT = join(__dirname, '../../..');
const Executions = z.object({ executions: z.array(z.object({ executionArn: z.string(), name: z.string() })) });

export interface Started {
  readonly endpoint: string;
  readonly dashboard: string;
  /** Everything that the terminal has shown. */
  output(): string;
  /** How the event loop did since the last report. */
  report(): Promise<LoopReport>;
  /** Sends an operation of a JSON service; the response's JSON. */
  call(target: string, body: unknown): Promise<Record<string, unknown>>;
  /** Resolves when at least so many executions have been started, and none runs; gives the name of the newest. */
  quiet(executions: number): Promise<string>;
  end(): Promise<void>;
}

/** `npm start`, without npm, with its event loop watched. */
export async function start(directory: string): Promise<Started> {
  const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
  const child = fork(join(ROOT, 'local/start.ts'), [], {
    execArgv: ['--require', join(ROOT, 'register.cjs'), '--require', join(__dirname, 'loop-watch.ts')],
    env: { ...environment, LOCAL_AWS_PORT: '0', PORT: '0', LOCAL_AWS_DIR: directory, SAMPLE: 'none' },
    silent: true,
  });
  let output = '';
  child.stderr?.on('data', chunk => (output += chunk));
  const addressOf = (line: string) => new RegExp(`^${line} +(\\S+)$`, 'm').exec(output)?.[1];
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', chunk => {
      output += chunk;
      if (addressOf('AWS endpoint') !== undefined && output.includes('\nData ')) resolve();
    });
    child.once('exit', () => reject(new Error(`npm start ended:\n${output}`)));
  });
  const [endpoint, dashboard] = [addressOf('AWS endpoint') ?? '', addressOf('Dashboard') ?? ''];

  const call = async (target: string, body: unknown) => {
    const response = await fetch(endpoint, { method: 'POST', headers: { 'X-Amz-Target': target }, body: JSON.stringify(body) });
    return z.record(z.string(), z.unknown()).parse(await response.json());
  };
  const list = async (statusFilter?: 'RUNNING') => {
    const input = { stateMachineArn: stateMachineArn('orders-pipeline'), maxResults: 1000, statusFilter };
    return Executions.parse(await call('AWSStepFunctions.ListExecutions', input)).executions;
  };

  return {
    endpoint,
    dashboard,
    output: () => output,
    call,
    async report() {
      const said = once(child, 'message');
      child.send('report');
      const [report]: [LoopReport] = (await said) as [LoopReport];
      return report;
    },
    async quiet(executions) {
      for (;;) {
        const all = await list();
        const running = await list('RUNNING');
        const [newest] = all;
        if (newest && all.length >= executions && running.length === 0) return newest.name;
        await sleep(50);
      }
    },
    async end() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
