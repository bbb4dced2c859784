import { REGION } from '../../identity';
import type { Json } from '../jsonata/template';
import { parseResource } from '../tasks/resource';
import type { StateFailure } from './errors';
import { advance, type Lane } from './lane';

export interface Schedule {
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly heartbeat: number | undefined;
  readonly roleArn: string | undefined;
}

/** The events of one attempt of a task. A Lambda function by its ARN tells its story in other words than an integration. */
export interface TaskEvents {
  /** What a cause calls the task. */
  readonly resourceType: string;
  scheduled(args: Json, schedule: Schedule): void;
  started(): void;
  submitted(output: Json): void;
  succeeded(output: Json): void;
  failed(failure: StateFailure): void;
  timedOut(failure: StateFailure): void;
}

export function taskEvents(lane: Lane, resource: string): TaskEvents {
  const parsed = parseResource(resource);
  return parsed?.kind === 'integration' ? integrationEvents(lane, parsed.type, parsed.action) : functionEvents(lane, resource);
}

function integrationEvents(lane: Lane, resourceType: string, resource: string): TaskEvents {
  const about = { resourceType, resource };
  return {
    resourceType,
    scheduled: (parameters, schedule) => advance(lane, 'TaskScheduled', { ...about, region: REGION, parameters, ...limits(schedule) }),
    started: () => advance(lane, 'TaskStarted', about),
    submitted: output => advance(lane, 'TaskSubmitted', { ...about, output }),
    succeeded: output => advance(lane, 'TaskSucceeded', { ...about, output }),
    failed: failure => advance(lane, 'TaskFailed', { ...about, ...failureDetails(failure) }),
    timedOut: failure => advance(lane, 'TaskTimedOut', { ...about, ...failureDetails(failure) }),
  };
}

function functionEvents(lane: Lane, resource: string): TaskEvents {
  return {
    resourceType: resource,
    scheduled: (input, schedule) =>
      advance(lane, 'LambdaFunctionScheduled', { resource, input, ...limits({ ...schedule, heartbeat: undefined }) }),
    started: () => advance(lane, 'LambdaFunctionStarted'),
    submitted: () => {},
    succeeded: output => advance(lane, 'LambdaFunctionSucceeded', { output }),
    failed: failure => advance(lane, 'LambdaFunctionFailed', failureDetails(failure)),
    timedOut: failure => advance(lane, 'LambdaFunctionTimedOut', failureDetails(failure)),
  };
}

function limits({ timeout, heartbeat, roleArn }: Schedule) {
  return { timeoutInSeconds: timeout, heartbeatInSeconds: heartbeat, taskCredentials: roleArn === undefined ? undefined : { roleArn } };
}

/** As events tell of a failure. */
export function failureDetails({ error, cause }: StateFailure) {
  return { error, cause };
}
