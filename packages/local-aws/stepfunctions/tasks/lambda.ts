import { InvokeCommand, type InvokeCommandInput, type InvokeCommandOutput, type LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { optimizedError } from './sdk-errors';
import { sdkMetadata } from './sdk-metadata';
import { JsonText, type TaskContext, TaskError } from './task-runner';

const invokeSchema = z.object({
  FunctionName: z.string(),
  Payload: z.unknown().optional(),
  Qualifier: z.string().optional(),
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).optional(),
  ClientContext: z.string().optional(),
});

/** A task whose resource is a function's ARN: arguments in, the function's answer out. */
export async function invokeFunction(client: LambdaClient, arn: string, context: TaskContext): Promise<unknown> {
  return new JsonText(payloadOf(await invoke(client, { FunctionName: arn, Payload: context.json }, context)));
}

/** `lambda:invoke`: the answer with what is around it. */
export async function invokeIntegration(client: LambdaClient, args: unknown, context: TaskContext): Promise<unknown> {
  const parsed = invokeSchema.safeParse(args);
  if (!parsed.success)
    throw new TaskError('States.Runtime', `The Parameters of lambda:invoke need a FunctionName, got ${JSON.stringify(args)}`);
  const { Payload, ...others } = parsed.data;
  const payload = payloadText(Payload);
  const output = await invoke(client, { ...others, ...(payload !== undefined && { Payload: payload }) }, context);
  const version = JSON.stringify(output.ExecutedVersion ?? '$LATEST');
  const around = JSON.stringify({ ...sdkMetadata(output.$metadata), StatusCode: output.StatusCode ?? 200 });
  return new JsonText(`{"ExecutedVersion":${version},"Payload":${payloadOf(output)},${around.slice(1)}`);
}

/** Nothing for null, as AWS has it; a text that is JSON goes out as it is, any other in quotes. */
function payloadText(payload: unknown): string | undefined {
  if (payload === undefined || payload === null) return undefined;
  return typeof payload === 'string' && isJson(payload) ? payload : JSON.stringify(payload);
}

async function invoke(client: LambdaClient, input: InvokeCommandInput, { signal }: TaskContext): Promise<InvokeCommandOutput> {
  try {
    return await client.send(new InvokeCommand(input), { abortSignal: signal });
  } catch (error) {
    throw optimizedError('Lambda', 'AWSLambda', error);
  }
}

const failureSchema = z.looseObject({ errorType: z.string().optional() });

/** The function's answer as JSON. Throws the function's own error: its type is the name, the whole payload the cause. */
function payloadOf({ FunctionError, Payload }: InvokeCommandOutput): string {
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) {
    const failure = isJson(text) ? failureSchema.safeParse(JSON.parse(text)) : undefined;
    throw new TaskError(failure?.data?.errorType ?? 'Lambda.Unknown', text);
  }
  if (text === '') return '{}';
  return isJson(text) ? withoutBlanks(text) : JSON.stringify(text);
}

function withoutBlanks(json: string): string {
  let inString = false;
  return json.replace(/\\.|"|\s+/g, token => {
    if (token === '"') inString = !inString;
    return inString || token === '"' ? token : '';
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
