import type { State } from '../definition/machine';
import type { Json } from '../jsonata/template';
import { checkSize } from './data-limit';
import { add, advance, type Lane } from './lane';
import type { LinePositions, Position } from './position';
import { assignVariables } from './variables';

/** One stay in a state, retries included. */
export interface Visit {
  readonly lane: Lane;
  readonly name: string;
  readonly type: State['Type'];
  readonly input: Json;
  /** Milliseconds since 1970. */
  readonly enteredAt: number;
  /** The id of the event `…StateEntered`; 0 until it is recorded. */
  enteredId: number;
  retryCount: number;
  /** Of a redrive: the lines to go on with. The first attempt takes it. */
  resumed: LinePositions | undefined;
}

/** What a state comes to. Without `next` the line of states ends. */
export interface Outcome {
  readonly output: Json;
  readonly assigned?: Readonly<Record<string, Json>> | undefined;
  readonly next?: string | undefined;
}

export function beginVisit(lane: Lane, name: string, type: State['Type'], input: Json, from?: Position): Visit {
  const enteredId = from?.enteredId ?? 0;
  const visit = { lane, name, type, input, enteredAt: lane.run.clock.now(), enteredId, retryCount: 0, resumed: from?.lines };
  // A redrive does not enter the state a second time.
  if (enteredId > 0) lane.abortedType = ABORTED[type];
  lane.visit = visit;
  lane.lines = undefined;
  return visit;
}

/**
 * Records that the state was entered, once. It is recorded together with what the state does first: lines that run side by side then
 * tell their stories in the order of AWS, and a failed expression follows what came before the state, as it does there.
 */
export function recordEntered(visit: Visit): number {
  if (visit.enteredId === 0) {
    const { lane, name, input } = visit;
    visit.enteredId = add(lane, `${visit.type}StateEntered`, { name, input }, lane.previous, visit.enteredAt);
    lane.abortedType = ABORTED[visit.type];
  }
  return visit.enteredId;
}

/** Records that a state with lines of its own has failed; that it is over is then on record. */
export function recordFailed(visit: Visit, type: 'MapStateFailed' | 'ParallelStateFailed'): void {
  recordEntered(visit);
  advance(visit.lane, type);
  visit.lane.abortedType = undefined;
}

/** From here on events follow the one of entering. */
export function settleIn(visit: Visit): void {
  const isNew = visit.enteredId === 0;
  recordEntered(visit);
  if (isNew) visit.lane.previous = visit.enteredId;
}

/** Records that the state was left, and makes its variables visible. Throws `States.DataLimitExceeded`. */
export function leave(visit: Visit, type: Exclude<State['Type'], 'Fail'>, { output, assigned }: Outcome): void {
  const { lane, name } = visit;
  settleIn(visit);
  checkSize(output, name);
  const variables = assigned && assignVariables(lane.variables, assigned);
  advance(lane, `${type}StateExited`, { name, output, ...(assigned && { assignedVariables: assigned }) });
  lane.abortedType = undefined;
  if (variables) lane.variables = variables;
}

const ABORTED = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Parallel: 'ParallelStateAborted',
  Map: 'MapStateAborted',
  Pass: undefined,
  Choice: undefined,
  Succeed: undefined,
  Fail: undefined,
} as const;
