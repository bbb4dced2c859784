export interface TaskContext {
  /** The arguments as they were written: a number in them may be `1.0`. */
  readonly json: string;
  /** Aborted when the state times out or the execution is stopped: what the task has started should be ended. */
  readonly signal: AbortSignal;
  /** Called by a `.sync` task with the response to the start of the job. */
  submitted(output: unknown): void;
}

/** A result as the JSON text that was received, so that `1.0` stays `1.0`. */
export class JsonText {
  constructor(readonly json: string) {}
}

/** Does what a Task state asks for: arguments in, result out, both as JSON values (the result may be a `JsonText`). Throws `TaskError`. */
export type TaskRunner = (resource: string, args: unknown, context: TaskContext) => Promise<unknown>;

/** A task failed: `error` is what `ErrorEquals` names, such as `Glue.CrawlerRunningException`. */
export class TaskError extends Error {
  override readonly name = 'TaskError';

  constructor(
    readonly error: string,
    override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
  }
}
