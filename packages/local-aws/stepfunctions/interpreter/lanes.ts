import { setMaxListeners } from 'node:events';
import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Scope } from '../definition/machine';
import type { Json } from '../jsonata/template';
import { StateFailure } from './errors';
import { add, createLane, type Lane, recordAborted } from './lane';
import type { LinePositions } from './position';
import { runStates } from './run-states';

export interface Work {
  readonly scope: Scope;
  readonly input: Json;
}

export interface LaneOptions {
  /** How many run at a time. */
  readonly most?: number;
  /** Iterations of a Map tell of themselves, by its name; branches of a Parallel do not. */
  readonly iterationsOf?: string;
  /** Judges the `failed`-th failure: JSON stands for the line's output, a failure fails them all. */
  readonly judge?: (failure: StateFailure, failed: number) => Json | StateFailure;
  /** Of a redrive: lines that succeeded are not run again, and the others go on where they stood. */
  readonly resumed?: LinePositions | undefined;
}

interface Started extends Work {
  readonly index: number;
  readonly lane: Lane;
}

/** Cut off because a line beside it failed. */
class SiblingFailed extends Error {
  override readonly name = 'SiblingFailed';
}

/**
 * Runs lines of states side by side and gives their outputs in order. The first failure that is not tolerated cuts the others off and is
 * thrown; the line that started them then goes on from the event at which it happened.
 */
export async function runLanes(parent: Lane, work: readonly Work[], options: LaneOptions = {}): Promise<readonly Json[]> {
  const { most = work.length, iterationsOf, judge = failure => failure, resumed } = options;
  const cut = new AbortController();
  const signal = AbortSignal.any([parent.signal, cut.signal]);
  // Every line listens to it, and Node would take so many for a leak.
  setMaxListeners(0, signal);
  const succeeded = new Map(Object.entries(resumed?.outputs ?? {}).map(([index, output]) => [Number(index), output]));
  const lines = { inputs: work.map(({ input }) => input), outputs: succeeded, started: new Map<number, Lane>() };
  parent.lines = lines;
  const outputs: Json[] = work.map((_, index) => succeeded.get(index) ?? '');
  const running = new Map<number, Lane>();
  let next = 0;
  let failed = 0;

  function tell(lane: Lane, type: HistoryEventType, index: number): number {
    return iterationsOf === undefined ? lane.previous : add(lane, type, { name: iterationsOf, index });
  }

  function start(previous: number): Started | undefined {
    while (succeeded.has(next)) next += 1;
    const job = work[next];
    if (!job) return undefined;
    const index = next;
    next += 1;
    const lane = createLane(parent.run, previous, parent.variables, signal);
    running.set(index, lane);
    lines.started.set(index, lane);
    parent.children = [...running.values()];
    lane.previous = tell(lane, 'MapIterationStarted', index);
    return { ...job, index, lane };
  }

  /** A line that ends makes room for the next, which follows the last event of its states. */
  async function runFrom(first: Started | undefined): Promise<void> {
    for (let job = first; job; job = start(job.lane.previous)) {
      const { index, lane, scope, input } = job;
      try {
        const output = await runStates(lane, scope, input, resumed?.positions[index]);
        outputs[index] = output;
        finish(job, 'MapIterationSucceeded');
        succeeded.set(index, output);
        lines.started.delete(index);
      } catch (error) {
        if (!(error instanceof StateFailure)) throw error;
        failed += 1;
        const verdict = judge(error, failed);
        if (verdict instanceof StateFailure) throw fail(job, verdict);
        outputs[index] = verdict;
        finish(job, 'MapIterationFailed');
      }
    }
  }

  function finish({ index, lane }: Started, type: HistoryEventType): void {
    parent.previous = tell(lane, type, index);
    running.delete(index);
    parent.children = [...running.values()];
  }

  /** The failing line tells of itself first, then the others of being cut off; all of it follows the event of the failure. */
  function fail({ index, lane }: Started, failure: StateFailure): StateFailure {
    const { history } = parent.run;
    tell(lane, 'MapIterationFailed', index);
    recordAborted(lane, lane.previous);
    running.delete(index);
    for (const [other, sibling] of running) {
      if (iterationsOf !== undefined) history.add('MapIterationAborted', lane.previous, { name: iterationsOf, index: other });
      recordAborted(sibling, lane.previous);
    }
    parent.children = [];
    parent.previous = lane.previous;
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
