import { statfsSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Clock } from 'local-aws/clock';
import { isDiskRefusal } from 'local-aws/data-folder';
import type { BusEvent } from 'local-aws/eventbridge';
import { againName } from 'local-aws/stepfunctions';
import { z } from 'zod';

const End = z.object({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  input: z.string(),
  cause: z.string().nullable(),
});
const Input = z.object({ detail: z.object({ object: z.object({ size: z.number() }) }) });

/** How often the disk is looked at. */
const EVERY_MS = 30_000;
/** Room for what an execution writes beside its outputs, and for both of these while they are written. */
const LEAST_BYTES = 1024 * 1024;
const TIMES_UPLOAD = 3;

export interface StartAgainOptions {
  readonly sfn: SFNClient;
  /** The data folder. */
  readonly directory: string;
  readonly clock: Clock;
  readonly closed: AbortSignal;
  /** Receives the ARN of each execution that is started. */
  readonly onExecution: (executionArn: string) => void;
}

/** Starts an execution again that failed since the disk was full or read-only, as soon as the disk takes files again. */
export function startAgainWithRoom({ sfn, directory, clock, closed, onExecution }: StartAgainOptions): (event: BusEvent) => void {
  const start = async ({ executionArn, stateMachineArn, input }: z.infer<typeof End>) => {
    do await clock.sleep(EVERY_MS, closed);
    while (!hasRoom(directory, bytesFor(input)));
    const { executionArn: again = '' } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: againName(executionArn), input }),
    );
    onExecution(again);
  };
  return ({ detail }) => {
    const end = End.parse(detail);
    // Where it cannot be started, the next start finds its upload open.
    if (isDiskRefusal(end.cause ?? '')) start(end).catch(() => undefined);
  };
}

function bytesFor(input: string): number {
  const upload = Input.safeParse(JSON.parse(input)).data?.detail.object.size ?? 0;
  return LEAST_BYTES + TIMES_UPLOAD * upload;
}

function hasRoom(directory: string, bytes: number): boolean {
  const probe = join(directory, 'room.tmp');
  try {
    const { bavail, bsize } = statfsSync(directory);
    writeFileSync(probe, 'x');
    return bavail * bsize >= bytes;
  } catch {
    return false;
  } finally {
    rm(probe, { force: true }).catch(() => undefined);
  }
}
