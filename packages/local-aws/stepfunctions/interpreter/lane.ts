import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Clock } from '../../clock/clock';
import type { Evaluator } from '../jsonata/evaluator';
import type { Json } from '../jsonata/template';
import type { TaskRunner } from '../tasks/task-runner';
import type { EventDetails, History } from './history';
import type { Visit } from './visit';

/** What all states of one execution share. */
export interface Run {
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

/** One line of states: the machine's own, a branch of a Parallel, or an iteration of a Map. */
export interface Lane {
  readonly run: Run;
  /** The event that the next one follows. */
  previous: number;
  /** Visible here: the outer scopes' and this line's own. */
  variables: ReadonlyMap<string, Json>;
  /** Aborted with the execution, or when a line beside it fails. */
  readonly signal: AbortSignal;
  /** The lines that the state of the moment has started. */
  children: readonly Lane[];
  /** The event type that tells of this line's state when the line is cut off: only states that take time have one. */
  abortedType: HistoryEventType | undefined;
  /** The state of the moment. */
  visit: Visit | undefined;
  /** The lines of the Map or Parallel of the moment. */
  lines: Lines | undefined;
}

/** What has become of the lines of a state. */
export interface Lines {
  readonly inputs: readonly Json[];
  /** Of those that succeeded. */
  readonly outputs: Map<number, Json>;
  /** Those that have started and did not succeed, or not yet. */
  readonly started: Map<number, Lane>;
}

export function createLane(run: Run, previous: number, variables: ReadonlyMap<string, Json>, signal: AbortSignal): Lane {
  return { run, previous, variables, signal, children: [], abortedType: undefined, visit: undefined, lines: undefined };
}

/** Records an event of this line, unless the line has been cut off. It does not become the one that others follow. */
export function add(lane: Lane, type: HistoryEventType, details?: EventDetails, previous = lane.previous, timestamp?: number): number {
  lane.signal.throwIfAborted();
  return lane.run.history.add(type, previous, details, timestamp);
}

/** Records an event that the line's next event follows. */
export function advance(lane: Lane, type: HistoryEventType, details?: EventDetails): number {
  lane.previous = add(lane, type, details);
  return lane.previous;
}

/** Tells that the state in which a line was cut off came to nothing, after those of the lines within it. */
export function recordAborted(lane: Lane, previous: number): void {
  for (const child of lane.children) recordAborted(child, previous);
  if (lane.abortedType) lane.run.history.add(lane.abortedType, previous);
}
