import type { State } from '../definition/machine';
import type { Json } from '../jsonata/template';
import { add, advance, type Branch } from './branch';
import { checkSize } from './data-limit';
import type { BranchPositions, Position } from './position';
import { assignVariables } from './variables';

/** One stay in a state, retries included. */
export interface Visit {
  readonly branch: Branch;
  readonly name: string;
  readonly type: State['Type'];
  readonly input: Json;
  /** Milliseconds since 1970. */
  readonly enteredAt: number;
  /** The id of the event `…StateEntered`; 0 until it is recorded. */
  enteredId: number;
  retryCount: number;
  /** Of a redrive: the branches to go on with. The first attempt takes it. */
  resumed: BranchPositions | undefined;
}

/** The outcome of a state. Without `next` the branch ends. */
export interface Outcome {
  readonly output: Json;
  readonly assigned?: Readonly<Record<string, Json>> | undefined;
  readonly next?: string | undefined;
}

export function beginVisit(branch: Branch, name: string, type: State['Type'], input: Json, from?: Position): Visit {
  const enteredId = from?.enteredId ?? 0;
  const visit = { branch, name, type, input, enteredAt: branch.execution.clock.now(), enteredId, retryCount: 0, resumed: from?.lines };
  // A redrive does not enter the state a second time.
  if (enteredId > 0) branch.abortedType = ABORTED[type];
  branch.visit = visit;
  branch.branches = undefined;
  return visit;
}

/**
 * Records that the state was entered, once. It is recorded together with what the state does first: the events of concurrent branches
 * then have the order of AWS, and the event of a failed expression follows the one before the state, as it does there.
 */
export function recordEntered(visit: Visit): number {
  if (visit.enteredId === 0) {
    const { branch, name, input } = visit;
    visit.enteredId = add(branch, `${visit.type}StateEntered`, { name, input }, branch.previous, visit.enteredAt);
    branch.abortedType = ABORTED[visit.type];
  }
  return visit.enteredId;
}

/** Records that a state with branches has failed, so that no event of its abortion follows. */
export function recordFailed(visit: Visit, type: 'MapStateFailed' | 'ParallelStateFailed'): void {
  recordEntered(visit);
  advance(visit.branch, type);
  visit.branch.abortedType = undefined;
}

/** From here on events follow the one of entering. */
export function settleIn(visit: Visit): void {
  const isNew = visit.enteredId === 0;
  recordEntered(visit);
  if (isNew) visit.branch.previous = visit.enteredId;
}

/** Records that the state was left, and makes its variables visible. Throws `States.DataLimitExceeded`. */
export function leave(visit: Visit, type: Exclude<State['Type'], 'Fail'>, { output, assigned }: Outcome): void {
  const { branch, name } = visit;
  settleIn(visit);
  checkSize(output, name);
  const variables = assigned && assignVariables(branch.variables, assigned);
  advance(branch, `${type}StateExited`, { name, output, ...(assigned && { assignedVariables: assigned }) });
  branch.abortedType = undefined;
  if (variables) branch.variables = variables;
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
