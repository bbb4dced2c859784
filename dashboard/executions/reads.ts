import type { Readable } from 'node:stream';

/** Everything that the dashboard reads from AWS. Tests pass their own implementation. */
export interface Reads {
  /** Executions by start, the newest first. Throws `UnknownPage` for a token that Step Functions does not know. */
  listExecutions(options: ListOptions): Promise<ExecutionList>;
  /** Undefined if there is no such execution (Step Functions deletes them after 90 days). */
  describeExecution(name: string): Promise<ExecutionDescription | undefined>;
  /** The first events, at most `limit`, in order; undefined as above. */
  readHistory(name: string, limit: number): Promise<readonly HistoryEvent[] | undefined>;
  /** The same with what went in and out of states and calls, each cut to `MAX_DATA` characters. */
  readDetails(name: string, limit: number): Promise<readonly DetailedEvent[] | undefined>;
  /** The state machine's definition, JSON, as the execution runs it; undefined where it cannot be read. */
  readDefinition(name: string): Promise<string | undefined>;
  /** An object of the pipeline's bucket; undefined where it is not there. */
  openObject(key: string): Promise<Readable | undefined>;
  /** Objects by key, the first first. */
  listKeys(options: KeyOptions): Promise<KeyList>;
}

export interface ListOptions {
  /** 1 to 1,000. */
  readonly limit: number;
  readonly onlySucceeded?: boolean;
  readonly token?: string | undefined;
}

export interface KeyOptions {
  readonly prefix: string;
  /** 1 to 1,000. */
  readonly limit: number;
  readonly token?: string | undefined;
}

export interface KeyList {
  readonly objects: readonly StoredObject[];
  readonly nextToken: string | undefined;
}

export interface StoredObject {
  readonly key: string;
  /** Without its quotes. */
  readonly etag: string;
  readonly size: number;
  readonly lastModified: Date;
}

export interface ExecutionList {
  readonly executions: readonly ExecutionItem[];
  readonly nextToken: string | undefined;
}

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

export interface ExecutionItem {
  readonly name: string;
  readonly status: Status;
  readonly startedAt: Date;
  /** Null while it runs. */
  readonly stoppedAt: Date | null;
}

export interface ExecutionDescription extends ExecutionItem {
  /** JSON; null where Step Functions withholds it. */
  readonly input: string | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

/** An event of GetExecutionHistory, cut down to what a timeline needs. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousId: number;
  /** AWS's own name, such as `TaskStateEntered`. */
  readonly type: string;
  readonly at: Date;
  /** The name of the state that is entered or left. */
  readonly state: string | null;
  /** The index of the Map iteration that starts. */
  readonly iteration: number | null;
}

export class UnknownPage extends Error {
  override readonly name = 'UnknownPage';
}

/** An input or output may be 256 KiB; a page shows its beginning. */
export const MAX_DATA = 32_768;

export interface DetailedEvent extends HistoryEvent {
  readonly input: string | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}
