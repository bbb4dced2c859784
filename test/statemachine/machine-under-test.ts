import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { openEndpoint } from 'local-aws/endpoint';
import { clientSettings, roleArn } from 'local-aws/identity';
import { type Clock, createStepFunctions, TaskError } from 'local-aws/stepfunctions';
import { z } from 'zod';
import { PREFIXES } from '../../pipeline/prefixes';
import { declaredTables } from '../../pipeline/tables';
import { fillDefinition } from '../../statemachine/fill-definition';
import { Machine, type Way, waysTaken } from './definition-coverage';

/** What a task answers at its n-th call (from 1); it may throw a `TaskError`. */
export type Answer = (args: Record<string, unknown>, call: number) => unknown;

export const fail =
  (error: string, cause = 'because'): Answer =>
  () => {
    throw new TaskError(error, cause);
  };

/** Answers at each call with the next; the last one stays. */
export const inTurn =
  (...answers: Answer[]): Answer =>
  (args, call) =>
    answers[Math.min(call, answers.length) - 1]?.(args, call);

/** The tasks by the last part of their resource. */
export type World = Readonly<Record<string, Answer>>;

export interface Outcome {
  readonly status: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly output: unknown;
  /** The states that were entered, in order; the Map's own are among them. */
  readonly states: readonly string[];
  /** When a state was entered first, by the machine's clock, in milliseconds; NaN for never. */
  readonly entered: (state: string) => number;
  /** The manifest that was written to S3. */
  readonly manifest: unknown;
  /** The keys that were written, in order. */
  readonly keys: readonly string[];
  /** How often each task was called. */
  readonly calls: Readonly<Record<string, number>>;
}

export interface RunOptions {
  /** Asked before a task answers, with the state that calls and its n-th call (from 1). It may throw; what it gives is the answer, unless undefined. */
  readonly instead?: (state: string, call: number) => unknown;
  /** Once the execution has failed it is redriven, in this world. */
  readonly redriveIn?: World;
}

export interface MachineUnderTest {
  run(world: World, input?: unknown, options?: RunOptions): Promise<Outcome>;
  /** The definition with its names. */
  readonly definition: object;
  /** How often executions took each way, by their histories. */
  readonly taken: ReadonlyMap<Way, number>;
  close(): Promise<void>;
}

const QUERIES = ['one', 'two', 'three'].map(id => ({ id, title: `Query ${id}`, sql: `SELECT '${id}'` }));
export const TABLE = declaredTables('lake').processed;

/** the project's definition in the local Step Functions, with a world of tasks that the test makes up and time that does not pass. */
export async function machineUnderTest({ together = 0 } = {}): Promise<MachineUnderTest> {
  const directory = mkdtempSync(join(tmpdir(), 'machine-'));
  let world: World = {};
  let calls: Record<string, number> = {};
  let callsOf: Record<string, number> = {};
  let instead: RunOptions['instead'];
  let manifest: unknown;
  let keys: string[] = [];
  const endpoint = await openEndpoint(0);
  const service = await createStepFunctions({
    directory,
    clock: impatientClock(),
    async tasks(resource, args, { signal }) {
      const name = resource.split(':').at(-1) ?? '';
      const answer = world[name];
      if (!answer) throw new TaskError('Test.Unexpected', `nothing answers for ${resource}`);
      calls[name] = (calls[name] ?? 0) + 1;
      const given = Object(args);
      const state = callerOf(name, given);
      callsOf[state] = (callsOf[state] ?? 0) + 1;
      const other = instead?.(state, callsOf[state]);
      if (other !== undefined) return unlessNever(other, signal);
      const raised = Raised.safeParse(given.Payload);
      if (raised.success && !raised.data.isRedriven) throw raisedError(raised.data.raise);
      if (raised.success) return { StatusCode: 200, Payload: null };
      if (name === 'putObject') {
        manifest = given.Body;
        keys.push(given.Key);
      }
      return unlessNever(await answer(given, calls[name] ?? 0), signal);
    },
  });
  endpoint.serve([service]);
  const sfn = new SFNClient(clientSettings(endpoint.url));
  const names = {
    FilterOrders: 'Filter',
    SweepUploads: 'Sweep',
    StateMachine: 'machine',
    Bucket: 'lake',
    Prefixes: PREFIXES,
    Crawler: 'crawler',
    Database: 'db',
    WorkGroup: 'orders',
    Table: TABLE,
    BuildOrders: "UNLOAD 'orders' {{asOf}} {{snapshot}}",
    Queries: QUERIES,
    UploadsQuery: { id: 'uploads', title: 'Uploads', sql: "SELECT 'uploads'" },
    Digest: 'digest',
    Crawl: 'always' as const,
    Together: together,
  };
  const filled = fillDefinition(names);
  const parsed = Machine.parse(filled);
  const taken = new Map<Way, number>();
  const definition = JSON.stringify(filled);
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name: 'orders-pipeline', definition, roleArn: roleArn('machine') }),
  );

  return {
    definition: filled,
    taken,
    async run(given, input = UPLOAD, options = {}) {
      [world, calls, callsOf, manifest, keys, instead] = [given, {}, {}, undefined, [], options.instead];
      const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
      let end = await ended(sfn, executionArn);
      if (options.redriveIn) {
        world = options.redriveIn;
        await sfn.send(new RedriveExecutionCommand({ executionArn }));
        end = await ended(sfn, executionArn);
      }
      const { status, error, cause, output } = end;
      const history: HistoryEvent[] = [];
      for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn }, { executionArn })) history.push(...events);
      for (const way of await waysTaken(parsed, history)) taken.set(way, (taken.get(way) ?? 0) + 1);
      const states = history.flatMap(entered);
      return {
        status,
        error,
        cause: messageOf(cause),
        output: output === undefined ? undefined : JSON.parse(output),
        states,
        entered: state => history.find(event => entered(event).includes(state))?.timestamp?.getTime() ?? Number.NaN,
        manifest,
        keys,
        calls,
      };
    },
    async close() {
      sfn.destroy();
      await endpoint.close();
      rmSync(directory, { recursive: true });
    },
  };
}

