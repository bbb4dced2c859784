import { setImmediate } from 'node:timers/promises';
import { isTooDeep, TOO_DEEP } from '../../../endpoint/json-depth';
import { LONGEST_SECONDS, type TaskState } from '../../definition/machine';
import type { Json } from '../../jsonata/template';
import { JsonText, TaskError } from '../../tasks/task-runner';
import { checkSize } from '../data-limit';
import { STATES, StateFailure } from '../errors';
import { evaluateFields, evaluationFailed, typed } from '../evaluate';
import { withRecovery } from '../recovery';
import { settle } from '../settle';
import { type Schedule, type TaskEvents, taskEvents } from '../task-events';
import { type Outcome, settleIn, type Visit } from '../visit';

export function taskState(visit: Visit, state: TaskState): Promise<Outcome> {
  return withRecovery(visit, state, () => attempt(visit, state));
}

const ROLE = 'Credentials/RoleArn';

async function attempt(visit: Visit, state: TaskState): Promise<Outcome> {
  const { Arguments, TimeoutSeconds, HeartbeatSeconds } = state;
  const role = state.Credentials?.RoleArn;
  const values = await evaluateFields(visit, { Arguments, [ROLE]: role, TimeoutSeconds, HeartbeatSeconds });
  const roleJson = values[ROLE];
  const schedule = {
    timeout: seconds(visit, 'TimeoutSeconds', TimeoutSeconds, values.TimeoutSeconds),
    heartbeat: seconds(visit, 'HeartbeatSeconds', HeartbeatSeconds, values.HeartbeatSeconds),
    roleArn: roleJson === undefined ? undefined : typed(visit, ROLE, role, roleJson, 'string'),
  };
  const args = values.Arguments ?? visit.input;
  settleIn(visit);
  checkSize(args, visit.name);
  const events = taskEvents(visit.branch, state.Resource);
  events.scheduled(args, schedule);
  // One turn later: of tasks that are scheduled side by side none starts before all are scheduled.
  await setImmediate();
  events.started();
  const result = await perform(visit, state.Resource, args, schedule, events);
  events.succeeded(result);
  return { ...(await settle(visit, state, result, { result })), next: state.Next };
}

async function perform(visit: Visit, resource: string, args: string, schedule: Schedule, events: TaskEvents) {
  try {
    const output = await withinTime(visit, resource, args, schedule, events);
    const result = output instanceof JsonText ? output.json : JSON.stringify(output ?? null);
    checkSize(result, events.resourceType);
    if (isTooDeep(result)) throw new StateFailure(STATES.taskFailed, TOO_DEEP);
    return result;
  } catch (error) {
    visit.branch.signal.throwIfAborted();
    const failure = asFailure(error);
    if (error instanceof TimedOut) events.timedOut(failure);
    else events.failed(failure);
    throw failure;
  }
}

class TimedOut extends StateFailure {}

/** Aborts the task when its time is over, and lets go of it: a task that ignores the signal blocks nothing. */
async function withinTime(visit: Visit, resource: string, json: Json, { timeout, heartbeat }: Schedule, events: TaskEvents) {
  const { execution, signal } = visit.branch;
  // No task here sends heartbeats, so each misses its first.
  const [limit, error] =
    heartbeat !== undefined && heartbeat < (timeout ?? Number.POSITIVE_INFINITY)
      ? [heartbeat, STATES.heartbeatTimeout]
      : [timeout, STATES.timeout];
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const aborted = new Promise<never>((_, reject) => {
    ended.addEventListener('abort', () => reject(ended.reason), { once: true });
  });
  const clock =
    limit === undefined ? [] : [execution.clock.sleep(limit * 1000, ended).then(() => over.abort(new TimedOut(error, undefined)))];
  try {
    const task = execution.tasks(resource, JSON.parse(json), {
      json,
      signal: ended,
      submitted: output => events.submitted(JSON.stringify(output)),
    });
    return await Promise.race([task, aborted]);
  } finally {
    over.abort(new Error('The task is over'));
    await Promise.allSettled([...clock, aborted]);
  }
}

function asFailure(error: unknown): StateFailure {
  if (error instanceof StateFailure) return error;
  if (error instanceof TaskError) return new StateFailure(error.error, error.cause);
  return error instanceof Error ? new StateFailure(error.name, error.message) : new StateFailure(STATES.taskFailed, String(error));
}

function seconds(visit: Visit, name: string, field: string | number | undefined, json: string | undefined): number | undefined {
  if (json === undefined) return undefined;
  const value = typed(visit, name, field, json, 'number');
  if (!Number.isInteger(value)) throw evaluationFailed(visit, `The ${name} field cannot be parsed as an integer: ${json}`, name);
  if (value < 0 || value > LONGEST_SECONDS)
    throw evaluationFailed(visit, `${name} must be between 0 and ${LONGEST_SECONDS} but was: ${json}`, name);
  return value;
}
