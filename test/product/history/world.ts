import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GetObjectCommand, type ListObjectsV2Command, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { parse } from 'csv-parse/sync';
import type { Fault } from 'local-aws/faults';
import { clientSettings } from 'local-aws/identity';
import * as z from 'zod';
import { findLatest } from '../../../commands/results/latest';
import { objectAt } from '../../../commands/results/location';
import { type Manifest, manifestKey, parseManifest } from '../../../pipeline/manifest';
import type { ServerOptions } from './server';

/** What a history is played in: the pipeline in a process of its own, with clients of it. */
export interface World {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly bucket: string;
  readonly stateMachineArn: string;
  /** Milliseconds since 1970, by the clock of the pipeline. */
  now(): Promise<number>;
  /** Moves that clock forward (seconds). */
  pass(seconds: number): Promise<void>;
  add(faults: readonly Fault[]): Promise<void>;
  clearFaults(): Promise<void>;
  /** Kills the server without a word, and starts another one in its data folder. */
  killServer(): Promise<void>;
  /** Kills the process in which queries run, if there is one. */
  killEngine(): void;
  /** The name of the execution. */
  start(input: object): Promise<string>;
  running(): Promise<readonly string[]>;
  /** The ARN of one that runs, once it has so many events; undefined if none runs by then. While all that run wait, the clock is moved. */
  reached(events: number): Promise<string | undefined>;
  /**
   * Resolves when no event is on its way and no execution runs. While all that run wait, the clock is moved. `hurry` moves it also while
   * calls are under way, at ten times its pace: they are slow by a fault.
   */
  quiet(hurry?: boolean): Promise<void>;
  raw(): Promise<readonly { readonly key: string; readonly lastModified: number; readonly body: string }[]>;
  read(key: string): Promise<string | undefined>;
  latest(): Promise<Manifest | undefined>;
  manifest(execution: string): Promise<Manifest | undefined>;
  /** Rows of text by the query's id, without the header. */
  results(manifest: Manifest | undefined): Promise<Readonly<Record<string, readonly (readonly string[])[]>>>;
  /** The newest executions, the newest first: name, trigger and key, how each ended; and what the pipeline said was wrong. */
  account(): Promise<readonly string[]>;
  /** What the pipeline said was wrong. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

const Ready = z.object({ url: z.string(), bucket: z.string(), stateMachineArn: z.string() });
const ROOT = join(__dirname, '../../..');
/** Milliseconds: of a machine that is busy with other tests. */
const LONGEST = 180_000;
const LOOK = 20;

export async function openWorld(directory: string, options: ServerOptions = {}): Promise<World> {
  const problems: string[] = [];
  let server = await startServer(directory, options, problems);
  const current = () => server;

  const tell = async (message: object | string) => {
    const answered = once(server.child, 'message');
    server.child.send(message);
    await answered;
  };
  const moveClock = async (body?: object) => {
    const answer = await fetch(`${server.url}/_clock`, body && { method: 'POST', body: JSON.stringify(body) });
    return z.object({ now: z.iso.datetime() }).parse(await answer.json()).now;
  };
  const read = async (Key: string) => {
    try {
      const { Body } = await server.s3.send(new GetObjectCommand({ Bucket: server.bucket, Key }));
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  };
  const running = async () => {
    const { stateMachineArn } = server;
    const { executions = [] } = await server.sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
    return executions.flatMap(({ executionArn }) => executionArn ?? []);
  };
  const isBusy = async () => readdirSync(join(directory, 'eventbridge/outbox')).length > 0 || (await running()).length > 0;
  const allWait = async () => {
    const last = await Promise.all(
      (await running()).map(async executionArn => {
        const { events = [] } = await server.sfn.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }));
        return events[0]?.type;
      }),
    );
    return last.length > 0 && last.every(type => type === 'WaitStateEntered');
  };
  const manifest = async (execution: string) => parseManifest((await read(manifestKey(execution))) ?? '');

  return {
    get s3() {
      return current().s3;
    },
    get sfn() {
      return current().sfn;
    },
    get bucket() {
      return current().bucket;
    },
    get stateMachineArn() {
      return current().stateMachineArn;
    },
    problems,
    now: async () => Date.parse(await moveClock()),
    pass: async seconds => void (await moveClock({ seconds })),
    add: faults => tell({ faults }),
    clearFaults: () => tell('no faults'),
    async killServer() {
      await server.end('SIGKILL');
      server = await startServer(directory, options, problems);
    },
    killEngine() {
      for (const pid of childrenOf(server.child.pid)) process.kill(pid, 'SIGKILL');
    },
    async start(input) {
      const { stateMachineArn } = server;
      const { executionArn = '' } = await server.sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
      return executionArn.split(':').at(-1) ?? '';
    },
    running,
    async reached(events) {
      for (;;) {
        const arns = await running();
        if (arns.length === 0 && !(await isBusy())) return undefined;
        for (const executionArn of arns) {
          const { events: seen = [] } = await server.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
          if (seen.length >= events) return executionArn;
        }
        if (await allWait()) await moveClock({ seconds: 1 });
        await pause(LOOK / 2);
      }
    },
    async quiet(hurry = false) {
      const begun = performance.now();
      for (let calm = 0; calm < 2; ) {
        calm = (await isBusy()) ? 0 : calm + 1;
        if (calm === 0 && (await allWait())) await moveClock({ seconds: 1 });
        else if (calm === 0 && hurry) await moveClock({ seconds: LOOK / 100 });
        if (performance.now() - begun > LONGEST) throw new Error(`expected the pipeline to be quiet, these run: ${await running()}`);
        await pause(LOOK);
      }
    },
    async raw() {
      const keys: { readonly key: string; readonly lastModified: number }[] = [];
      const query: ListObjectsV2Command['input'] = { Bucket: server.bucket, Prefix: 'raw/' };
      for await (const { Contents = [] } of paginateListObjectsV2({ client: server.s3 }, query))
        for (const { Key = '', LastModified = new Date(0) } of Contents)
          keys.push({ key: Key, lastModified: Math.floor(LastModified.getTime() / 1000) * 1000 });
      return Promise.all(keys.map(async object => ({ ...object, body: (await read(object.key)) ?? '' })));
    },
    read,
    latest: () => findLatest(server.s3, server.bucket),
    manifest,
    async results(manifest) {
      const entries = (manifest?.queries ?? []).map(async ({ id, location }) => {
        if (location === null) return [id, [['no result']]] as const;
        const { Body } = await server.s3.send(new GetObjectCommand(objectAt(location)));
        const [, ...rows]: string[][] = parse((await Body?.transformToString()) ?? '');
        return [id, rows] as const;
      });
      return Object.fromEntries(await Promise.all(entries));
    },
    async account() {
      const { stateMachineArn } = server;
      const { executions = [] } = await server.sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 12 }));
      const lines = executions.map(async ({ name = '', status, startDate, stopDate }) => {
        const said = await manifest(name);
        const end = said ? [said.outcome, said.filter?.outcome, said.error?.name, said.snapshot?.startedAt] : ['no manifest'];
        return [name, said?.trigger, said?.upload?.key, status, startDate?.toISOString(), stopDate?.toISOString(), ...end].join(' ');
      });
      return [...(await Promise.all(lines)), ...problems];
    },
    close: () => server.end('SIGTERM'),
  };
}

interface Server extends z.infer<typeof Ready> {
  readonly child: ChildProcess;
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  end(signal: NodeJS.Signals): Promise<void>;
}

async function startServer(directory: string, options: ServerOptions, problems: string[]): Promise<Server> {
  const execArgv = ['--require', join(ROOT, 'register.cjs')];
  const child = fork(join(__dirname, 'server.ts'), [directory, JSON.stringify(options)], { execArgv });
  const exited = once(child, 'exit');
  const ready = await new Promise<z.infer<typeof Ready>>((resolve, reject) => {
    child.on('message', message => {
      const { data } = Ready.safeParse(message);
      if (data) resolve(data);
      const { data: said } = z.object({ problem: z.string() }).safeParse(message);
      if (said) problems.push(said.problem);
    });
    exited.then(() => reject(new Error('the server ended before it was ready')), reject);
  });
  const s3 = new S3Client(clientSettings(ready.url));
  const sfn = new SFNClient(clientSettings(ready.url));
  return {
    ...ready,
    child,
    s3,
    sfn,
    async end(signal) {
      child.kill(signal);
      await exited;
      s3.destroy();
      sfn.destroy();
    },
  };
}

/** By what Linux tells; none on other systems. */
function childrenOf(pid: number | undefined): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
