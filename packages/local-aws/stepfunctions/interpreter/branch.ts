import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Clock } from '../../clock/clock';
import type { Evaluator } from '../jsonata/evaluator';
import type { Json } from '../jsonata/template';
import type { TaskRunner } from '../tasks/task-runner';
import type { EventDetails, History } from './history';
import type { Visit } from './visit';

/** What all states of one execution share. */
export interface Execution {
  readonly id: string;
  readonly name: string;
  readonly roleArn: string;
  readonly input: Json;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** How often it has been redriven, and when last. */
  readonly redriveCount: number;
  readonly redrivenAt?: number | undefined;
  /** The version and the alias by which it was started. */
  readonly qualified: Qualified;
  readonly machine: { readonly id: string; readonly name: string };
  readonly history: History;
  readonly clock: Clock;
  readonly evaluator: Evaluator;
  readonly tasks: TaskRunner;
}

export interface Qualified {
  readonly stateMachineVersionArn?: string | undefined;
  readonly stateMachineAliasArn?: string | undefined;
}

/** States that run one after the other: those of the machine, of a branch of a Parallel, or of an iteration of a Map. */
export interface Branch {
  readonly execution: Execution;
  /** The event that the next one follows. */
  previous: number;
  /** Those of the scopes around, and those of this branch. */
  variables: ReadonlyMap<string, Json>;
  /** Aborted with the execution, or when a sibling fails. */
  readonly signal: AbortSignal;
  /** The branches that the current state has started. */
  children: readonly Branch[];
  /** The type of the event for the current state where the branch is aborted: only states that take time have one. */
  abortedType: HistoryEventType | undefined;
  /** The current state. */
  visit: Visit | undefined;
  /** The branches of the current Map or Parallel. */
  branches: Branches | undefined;
}

/** The outcomes of the branches of a state. */
export interface Branches {
  readonly inputs: readonly Json[];
  /** Of those that succeeded. */
  readonly outputs: Map<number, Json>;
  /** Those that have started and have not succeeded. */
  readonly started: Map<number, Branch>;
}

export function createBranch(execution: Execution, previous: number, variables: ReadonlyMap<string, Json>, signal: AbortSignal): Branch {
  return { execution, previous, variables, signal, children: [], abortedType: undefined, visit: undefined, branches: undefined };
}

/** Records an event of this branch, unless the branch has been aborted. Later events do not follow it. */
export function add(
  branch: Branch,
  type: HistoryEventType,
  details?: EventDetails,
  previous = branch.previous,
  timestamp?: number,
): number {
  branch.signal.throwIfAborted();
  return branch.execution.history.add(type, previous, details, timestamp);
}

/** Records an event that the branch's next event follows. */
export function advance(branch: Branch, type: HistoryEventType, details?: EventDetails): number {
  branch.previous = add(branch, type, details);
  return branch.previous;
}

/** Records that the current state of an aborted branch was aborted, after those of the branches within it. */
export function recordAborted(branch: Branch, previous: number): void {
  for (const child of branch.children) recordAborted(child, previous);
  if (branch.abortedType) branch.execution.history.add(branch.abortedType, previous);
}
