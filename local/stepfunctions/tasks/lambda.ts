import { InvokeCommand, type InvokeCommandOutput, type LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { optimizedError } from './sdk-errors';
import { sdkMetadata } from './sdk-metadata';
import { type TaskContext, TaskError } from './task-runner';

const invokeSchema = z.looseObject({
  FunctionName: z.string(),
  Payload: z.unknown().optional(),
  Qualifier: z.string().optional(),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).optional(),
});

/** A task whose resource is a function's ARN: arguments in, the function's answer out. */
export async function invokeFunction(client: LambdaClient, arn: string, args: unknown, context: TaskContext): Promise<unknown> {
  return payloadOf(await invoke(client, { FunctionName: arn, Payload: args }, context));
}

/** `lambda:invoke`: the answer with what is around it. */
export async function invokeIntegration(client: LambdaClient, args: unknown, context: TaskContext): Promise<unknown> {
  const parsed = invokeSchema.safeParse(args);
  if (!parsed.success)
    throw new TaskError('States.Runtime', `The Parameters of lambda:invoke need a FunctionName, got ${JSON.stringify(args)}`);
  const output = await invoke(client, parsed.data, context);
  return {
    ExecutedVersion: output.ExecutedVersion ?? '$LATEST',
    Payload: payloadOf(output),
    ...sdkMetadata(output.$metadata),
    StatusCode: output.StatusCode ?? 200,
  };
}

async function invoke(client: LambdaClient, input: z.infer<typeof invokeSchema>, { signal }: TaskContext): Promise<InvokeCommandOutput> {
  const { FunctionName, Payload, Qualifier, InvocationType } = input;
  const command = new InvokeCommand({
    FunctionName,
    ...(Payload !== undefined && { Payload: Buffer.from(JSON.stringify(Payload)) }),
    ...(Qualifier !== undefined && { Qualifier }),
    ...(InvocationType !== undefined && { InvocationType }),
  });
  try {
    return await client.send(command, { abortSignal: signal });
  } catch (error) {
    throw optimizedError('Lambda', 'AWSLambda', error);
  }
}

const failureSchema = z.looseObject({ errorType: z.string().optional() });

/** Throws the function's own error: its type is the name, the whole payload the cause. */
function payloadOf({ FunctionError, Payload }: InvokeCommandOutput): unknown {
  const text = Payload?.transformToString() ?? '';
  const payload = parse(text);
  if (FunctionError === undefined) return payload;
  const failure = failureSchema.safeParse(payload);
  throw new TaskError(failure.data?.errorType ?? 'Lambda.Unknown', text);
}

function parse(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
