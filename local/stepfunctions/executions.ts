import { messageOf } from '../endpoint/service-error';
import { stateMachineArn } from '../identity';
import { executionArn } from './arns';
import type { Clock } from './clock';
import { parseMachine } from './definition/validate';
import { STATES, type StateFailure } from './interpreter/errors';
import { createHistory } from './interpreter/history';
import { Ended, type Ending, runMachine } from './interpreter/run-machine';
import type { Evaluator } from './jsonata/evaluator';
import type { ExecutionStore } from './store/execution-store';
import type { StoredMachine } from './store/machine-store';
import type { TaskRunner } from './tasks/task-runner';

export interface ExecutionsOptions {
  readonly store: ExecutionStore;
  readonly evaluator: Evaluator;
  readonly tasks: TaskRunner;
  readonly clock: Clock;
}

/** The executions that run in this process. */
export interface Executions {
  /** Resolves, with the time of the start, once the execution is on the disk; it goes on by itself. */
  start(machine: StoredMachine, name: string, input: string): Promise<number>;
  /** Resolves when it has ended, or at once when it had. */
  stop(machine: string, name: string, failure: StateFailure): Promise<void>;
  /** Lets go of what runs, without ending it: the next start of the process lists it as cut off. */
  close(): Promise<void>;
}

interface Running {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export function createExecutions({ store, evaluator, tasks, clock }: ExecutionsOptions): Executions {
  const running = new Map<string, Running>();

  async function run(machine: StoredMachine, name: string, input: string, startedAt: number, stop: AbortSignal): Promise<void> {
    const history = createHistory({
      record: event => store.record(machine.name, name, event),
      written: () => store.written(machine.name, name),
      now: clock.now,
    });
    const about = { id: executionArn(machine.name, name), name, roleArn: machine.roleArn, input, startedAt };
    const shared = { history, clock, evaluator, tasks, machine: { id: stateMachineArn(machine.name), name: machine.name } };
    let ending: Ending;
    try {
      ending = await runMachine({ ...about, ...shared }, parseMachine(machine.definition), stop);
    } catch (error) {
      if (stop.aborted) return;
      const cause = `The local interpreter failed: ${messageOf(error)}`;
      ending = { status: 'FAILED', error: STATES.runtime, cause };
      history.end('ExecutionFailed', 0, { error: STATES.runtime, cause });
    }
    await store.end(machine.name, name, ending, clock.now());
  }

  return {
    async start(machine, name, input) {
      const { name: machineName, roleArn, revisionId, updatedAt } = machine;
      const startedAt = clock.now();
      const key = executionArn(machineName, name);
      const stop = new AbortController();
      const started = store.start({ name, machine: machineName, roleArn, revisionId, startedAt, updatedAt, input }, machine.definition);
      const ended = started.then(() => run(machine, name, input, startedAt, stop.signal)).finally(() => running.delete(key));
      // A disk that refuses the end leaves the execution running; the next start of the process lists it as cut off.
      ended.catch(() => {});
      // Known at once: whoever asks for its end need not wait for the disk.
      running.set(key, { stop, ended });
      await started;
      return startedAt;
    },
    async stop(machine, name, failure) {
      const execution = running.get(executionArn(machine, name));
      execution?.stop.abort(new Ended('ABORTED', failure));
      await execution?.ended;
    },
    async close() {
      const all = [...running.values()];
      for (const { stop } of all) stop.abort(new Error('The service is closing'));
      await Promise.allSettled(all.map(({ ended }) => ended));
    },
  };
}
