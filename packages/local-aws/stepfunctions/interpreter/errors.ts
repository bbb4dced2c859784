/** A state that failed: what Retry and Catch see. `cause` is absent where AWS gives none. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';

  constructor(
    readonly error: string | undefined,
    override readonly cause: string | undefined,
  ) {
    super(cause ?? error ?? 'failed');
  }
}

/** The names that the Amazon States Language reserves. */
export const STATES = {
  all: 'States.ALL',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  runtime: 'States.Runtime',
  dataLimitExceeded: 'States.DataLimitExceeded',
  queryEvaluationError: 'States.QueryEvaluationError',
  exceedToleratedFailureThreshold: 'States.ExceedToleratedFailureThreshold',
} as const;

/** AWS puts this before every cause that it words itself. */
export function whileExecuting(state: string, enteredId: number, cause: string): string {
  return `An error occurred while executing the state '${state}' (entered at the event id #${enteredId}). ${cause}`;
}

/**
 * Does a retrier's or catcher's list name this error? `States.Runtime` is caught by nothing; `States.TaskFailed` stands for all but
 * timeouts; `States.Timeout` for a missed heartbeat too.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matches(errorEquals: readonly string[], { error }: StateFailure): boolean {
  if (error === STATES.runtime) return false;
  const isTimeout = error === STATES.timeout || error === STATES.heartbeatTimeout;
  return errorEquals.some(name => name === error || name === STATES.all || name === (isTimeout ? STATES.timeout : STATES.taskFailed));
}
