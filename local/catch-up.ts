import type { S3Client } from '@aws-sdk/client-s3';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type Clock, dayOf, onEachDay, systemClock } from 'local-aws/clock';
import { restartCutOff, type StepFunctionsService } from 'local-aws/stepfunctions';
import { findLatest } from '../commands/results/latest';
import { readLedger } from '../steps/sweep-uploads/read-ledger';
import { createHandler } from '../steps/sweep-uploads/sweep-uploads.lambda';

export interface CatchUpOptions {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly stepFunctions: Pick<StepFunctionsService, 'cutOffExecutions' | 'settleCutOff'>;
  readonly bucket: string;
  /** Its ARN. */
  readonly stateMachine: string;
  /** The environment of the functions. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** Receives the ARN of each execution that is started. */
  readonly onExecution: (executionArn: string) => void;
}

/**
 * At the start: restarts executions that were cut off, starts the uploads that are still open, and refreshes the results if they are of
 * another day or lack an upload. Then refreshes them on each new UTC day. Returns a function that ends this.
 */
export async function catchUp(options: CatchUpOptions): Promise<() => void> {
  const { sfn, stepFunctions, onExecution, clock = systemClock } = options;
  await restartCutOff(sfn, stepFunctions, onExecution);
  await sweep(options);
  const today = dayOf(clock);
  if (await isRefreshDue(options)) await refresh(options);
  return onEachDay(clock, () => refresh(options), today);
}

async function sweep({ s3, sfn, bucket, stateMachine, environment, clock = systemClock }: CatchUpOptions): Promise<void> {
  const handler = createHandler({ s3, sfn, environment, now: () => new Date(clock.now()), print: () => {} });
  await handler({ bucket, stateMachine, minutes: 0 });
}

async function isRefreshDue({ s3, bucket, clock = systemClock }: CatchUpOptions): Promise<boolean> {
  const latest = await findLatest(s3, bucket);
  if (!latest) return false;
  if (latest.asOf !== dayOf(clock)) return true;
  const entries = await readLedger({ s3, bucket, rulesFor: null, rawDays: null, now: new Date(clock.now()) });
  return entries.some(({ open }) => open === 'unanswered');
}

async function refresh({ sfn, stateMachine, onExecution }: CatchUpOptions): Promise<void> {
  const input = JSON.stringify({ refresh: true });
  const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn: stateMachine, input }));
  onExecution(executionArn);
}
