import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';

/** An uploaded object, as S3 answered for it. */
export interface Uploaded {
  readonly key: string;
  /** With its quotes. */
  readonly etag: string;
}

export interface FindOptions {
  readonly sfn: SFNClient;
  readonly stateMachineArn: string;
  /** The executions that were there before the upload: ARNs. */
  readonly before: ReadonlySet<string>;
  /** How long to look, in milliseconds. */
  readonly patience?: number;
}

/** The ARNs of the newest executions. */
export async function newestExecutions(sfn: SFNClient, stateMachineArn: string): Promise<readonly string[]> {
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 100 }));
  return executions.flatMap(({ executionArn }) => executionArn ?? []);
}

/**
 * The execution that an upload started: a new one whose input names this object. The event goes from S3 over EventBridge to
 * Step Functions, so it takes a moment. Throws when `patience` is over.
 */
export async function findExecution(
  { key, etag }: Uploaded,
  { sfn, stateMachineArn, before, patience = 60_000 }: FindOptions,
): Promise<string> {
  const seen = new Set(before);
  const bare = etag.replaceAll('"', '');
  for (let waited = 0, pause = 100; waited < patience; waited += pause, pause = Math.min(pause * 1.5, 2_000)) {
    for (const arn of await newestExecutions(sfn, stateMachineArn)) {
      if (seen.has(arn)) continue;
      seen.add(arn);
      const { input = '{}' } = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
      const object = objectOf(input);
      if (object.key === key && object.etag === bare) return arn;
    }
    await sleep(pause);
  }
  throw new Error(
    `no execution started for ${key} within ${patience / 1000} seconds; the upload is in the bucket, and a dead letter may tell why`,
  );
}

const Input = z.object({ detail: z.object({ object: z.object({ key: z.string(), etag: z.string().optional() }) }) });

/** The object that an execution's input names; none if the input is something else. */
function objectOf(input: string): { key?: string; etag?: string | undefined } {
  const parsed = Input.safeParse(JSON.parse(input));
  return parsed.success ? parsed.data.detail.object : {};
}
