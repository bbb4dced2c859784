import { messageOf } from '../endpoint/service-error';
import { stateMachineArn } from '../identity';
import { executionArn } from './arns';
import type { Clock } from './clock';
import { parseMachine } from './definition/validate';
import { STATES, type StateFailure } from './interpreter/errors';
import { createHistory } from './interpreter/history';
import type { Run } from './interpreter/lane';
import { Ended, type Ending, runMachine } from './interpreter/run-machine';
import type { Evaluator } from './jsonata/evaluator';
import type { ExecutionStore, Recording } from './store/execution-store';
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
  /** Stops all that runs of a machine. */
  stopAll(machine: string): Promise<void>;
  /** Lets go of what runs, without ending it: the next start of the process lists it as cut off. */
  close(): Promise<void>;
}

interface Running {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export function createExecutions({ store, evaluator, tasks, clock }: ExecutionsOptions): Executions {
  const running = new Map<string, Running>();

  async function run(
    about: Pick<Run, 'id' | 'name' | 'input' | 'startedAt'>,
    machine: StoredMachine,
    recording: Recording,
    stop: AbortSignal,
  ) {
    const history = createHistory(recording.history, clock.now);
    const { name, roleArn } = machine;
    const shared = { history, clock, evaluator, tasks, roleArn, machine: { id: stateMachineArn(name), name } };
    let ending: Ending;
    try {
      ending = await runMachine({ ...about, ...shared }, parseMachine(machine.definition), stop);
    } catch (error) {
      if (stop.aborted) return;
      const cause = `The local interpreter failed: ${messageOf(error)}`;
      ending = { status: 'FAILED', error: STATES.runtime, cause };
      history.end('ExecutionFailed', 0, { error: STATES.runtime, cause });
    }
    await recording.end(ending, clock.now());
  }

  async function stop(id: string, failure?: StateFailure): Promise<void> {
    const execution = running.get(id);
    execution?.stop.abort(new Ended('ABORTED', failure));
    await execution?.ended;
  }

  return {
    async start(machine, name, input) {
      const { name: machineName, roleArn, revisionId, updatedAt } = machine;
      const startedAt = clock.now();
      const id = executionArn(machineName, name);
      const stop = new AbortController();
      const started = store.start({ name, machine: machineName, roleArn, revisionId, startedAt, updatedAt, input }, machine.definition);
      const ended = started
        .then(recording => run({ id, name, input, startedAt }, machine, recording, stop.signal))
        .finally(() => running.delete(id));
      // A disk that refuses the end leaves the execution running; the next start of the process lists it as cut off.
      ended.catch(() => {});
      // Known at once: whoever asks for its end need not wait for the disk.
      running.set(id, { stop, ended });
      await started;
      return startedAt;
    },
    stop: (machine, name, failure) => stop(executionArn(machine, name), failure),
    async stopAll(machine) {
      const ids = [...running.keys()].filter(id => id.startsWith(executionArn(machine, '')));
      await Promise.all(ids.map(id => stop(id)));
    },
    async close() {
      const all = [...running.values()];
      for (const { stop } of all) stop.abort(new Error('The service is closing'));
      await Promise.allSettled(all.map(({ ended }) => ended));
    },
  };
}
