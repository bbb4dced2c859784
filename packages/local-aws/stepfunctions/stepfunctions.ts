import { join } from 'node:path';
import { jsonService } from '../endpoint/json-protocol';
import type { Service } from '../endpoint/service';
import { executionOperations } from './api/executions';
import { stateMachineOperations } from './api/state-machines';
import { tagOperations } from './api/tags';
import { type Clock, systemClock } from './clock';
import { createExecutions } from './executions';
import { createEvaluator } from './jsonata/evaluator';
import { openDefinitionStore } from './store/definition-store';
import { openExecutionStore } from './store/execution-store';
import { openMachineStore } from './store/machine-store';
import type { TaskRunner } from './tasks/task-runner';

export interface StepFunctionsOptions {
  /** Holds the machines and every execution; one owner at a time. */
  readonly directory: string;
  /** Does what Task states ask for. */
  readonly tasks: TaskRunner;
  readonly clock?: Clock;
}

/** AWS Step Functions: JSONata definitions, standard executions, their histories. */
export async function createStepFunctions({ directory, tasks, clock = systemClock }: StepFunctionsOptions): Promise<Service> {
  const evaluator = createEvaluator();
  const machines = await openMachineStore(join(directory, 'state-machines'));
  const definitions = openDefinitionStore(join(directory, 'definitions'));
  const store = await openExecutionStore(join(directory, 'executions'), definitions, clock.now);
  const executions = createExecutions({ store, evaluator, tasks, clock });
  return jsonService({
    name: 'states',
    target: 'AWSStepFunctions',
    version: '1.0',
    operations: {
      ...stateMachineOperations({ machines, executions, clock }),
      ...executionOperations({ machines, store, executions }),
      ...tagOperations(machines),
    },
    async close() {
      await executions.close();
      await evaluator.close();
    },
  });
}
