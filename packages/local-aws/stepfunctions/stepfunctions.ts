import { join } from 'node:path';
import { type Clock, systemClock } from '../clock/clock';
import { type OnDamage, printDamage } from '../data-folder/state-file';
import { jsonService } from '../endpoint/json-protocol';
import type { Service } from '../endpoint/service';
import { stateMachineArn } from '../identity';
import { executionOperations } from './api/executions';
import { stateMachineOperations } from './api/state-machines';
import { tagOperations } from './api/tags';
import { versionOperations } from './api/versions';
import { executionArn, executionNameOf } from './arns';
import { createExecutions } from './executions';
import { createEvaluator } from './jsonata/evaluator';
import { openDefinitionStore } from './store/definition-store';
import { type ExecutionSummary, openExecutionStore } from './store/execution-store';
import { openMachineStore } from './store/machine-store';
import type { TaskRunner } from './tasks/task-runner';

export interface StepFunctionsOptions {
  /** Holds the machines and every execution; one owner at a time. */
  readonly directory: string;
  /** Does what Task states ask for. */
  readonly tasks: TaskRunner;
  readonly clock?: Clock;
  /** Called with files that could not be read. */
  readonly onDamage?: OnDamage;
  /** Called, at least once, with each execution that ends, before the end is on the disk; tried again for as long as it rejects. */
  readonly onEnded?: (end: ExecutionEnd) => Promise<void>;
}

/** How an execution ended, as AWS tells EventBridge. */
export interface ExecutionEnd {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED_OUT';
  readonly startedAt: Date;
  readonly stoppedAt: Date;
  /** JSON, as is the output. */
  readonly input: string;
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** An execution that was running when the process of its service ended. It is `FAILED` now, and can be redriven or started again. */
export interface CutOffExecution {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
  readonly startedAt: Date;
}

export interface StepFunctionsService extends Service {
  /** Those that have not been settled, the oldest first; also of earlier processes. */
  cutOffExecutions(): Promise<readonly CutOffExecution[]>;
  /** From now on the execution is not in that list. */
  settleCutOff(executionArn: string): Promise<void>;
  /** Forgets executions that ended before the retention, with their histories. Gives how many. */
  retain(retention: ExecutionRetention): Promise<number>;
}

export interface ExecutionRetention {
  /** Since the end of an execution. AWS keeps 90. */
  readonly days?: number;
  /** Of each state machine the newest. */
  readonly most?: number;
}

const DAY_MS = 86_400_000;

/** AWS Step Functions: JSONata definitions, standard executions, their histories. */
export async function createStepFunctions(options: StepFunctionsOptions): Promise<StepFunctionsService> {
  const { directory, tasks, clock = systemClock, onDamage = printDamage, onEnded = async () => {} } = options;
  const evaluator = createEvaluator();
  const machines = await openMachineStore(join(directory, 'state-machines'), onDamage);
  const definitions = openDefinitionStore(join(directory, 'definitions'));
  const store = await openExecutionStore(join(directory, 'executions'), {
    definitions,
    now: clock.now,
    onDamage,
    onEnded: ({ machine, name, input, startedAt }, { stoppedAt, ...end }) =>
      onEnded({
        executionArn: executionArn(machine, name),
        stateMachineArn: stateMachineArn(machine),
        name,
        input,
        startedAt: new Date(startedAt),
        stoppedAt: new Date(stoppedAt),
        ...end,
      }),
  });
  const executions = createExecutions({ store, evaluator, tasks, clock });
  const service = jsonService({
    name: 'states',
    target: 'AWSStepFunctions',
    version: '1.0',
    operations: {
      ...stateMachineOperations({ machines, executions, clock }),
      ...executionOperations({ machines, store, executions, clock }),
      ...versionOperations({ machines, clock }),
      ...tagOperations(machines),
    },
    async close() {
      await executions.close();
      await evaluator.close();
    },
  });
  return {
    ...service,
    async cutOffExecutions() {
      return (await store.cutOff()).map(({ machine, name, input, startedAt }) => ({
        executionArn: executionArn(machine, name),
        stateMachineArn: stateMachineArn(machine),
        name,
        input,
        startedAt: new Date(startedAt),
      }));
    },
    settleCutOff(arn) {
      const { machine, name } = executionNameOf(arn);
      return store.settleCutOff(machine, name);
    },
    async retain({ days = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY }) {
      const oldest = clock.now() - days * DAY_MS;
      const isOver = ({ stoppedAt }: ExecutionSummary, index: number) => stoppedAt !== undefined && (index >= most || stoppedAt < oldest);
      const over = store.machines().flatMap(machine => store.list(machine).filter(isOver));
      await store.remove(over);
      return over.length;
    },
  };
}
