import { InvokeCommand, type InvokeCommandOutput, type LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { optimizedError } from './sdk-errors';
import { sdkMetadata } from './sdk-metadata';
import { JsonText, type TaskContext, TaskError } from './task-runner';

const invokeSchema = z.looseObject({
  FunctionName: z.string(),
  Payload: z.unknown().optional(),
  Qualifier: z.string().optional(),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).optional(),
});

/** A task whose resource is a function's ARN: arguments in, the function's answer out. */
export async function invokeFunction(client: LambdaClient, arn: string, args: unknown, context: TaskContext): Promise<unknown> {
  return new JsonText(payloadOf(await invoke(client, { FunctionName: arn, Payload: args }, context)));
}

/** `lambda:invoke`: the answer with what is around it. */
export async function invokeIntegration(client: LambdaClient, args: unknown, context: TaskContext): Promise<unknown> {
  const parsed = invokeSchema.safeParse(args);
  if (!parsed.success)
    throw new TaskError('States.Runtime', `The Parameters of lambda:invoke need a FunctionName, got ${JSON.stringify(args)}`);
  const output = await invoke(client, parsed.data, context);
  const version = JSON.stringify(output.ExecutedVersion ?? '$LATEST');
  const others = JSON.stringify({ ...sdkMetadata(output.$metadata), StatusCode: output.StatusCode ?? 200 });
  return new JsonText(`{"ExecutedVersion":${version},"Payload":${payloadOf(output)},${others.slice(1)}`);
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

/** The function's answer as JSON. Throws the function's own error: its type is the name, the whole payload the cause. */
function payloadOf({ FunctionError, Payload }: InvokeCommandOutput): string {
  const text = Payload?.transformToString() ?? '';
  const payload = parse(text);
  if (FunctionError !== undefined) {
    const failure = failureSchema.safeParse(payload);
    throw new TaskError(failure.data?.errorType ?? 'Lambda.Unknown', text);
  }
  if (text === '') return '{}';
  // What is no JSON is a text.
  return typeof payload === 'string' ? JSON.stringify(payload) : withoutBlanks(text);
}

function withoutBlanks(json: string): string {
  let inString = false;
  return json.replace(/\\.|"|\s+/g, token => {
    if (token === '"') inString = !inString;
    return inString || token === '"' ? token : '';
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
