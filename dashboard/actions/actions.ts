import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { RedriveExecutionCommand, type SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { withTimeLimit } from '../executions/time-limit';

/** Everything that the dashboard can change. Tests pass their own implementation. */
export interface Actions {
  /** Starts an execution; its name. */
  start(input: ExecutionInput): Promise<string>;
  /** Redrives a failed execution from the state that failed. */
  redrive(name: string): Promise<void>;
  stop(name: string, cause: string): Promise<void>;
  /** Deletes an upload; the deletion starts an execution that takes its orders out of the answers. */
  withdraw(key: string): Promise<void>;
}

export type ExecutionInput =
  | { readonly refresh: true; readonly asOf?: string | undefined }
  | { readonly dismiss: string }
  | {
      readonly detail: { readonly bucket: { readonly name: string }; readonly object: { readonly key: string } };
      readonly asOf?: string | undefined;
    };

export interface AwsActionsOptions {
  readonly sfn: SFNClient;
  readonly s3: S3Client;
  readonly stateMachineArn: string;
  readonly bucket: string;
  /** Milliseconds. @default 10 seconds */
  readonly limit?: number;
}

/** Through the official clients. Needs `states:StartExecution`, `StopExecution`, `RedriveExecution` and `s3:DeleteObject` on `raw/`. */
export function createAwsActions({ sfn, s3, stateMachineArn, bucket, limit = 10_000 }: AwsActionsOptions): Actions {
  const arnOf = (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    async start(input) {
      const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
      const { executionArn = '' } = await withTimeLimit(limit, abortSignal => sfn.send(command, { abortSignal }));
      return executionArn.slice(executionArn.lastIndexOf(':') + 1);
    },
    async redrive(name) {
      const command = new RedriveExecutionCommand({ executionArn: arnOf(name) });
      await withTimeLimit(limit, abortSignal => sfn.send(command, { abortSignal }));
    },
    async stop(name, cause) {
      const command = new StopExecutionCommand({ executionArn: arnOf(name), error: 'Stopped', cause });
      await withTimeLimit(limit, abortSignal => sfn.send(command, { abortSignal }));
    },
    async withdraw(key) {
      const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
      await withTimeLimit(limit, abortSignal => s3.send(command, { abortSignal }));
    },
  };
}
