import { setMaxListeners } from 'node:events';
import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Scope } from '../definition/machine';
import type { Json } from '../jsonata/template';
import { add, type Branch, createBranch, recordAborted } from './branch';
import { StateFailure } from './errors';
import type { BranchPositions } from './position';
import { runStates } from './run-states';

export interface Work {
  readonly scope: Scope;
  readonly input: Json;
}

export interface BranchOptions {
  /** How many run at a time. */
  readonly most?: number;
  /** The name of the Map: its iterations have events, branches of a Parallel have none. */
  readonly iterationsOf?: string;
  /** Decides on the `failed`-th failure: JSON is taken as the branch's output, a failure fails all branches. */
  readonly onFailure?: (failure: StateFailure, failed: number) => Json | StateFailure;
  /** Of a redrive: branches that succeeded are not run again, the others go on from where they stopped. */
  readonly resumed?: BranchPositions | undefined;
}

interface Started extends Work {
  readonly index: number;
  readonly branch: Branch;
}

/** Aborted because a sibling failed. */
class SiblingFailed extends Error {
  override readonly name = 'SiblingFailed';
}

/**
 * Runs branches or iterations concurrently and gives their outputs in order. The first failure that is not tolerated aborts the others and is
 * thrown; the branch that started them then goes on from the event of that failure.
 */
export async function runBranches(parent: Branch, work: readonly Work[], options: BranchOptions = {}): Promise<readonly Json[]> {
  const { most = work.length, iterationsOf, onFailure = failure => failure, resumed } = options;
  const cut = new AbortController();
  const signal = AbortSignal.any([parent.signal, cut.signal]);
  // Every branch listens to it, and Node would report so many listeners as a leak.
  setMaxListeners(0, signal);
  const succeeded = new Map(Object.entries(resumed?.outputs ?? {}).map(([index, output]) => [Number(index), output]));
  const branches = { inputs: work.map(({ input }) => input), outputs: succeeded, started: new Map<number, Branch>() };
  parent.branches = branches;
  const outputs: Json[] = work.map((_, index) => succeeded.get(index) ?? '');
  const running = new Map<number, Branch>();
  let next = 0;
  let failed = 0;

  function record(branch: Branch, type: HistoryEventType, index: number): number {
    return iterationsOf === undefined ? branch.previous : add(branch, type, { name: iterationsOf, index });
  }

  function start(previous: number): Started | undefined {
    while (succeeded.has(next)) next += 1;
    const job = work[next];
    if (!job) return undefined;
    const index = next;
    next += 1;
    const branch = createBranch(parent.execution, previous, parent.variables, signal);
    running.set(index, branch);
    branches.started.set(index, branch);
    parent.children = [...running.values()];
    branch.previous = record(branch, 'MapIterationStarted', index);
    return { ...job, index, branch };
  }

  /** When a branch ends, the next one starts, and follows the last event of its states. */
  async function runFrom(first: Started | undefined): Promise<void> {
    for (let job = first; job; job = start(job.branch.previous)) {
      const { index, branch, scope, input } = job;
      try {
        const output = await runStates(branch, scope, input, resumed?.positions[index]);
        outputs[index] = output;
        finish(job, 'MapIterationSucceeded');
        succeeded.set(index, output);
        branches.started.delete(index);
      } catch (error) {
        if (!(error instanceof StateFailure)) throw error;
        failed += 1;
        const verdict = onFailure(error, failed);
        if (verdict instanceof StateFailure) throw fail(job, verdict);
        outputs[index] = verdict;
        finish(job, 'MapIterationFailed');
      }
    }
  }

  function finish({ index, branch }: Started, type: HistoryEventType): void {
    parent.previous = record(branch, type, index);
    running.delete(index);
    parent.children = [...running.values()];
  }

  /** Records the failure first, then that the others are aborted; all these events follow the event of the failure. */
  function fail({ index, branch }: Started, failure: StateFailure): StateFailure {
    const { history } = parent.execution;
    record(branch, 'MapIterationFailed', index);
    recordAborted(branch, branch.previous);
    running.delete(index);
    for (const [other, sibling] of running) {
      if (iterationsOf !== undefined) history.add('MapIterationAborted', branch.previous, { name: iterationsOf, index: other });
      recordAborted(sibling, branch.previous);
    }
    parent.children = [];
    parent.previous = branch.previous;
    cut.abort(new SiblingFailed());
    return failure;
  }

  const follows = parent.previous;
  const first = Array.from({ length: Math.min(most, work.length - succeeded.size) }, () => start(follows));
  const all = first.map(runFrom);
  try {
    await Promise.all(all);
  } finally {
    cut.abort(new SiblingFailed());
    await Promise.allSettled(all);
  }
  return outputs;
}
