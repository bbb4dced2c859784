import type { Clock } from '../clock/clock';
import { messageOf } from '../endpoint/service-error';
import { stateMachineArn } from '../identity';
import { executionArn } from './arns';
import { parseMachine } from './definition/validate';
import type { Qualified } from './interpreter/branch';
import { STATES, StateFailure } from './interpreter/errors';
import { createHistory } from './interpreter/history';
import { Ended, type Ran, type Redrive, runMachine } from './interpreter/run-machine';
import type { Evaluator } from './jsonata/evaluator';
import type { ExecutionStore, Recording, StartedExecution } from './store/execution-store';
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
  start(machine: StoredMachine, name: string, input: string, qualified?: Qualified): Promise<number>;
  /** Runs one again that has ended, from where it stood. Resolves, with the time, once that is on the disk. */
  redrive(started: StartedExecution, token: string | undefined): Promise<number>;
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

interface Work {
  readonly started: Omit<StartedExecution, 'definition'>;
  readonly definition: string;
  readonly recording: Recording;
  readonly redrive?: Redrive;
}

export function createExecutions({ store, evaluator, tasks, clock }: ExecutionsOptions): Executions {
  const running = new Map<string, Running>();

  async function run({ started, definition, recording, redrive }: Work, stop: AbortSignal): Promise<void> {
    const history = createHistory(recording.history, clock.now, redrive?.previous);
    const {
      machine,
      name,
      roleArn,
      input,
      startedAt,
      redrivenAt,
      redriveCount = 0,
      stateMachineVersionArn,
      stateMachineAliasArn,
    } = started;
    const about = { id: executionArn(machine, name), name, roleArn, input, startedAt, redriveCount, redrivenAt };
    const qualified = { ...(stateMachineVersionArn && { stateMachineVersionArn }), ...(stateMachineAliasArn && { stateMachineAliasArn }) };
    const shared = { history, clock, evaluator, tasks, qualified, machine: { id: stateMachineArn(machine), name: machine } };
    const signal = AbortSignal.any([stop, refusal(recording.refused)]);
    let ran: Ran;
    try {
      ran = await runMachine({ ...about, ...shared }, parseMachine(definition), signal, redrive);
    } catch (error) {
      if (stop.aborted) return;
      const cause = `The local interpreter failed: ${messageOf(error)}`;
      ran = { ending: { status: 'FAILED', error: STATES.runtime, cause }, position: undefined };
      history.end('ExecutionFailed', 0, { error: STATES.runtime, cause });
    }
    await recording.end(ran.ending, clock.now(), ran.position);
  }

  async function stop(id: string, failure?: StateFailure): Promise<void> {
    const execution = running.get(id);
    execution?.stop.abort(new Ended('ABORTED', failure));
    await execution?.ended;
  }

  /** Known at once: a request to stop it need not wait for the disk. */
  function keep(id: string, begin: (stop: AbortSignal) => { readonly begun: Promise<unknown>; readonly ended: Promise<void> }) {
    const stop = new AbortController();
    const { begun, ended } = begin(stop.signal);
    ended.catch(() => {});
    running.set(id, { stop, ended: ended.finally(() => running.delete(id)) });
    running.get(id)?.ended.catch(() => {});
    return begun;
  }

  return {
    async start(machine, name, input, qualified = {}) {
      const { name: machineName, roleArn, revisionId, updatedAt, definition } = machine;
      const startedAt = clock.now();
      const started = { name, machine: machineName, roleArn, revisionId, startedAt, updatedAt, input, ...qualified };
      await keep(executionArn(machineName, name), signal => {
        const begun = store.start(started, definition);
        return { begun, ended: begun.then(recording => untilEnded(recording, run({ started, definition, recording }, signal))) };
      });
      return startedAt;
    },
    async redrive(before, token) {
      const redrivenAt = clock.now();
      const started = { ...before, redriveCount: (before.redriveCount ?? 0) + 1, redrivenAt, redriveToken: token };
      const definition = await store.definition(before);
      await keep(executionArn(before.machine, before.name), signal => {
        const begun = store.redrive(started);
        const ended = begun.then(({ recording, recorded, from }) =>
          untilEnded(recording, run({ started, definition, recording, redrive: { previous: recorded, from } }, signal)),
        );
        return { begun, ended };
      });
      return redrivenAt;
    },
    stop: (machine, name, failure) => stop(executionArn(machine, name), failure),
    async stopAll(machine) {
      const ids = [...running.keys()].filter(id => id.startsWith(executionArn(machine, '')));
      await Promise.all(ids.map(id => stop(id)));
    },
    async close() {
      const all = [...running.values()];
      for (const { stop } of all) stop.abort(new Error('The service is closing'));
      store.close();
      await Promise.allSettled(all.map(({ ended }) => ended));
    },
  };
}

/** A disk that refuses events fails the execution, by name; it has then ended, though the disk does not have its end yet. */
function refusal(refused: AbortSignal): AbortSignal {
  const failed = new AbortController();
  const fail = () => failed.abort(new Ended('FAILED', new StateFailure(STATES.runtime, messageOf(refused.reason))));
  if (refused.aborted) fail();
  else refused.addEventListener('abort', fail, { once: true });
  return failed.signal;
}

/** Resolves when the execution has ended: with its files on a sound disk, at once on one that refuses them. */
async function untilEnded({ known }: Recording, run: Promise<void>): Promise<void> {
  run.catch(() => {});
  await Promise.race([run, known]);
}
