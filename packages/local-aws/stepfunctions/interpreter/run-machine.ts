import type { Machine } from '../definition/machine';
import type { Json } from '../jsonata/template';
import { createBranch, type Execution } from './branch';
import { STATES, StateFailure } from './errors';
import { type Position, positionOf } from './position';
import { runStates } from './run-states';
import { failureDetails } from './task-events';

/** How an execution ended. */
export type Ending =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED' | 'ABORTED' | 'TIMED_OUT'; readonly error?: string | undefined; readonly cause?: string | undefined };

/** StopExecution, the machine's own timeout, or a disk that takes no events: the reason with which an execution's signal is aborted. */
export class Ended extends Error {
  override readonly name = 'Ended';

  constructor(
    readonly status: 'ABORTED' | 'TIMED_OUT' | 'FAILED',
    readonly failure: StateFailure = new StateFailure(undefined, undefined),
  ) {
    super(status);
  }
}

export interface Redrive {
  /** The last event before it. */
  readonly previous: number;
  /** Nothing for an execution that was cut off with its process: it runs from its start. */
  readonly from: Position | undefined;
}

export interface Ran {
  readonly ending: Ending;
  /** Where an execution that did not succeed stood. */
  readonly position: Position | undefined;
}

/** Runs an execution from its first event, or from a redrive's, to its last. `stop` is aborted with an `Ended`. */
export async function runMachine(execution: Execution, machine: Machine, stop: AbortSignal, redrive?: Redrive): Promise<Ran> {
  const over = new AbortController();
  const signal = AbortSignal.any([stop, over.signal]);
  const first = redrive
    ? execution.history.add('ExecutionRedriven', redrive.previous, { redriveCount: execution.redriveCount })
    : execution.history.add('ExecutionStarted', 0, { input: execution.input, roleArn: execution.roleArn, ...execution.qualified });
  if (machine.TimeoutSeconds !== undefined) {
    const milliseconds = machine.TimeoutSeconds * 1000;
    execution.clock.sleep(milliseconds, signal).then(
      () => over.abort(new Ended('TIMED_OUT')),
      () => {},
    );
  }
  // States of a new execution follow nothing, as in AWS.
  const branch = createBranch(execution, redrive ? first : 0, new Map(), signal);
  try {
    const output = await runStates(branch, machine, execution.input, redrive?.from);
    execution.history.end('ExecutionSucceeded', branch.previous, { output });
    return { ending: { status: 'SUCCEEDED', output }, position: undefined };
  } catch (error) {
    if (signal.reason instanceof Ended) return { ending: ended(execution, signal.reason), position: positionOf(branch) };
    if (!(error instanceof StateFailure)) throw error;
    const details = failureDetails(error);
    execution.history.end('ExecutionFailed', branch.previous, details);
    return { ending: { status: 'FAILED', ...details }, position: positionOf(branch) };
  } finally {
    over.abort(new Ended('TIMED_OUT'));
  }
}

function ended({ history }: Execution, { status, failure }: Ended): Ending {
  if (status === 'TIMED_OUT') {
    // Of a timeout the history alone has the name.
    history.end('ExecutionTimedOut', 0, { error: STATES.timeout });
    return { status };
  }
  const details = failureDetails(failure);
  history.end(status === 'ABORTED' ? 'ExecutionAborted' : 'ExecutionFailed', 0, details);
  return { status, ...details };
}