const Raised = z.object({ raise: z.object({ name: z.string(), state: z.string(), cause: z.string() }), isRedriven: z.boolean() });

/** As the Lambda runtime reports an error. */
function raisedError({ name, state, cause }: z.infer<typeof Raised>['raise']): TaskError {
  return new TaskError(name, JSON.stringify({ errorType: name, errorMessage: `${state}: ${cause}`, trace: [] }));
}

/** The message of an error that a Lambda function threw; else the cause as it is. */
function messageOf(cause: string | undefined): string | undefined {
  return /^\{"errorType"/.test(cause ?? '') ? JSON.parse(cause ?? '').errorMessage : cause;
}

/** What an answer gives that never comes. */
export const NEVER = Symbol('never');

function unlessNever(answer: unknown, signal: AbortSignal): unknown {
  if (answer !== NEVER) return answer;
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

/** The state that makes a call, known by what it asks for. */
function callerOf(task: string, { FunctionName, Payload, Key, QueryString }: Record<string, unknown>): string {
  if (task === 'invoke') return Object(Payload).raise ? 'RaiseError' : FunctionName === 'Sweep' ? 'SweepUploads' : 'FilterOrders';
  if (task === 'getObject') return String(Key).startsWith('claims/') ? 'ReadClaim' : 'FindAnswer';
  if (task === 'putObject' && String(Key).startsWith('claims/')) return 'Claim';
  if (task === 'putObject') return String(Key).startsWith('latest/') ? 'PublishLatest' : 'PublishRun';
  if (task === 'startQueryExecution.sync') return String(QueryString).startsWith('UNLOAD') ? 'BuildOrders' : 'RunQuery';
  return `${task.charAt(0).toUpperCase()}${task.slice(1)}`;
}

/** The event of an upload, as EventBridge hands it over. */
export const UPLOAD = {
  time: '2025-05-01T10:00:00Z',
  detail: { bucket: { name: 'lake' }, object: { key: 'raw/orders.csv', size: 10, etag: 'e1', sequencer: '0A' } },
};

function entered({ stateEnteredEventDetails }: HistoryEvent): string[] {
  return stateEnteredEventDetails?.name === undefined ? [] : [stateEnteredEventDetails.name];
}

async function ended(sfn: SFNClient, executionArn: string) {
  for (;;) {
    const answer = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (answer.status !== 'RUNNING') return answer;
    await new Promise(resolve => setImmediate(resolve));
  }
}

/** The longest pause that is a wait of the crawl loop or of a retry; what is longer is a timeout. */
const LONGEST_WAIT = 59_000;
/** How long a task that never answers is waited for, in real time. */
const PATIENCE = 50;

/** Waits are over at once and move the clock; a task's timeout comes after a moment, the machine's never. */
function impatientClock(): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    sleep(milliseconds, signal) {
      if (milliseconds <= LONGEST_WAIT) {
        ahead += milliseconds;
        return new Promise(resolve => setImmediate(resolve));
      }
      return new Promise((resolve, reject) => {
        const timer = milliseconds < 7_200_000 ? setTimeout(resolve, PATIENCE) : undefined;
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(signal.reason);
        });
      });
    },
  };
}
