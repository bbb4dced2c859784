import type { Machine } from '../definition/machine';
import type { Json } from '../jsonata/template';
import { STATES, StateFailure } from './errors';
import { createLane, type Run } from './lane';
import { runStates } from './run-states';
import { failureDetails } from './task-events';

/** How an execution ended. */
export type Ending =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED' | 'ABORTED' | 'TIMED_OUT'; readonly error?: string | undefined; readonly cause?: string | undefined };

/** StopExecution, or the machine's own timeout: the reason with which an execution's signal is aborted. */
export class Ended extends Error {
  override readonly name = 'Ended';

  constructor(
    readonly status: 'ABORTED' | 'TIMED_OUT',
    readonly failure: StateFailure = new StateFailure(undefined, undefined),
  ) {
    super(status);
  }
}

/** Runs an execution from its first event to its last. `stop` is aborted with an `Ended`. */
export async function runMachine(run: Run, machine: Machine, stop: AbortSignal): Promise<Ending> {
  const over = new AbortController();
  const signal = AbortSignal.any([stop, over.signal]);
  run.history.add('ExecutionStarted', 0, { input: run.input, roleArn: run.roleArn });
  if (machine.TimeoutSeconds !== undefined) {
    const milliseconds = machine.TimeoutSeconds * 1000;
    run.clock.sleep(milliseconds, signal).then(
      () => over.abort(new Ended('TIMED_OUT')),
      () => {},
    );
  }
  const lane = createLane(run, 0, new Map(), signal);
  try {
    const output = await runStates(lane, machine, run.input);
    run.history.end('ExecutionSucceeded', lane.previous, { output });
    return { status: 'SUCCEEDED', output };
  } catch (error) {
    if (signal.reason instanceof Ended) return ended(run, signal.reason);
    if (!(error instanceof StateFailure)) throw error;
    const details = failureDetails(error);
    run.history.end('ExecutionFailed', lane.previous, details);
    return { status: 'FAILED', ...details };
  } finally {
    over.abort(new Ended('TIMED_OUT'));
  }
}

function ended({ history }: Run, { status, failure }: Ended): Ending {
  if (status === 'TIMED_OUT') {
    // Of a timeout the history alone has the name.
    history.end('ExecutionTimedOut', 0, { error: STATES.timeout });
    return { status };
  }
  const details = failureDetails(failure);
  history.end('ExecutionAborted', 0, details);
  return { status, ...details };
}
