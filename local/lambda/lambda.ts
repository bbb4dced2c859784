import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { asServiceError } from '../endpoint/json-protocol';
import { readBody } from '../endpoint/read-body';
import type { Service } from '../endpoint/service';
import { ServiceError } from '../endpoint/service-error';
import { type FunctionDefinition, Sandboxes } from './sandboxes';

export interface LambdaOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly region: string;
  readonly account: string;
}

/** The largest payload of a synchronous invocation: 6 MB. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?(.*))?$/;

/** Lambda: Invoke, on the REST protocol. The handlers are the real ones, each in a sandbox of its own. */
export function createLambda({ functions, region, account }: LambdaOptions): Service {
  const sandboxes = new Map(functions.map(definition => [definition.name, new Sandboxes(definition)]));
  for (const pool of sandboxes.values()) pool.warm();
  const arnOf = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;

  async function invoke(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const match = PATH.exec(request.url ?? '');
    if (!match || request.method !== 'POST')
      throw new ServiceError('UnknownOperationException', `lambda: ${request.method} ${request.url} is not supported on the laptop`, 404);
    const name = functionName(decodeURIComponent(match[1] ?? ''));
    const pool = sandboxes.get(name);
    if (!pool) throw new ServiceError('ResourceNotFoundException', `Function not found: ${arnOf(name)}`, 404, { Type: 'User' });
    const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
    const event = parse(await readBody(request, MAX_PAYLOAD_BYTES, 'RequestTooLargeException'));
    if (type === 'DryRun') return void response.writeHead(204).end();
    const context = { awsRequestId: randomUUID(), functionName: name, functionVersion: '$LATEST', invokedFunctionArn: arnOf(name) };
    const running = pool.run(event, context);
    if (type === 'Event') {
      running.catch(() => undefined);
      return void response.writeHead(202).end();
    }
    const { failed, payload } = await running;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'X-Amz-Executed-Version': '$LATEST',
      'x-amzn-RequestId': context.awsRequestId,
      ...(failed && { 'X-Amz-Function-Error': 'Unhandled' }),
    });
    response.end(payload);
  }

  return {
    name: 'lambda',
    async handle(request, response) {
      try {
        await invoke(request, response);
      } catch (error) {
        const known = asServiceError(error);
        response.writeHead(known.status, { 'Content-Type': 'application/json', 'x-amzn-ErrorType': known.code });
        response.end(JSON.stringify({ Message: known.message, ...known.fields }));
      }
    },
    async close() {
      await Promise.all([...sandboxes.values()].map(pool => pool.close()));
    },
  };
}

/** `name`, `name:qualifier`, `account:function:name` or an ARN. */
function functionName(given: string): string {
  return /(?:^|function:)([\w-]+)(?::[\w$-]+)?$/.exec(given)?.[1] ?? given;
}

function parse(body: string): unknown {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch (error) {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${error instanceof Error ? error.message : error}`,
    );
  }
}
