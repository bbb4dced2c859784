import type { BusEvent } from '../eventbridge/event';
import { stableUuid } from '../eventbridge/stable-uuid';
import { ACCOUNT, REGION } from '../identity';
import type { ExecutionEnd } from './stepfunctions';

/**
 * The event that Step Functions sends when an execution has ended. The id follows from the execution and its end, so that an event which is
 * sent twice stays one event. Source: https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function executionEnded({ executionArn, stateMachineArn, stoppedAt, startedAt, ...end }: ExecutionEnd): BusEvent {
  const { name, status, input, output = null, error = null, cause = null } = end;
  return {
    version: '0',
    id: stableUuid('states', executionArn, String(stoppedAt.getTime())),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: ACCOUNT,
    time: `${stoppedAt.toISOString().slice(0, 19)}Z`,
    region: REGION,
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate: startedAt.getTime(),
      stopDate: stoppedAt.getTime(),
      input,
      inputDetails: { included: true },
      output,
      outputDetails: output === null ? null : { included: true },
      error,
      cause,
    },
  };
}
