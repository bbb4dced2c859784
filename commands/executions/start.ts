import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { findStateMachine, type Target } from '../target/target';

/** Starts an execution and returns its ARN. A deployed stage runs what its alias `live` names. */
export async function startExecution(target: Target, input: object): Promise<string> {
  const machine = await findStateMachine(target);
  const stateMachineArn = process.env.AWS_ENDPOINT_URL ? machine : `${machine}:live`;
  const { executionArn = '' } = await target.sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  return executionArn;
}
