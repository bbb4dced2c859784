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
    const name = againName(executionArn);
    const { executionArn: again = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    await stepFunctions.settleCutOff(executionArn);
    onStart(again);
  }
}

/** The name of the execution that restarts another one. It follows from that one, so a second attempt starts no second execution. */
export function againName(executionArn: string): string {
  return `again-${createHash('sha256').update(executionArn).digest('hex').slice(0, 32)}`;
}
