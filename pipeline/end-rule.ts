import type { EventPattern } from './upload-rule';

/** How an execution can end. */
export const END_STATUSES = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** The events that say that an execution of the pipeline has ended. */
export function endPattern(stateMachineArn: string, statuses: readonly (typeof END_STATUSES)[number][] = END_STATUSES): EventPattern {
  return {
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: [stateMachineArn], status: statuses },
  };
}
