import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type Clock, systemClock } from 'local-aws/clock';
import type { StepFunctionsService } from 'local-aws/stepfunctions';
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

/** How often the day is looked at. A laptop that slept looks when it is awake again. */
const EVERY_MS = 30_000;

/**
 * At a start: starts again what a crash cut off, starts what is still open, and runs all queries again where the latest results are of
 * another day or miss an upload. While it runs, the same refresh comes with each new UTC day. Returns a function that stops waiting for it.
 */
export async function catchUp(options: CatchUpOptions): Promise<() => void> {
  const { clock = systemClock } = options;
  await startCutOff(options);
  await sweep(options);
  let day = dayOf(clock);
  if (await isRefreshDue(options)) await refresh(options);
  const closed = new AbortController();
  const watch = async () => {
    for (;;) {
      await clock.sleep(EVERY_MS, closed.signal);
      if (dayOf(clock) === day) continue;
      day = dayOf(clock);
      await refresh(options).catch(() => undefined);
    }
  };
  watch().catch(() => undefined);
  return () => closed.abort();
}

async function startCutOff({ sfn, stepFunctions, onExecution }: CatchUpOptions): Promise<void> {
  for (const { executionArn, stateMachineArn, input } of await stepFunctions.cutOffExecutions()) {
    // Named by the one that was cut off, so that it starts once, however often a start is cut off itself.
    const name = `again-${createHash('sha256').update(executionArn).digest('hex').slice(0, 32)}`;
    const { executionArn: again = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    await stepFunctions.settleCutOff(executionArn);
    onExecution(again);
  }
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

function dayOf(clock: Clock): string {
  return new Date(clock.now()).toISOString().slice(0, 10);
}
