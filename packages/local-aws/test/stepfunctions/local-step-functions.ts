import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type HistoryEvent,
  paginateGetExecutionHistory,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { OnDamage } from '../../data-folder/state-file';
import { openEndpoint } from '../../endpoint/server';
import { clientSettings, roleArn } from '../../identity';
import { createStepFunctions, type StepFunctionsService } from '../../stepfunctions/stepfunctions';
import { TaskError, type TaskRunner } from '../../stepfunctions/tasks/task-runner';
import { type MovingClock, movingClock } from './moving-clock';

export const ROLE = roleArn('states');
/** A Task's Resource for tests whose tasks act as their arguments say. */
export const INVOKE = 'arn:aws:states:::lambda:invoke';

export interface LocalStepFunctions {
  readonly service: StepFunctionsService;
  readonly client: SFNClient;
  readonly clock: MovingClock;
  readonly directory: string;
  /** Creates a machine under a name of its own and gives its ARN. */
  create(definition: object): Promise<string>;
  /** Runs it to its end; time passes whenever it waits. */
  run(definition: object, input?: unknown): Promise<Finished>;
  /** Waits for an execution to end. */
  finish(executionArn: string): Promise<Finished>;
  close(): Promise<void>;
}

export interface Finished {
  readonly status: string;
  /** Parsed. */
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly HistoryEvent[];
  readonly execution: DescribeExecutionCommandOutput;
}

/** Tasks that do what their arguments say: `{ fail: 'Some.Error' }`, `{ hang: true }`, or else they answer their arguments. */
export const obedientTasks: TaskRunner = async (_resource, args, { signal }) => {
  const { fail, hang } = typeof args === 'object' && args !== null ? { fail: undefined, hang: undefined, ...args } : {};
  if (typeof fail === 'string') throw new TaskError(fail, 'as asked');
  if (hang === true)
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  return args;
};

export async function startStepFunctions(
  options: { tasks?: TaskRunner; directory?: string; onDamage?: OnDamage } = {},
): Promise<LocalStepFunctions> {
  const { tasks = obedientTasks, directory = await mkdtemp(join(tmpdir(), 'step-functions-')), onDamage } = options;
  const clock = movingClock();
  const service = await createStepFunctions({ directory, tasks, clock, ...(onDamage && { onDamage }) });
  const endpoint = await openEndpoint(0);
  endpoint.serve([service]);
  const client = new SFNClient({ ...clientSettings(endpoint.url), maxAttempts: 1 });
  let machines = 0;

  async function create(definition: object): Promise<string> {
    machines += 1;
    const request = { name: `machine-${machines}`, definition: JSON.stringify(definition), roleArn: ROLE };
    const { stateMachineArn = '' } = await client.send(new CreateStateMachineCommand(request));
    return stateMachineArn;
  }

  async function finish(executionArn: string): Promise<Finished> {
    for (;;) {
      const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
      const { status = '', output, error, cause } = execution;
      if (status === 'RUNNING') {
        clock.moveToNext();
        await delay(1);
        continue;
      }
      const events: HistoryEvent[] = [];
      for await (const page of paginateGetExecutionHistory({ client }, { executionArn, maxResults: 1_000 }))
        events.push(...(page.events ?? []));
      return {
        status,
        execution,
        events,
        ...(output !== undefined && { output: JSON.parse(output) }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      };
    }
  }

  return {
    service,
    client,
    clock,
    directory,
    create,
    finish,
    async run(definition, input = {}) {
      const stateMachineArn = await create(definition);
      const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
      return finish(executionArn);
    },
    async close() {
      client.destroy();
      await endpoint.close();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A machine of JSONata whose states follow each other; the last one ends it. */
export function inOrder(...states: readonly [string, object][]): object {
  return { QueryLanguage: 'JSONata', ...scopeOf(...states) };
}

/** A branch of a Parallel, or what a Map does with an item. */
export function scopeOf(...states: readonly [string, object][]): object {
  const entries = states.map(([name, state], index) => {
    const next = states[index + 1]?.[0];
    const goesOn = 'Type' in state && (state.Type === 'Succeed' || state.Type === 'Fail' || state.Type === 'Choice');
    return [name, { ...state, ...(goesOn ? {} : next === undefined ? { End: true } : { Next: next }) }];
  });
  return { StartAt: states[0]?.[0], States: Object.fromEntries(entries) };
}
