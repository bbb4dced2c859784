import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { BusEvent } from '../eventbridge/event';
import { executionArn, machineNameOf } from './arns';

/** The target of a rule: starts the execution of an event, and returns its ARN. A second delivery returns the execution that the first started. */
export async function startForEvent(sfn: SFNClient, stateMachineArn: string, name: string, event: BusEvent): Promise<string> {
  try {
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(event) }));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
  }
  return executionArn(machineNameOf(stateMachineArn), name);
}
