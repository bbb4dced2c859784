import { createHash } from 'node:crypto';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { StepFunctionsService } from './stepfunctions';

/** Starts again each execution that the end of the previous process cut off, with the same input. `onStart` receives the new ARNs. */
export async function restartCutOff(
  sfn: SFNClient,
  stepFunctions: Pick<StepFunctionsService, 'cutOffExecutions' | 'settleCutOff'>,
  onStart: (executionArn: string) => void,
): Promise<void> {
  for (const { executionArn, stateMachineArn, input } of await stepFunctions.cutOffExecutions()) {
    // Named after the one that was cut off: if this process is killed here, the next one starts no second execution.
    const name = `again-${createHash('sha256').update(executionArn).digest('hex').slice(0, 32)}`;
    const { executionArn: again = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    await stepFunctions.settleCutOff(executionArn);
    onStart(again);
  }
}
