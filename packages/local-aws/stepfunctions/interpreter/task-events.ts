import { REGION } from '../../identity';
import type { Json } from '../jsonata/template';
import { parseResource } from '../tasks/resource';
import { advance, type Branch } from './branch';
import type { StateFailure } from './errors';

export interface Schedule {
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly heartbeat: number | undefined;
  readonly roleArn: string | undefined;
}

/** The events of one attempt of a task. A Lambda function by its ARN has other types of events than an integration. */
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

export function taskEvents(branch: Branch, resource: string): TaskEvents {
  const parsed = parseResource(resource);
  return parsed?.kind === 'integration' ? integrationEvents(branch, parsed.type, parsed.action) : functionEvents(branch, resource);
}

function integrationEvents(branch: Branch, resourceType: string, resource: string): TaskEvents {
  const about = { resourceType, resource };
  return {
    resourceType,
    scheduled: (parameters, schedule) => advance(branch, 'TaskScheduled', { ...about, region: REGION, parameters, ...limits(schedule) }),
    started: () => advance(branch, 'TaskStarted', about),
    submitted: output => advance(branch, 'TaskSubmitted', { ...about, output }),
    succeeded: output => advance(branch, 'TaskSucceeded', { ...about, output }),
    failed: failure => advance(branch, 'TaskFailed', { ...about, ...failureDetails(failure) }),
    timedOut: failure => advance(branch, 'TaskTimedOut', { ...about, ...failureDetails(failure) }),
  };
}

function functionEvents(branch: Branch, resource: string): TaskEvents {
  return {
    resourceType: resource,
    scheduled: (input, schedule) =>
      advance(branch, 'LambdaFunctionScheduled', { resource, input, ...limits({ ...schedule, heartbeat: undefined }) }),
    started: () => advance(branch, 'LambdaFunctionStarted'),
    submitted: () => {},
    succeeded: output => advance(branch, 'LambdaFunctionSucceeded', { output }),
    failed: failure => advance(branch, 'LambdaFunctionFailed', failureDetails(failure)),
    timedOut: failure => advance(branch, 'LambdaFunctionTimedOut', failureDetails(failure)),
  };
}

function limits({ timeout, heartbeat, roleArn }: Schedule) {
  return { timeoutInSeconds: timeout, heartbeatInSeconds: heartbeat, taskCredentials: roleArn === undefined ? undefined : { roleArn } };
}

/** The details of a failure in an event. */
export function failureDetails({ error, cause }: StateFailure) {
  return { error, cause };
}
