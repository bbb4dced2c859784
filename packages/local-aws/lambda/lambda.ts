import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../clock/clock';
import { keepTail } from '../data-folder/keep-tail';
import { isTooDeep, TOO_DEEP } from '../endpoint/json-depth';
import { asServiceError } from '../endpoint/json-protocol';
import { readBody } from '../endpoint/read-body';
import type { Service } from '../endpoint/service';
import { messageOf, ServiceError } from '../endpoint/service-error';
import { functionArn } from '../identity';
import { configurationOf, listFunctions } from './configuration';
import { type FunctionDefinition, failure, type InvocationPlan, type Outcome, Sandboxes } from './sandboxes';

/** The largest payload of an invocation, in bytes. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_PAYLOAD = { RequestResponse: 6 * 1024 ** 2, DryRun: 6 * 1024 ** 2, Event: 1024 ** 2 } as const;
/** Lambda allows a little more for an answer than for a request. */
const MAX_ANSWER = 6 * 1024 ** 2 + 100;
const MAX_LOG_TAIL = 4096;

type InvocationType = keyof typeof MAX_PAYLOAD;

const INVOCATION = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?(.*))?$/;
const CONFIGURATION = /^\/2015-03-31\/functions\/([^/]+)\/configuration$/;
const LIST = /^\/2015-03-31\/functions\/?$/;

export interface LambdaOptions {
  /** What an invocation of a function does otherwise. */
  readonly nextInvocation?: (name: string) => InvocationPlan | undefined;
  /** The time that the handlers see, and that faults are counted in. */
  readonly clock?: Clock;
}

export interface Lambda extends Service {
  /** Gets ready for an invocation that is on its way: a sandbox takes a moment to load its handler. Without a name, of every function. */
  expectInvocation(name?: string): void;
  /** Cuts the beginning of each function's log, so that so many bytes are left at most. */
  retain(retention: { readonly logBytes: number }): Promise<void>;
}

/** Lambda: Invoke, ListFunctions and GetFunctionConfiguration, on the REST protocol. The handlers are the real ones, each in its own sandbox. */
export function createLambda(
  functions: readonly FunctionDefinition[],
  { nextInvocation = () => undefined, clock = systemClock }: LambdaOptions = {},
): Lambda {
  const sandboxes = new Map(functions.map(definition => [definition.name, new Sandboxes(definition, clock)]));
  for (const { name, staysWarm } of functions) if (staysWarm !== false) sandboxes.get(name)?.warm();

  async function invoke(given: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = functionName(decodeURIComponent(given));
    const pool = sandboxes.get(name);
    if (!pool) throw notFound(name);
    const type = invocationType(request.headers['x-amz-invocation-type']);
    const event = await readEvent(request, type);
    if (type === 'DryRun') return void response.writeHead(204).end();
    const context = { awsRequestId: randomUUID(), functionName: name, functionVersion: '$LATEST', invokedFunctionArn: functionArn(name) };
    const start = Date.now();
    const running = pool.run(event, context, nextInvocation(name));
    if (type === 'Event') {
      running.catch(() => undefined);
      return void response.writeHead(202).end();
    }
    const { failed, payload, printed } = inBounds(await running);
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'X-Amz-Executed-Version': '$LATEST',
      'x-amzn-RequestId': context.awsRequestId,
      ...(failed && { 'X-Amz-Function-Error': 'Unhandled' }),
      ...(request.headers['x-amz-log-type'] === 'Tail' && {
        'X-Amz-Log-Result': logTail(context.awsRequestId, printed, Date.now() - start),
      }),
    });
    response.end(payload);
  }

  /** What is asked about functions, without running any. */
  function describe({ method, url = '' }: IncomingMessage, known: readonly FunctionDefinition[]): unknown {
    const { pathname, searchParams } = new URL(url, 'http://local');
    const [, given] = CONFIGURATION.exec(pathname) ?? [];
    if (method === 'GET' && given !== undefined) {
      const name = functionName(decodeURIComponent(given));
      const found = known.find(definition => definition.name === name);
      if (!found) throw notFound(name);
      return configurationOf(found);
    }
    if (method === 'GET' && LIST.test(pathname)) return listFunctions(known, searchParams);
    throw new ServiceError('UnknownOperationException', `lambda: ${method} ${url} is not supported by local AWS`, 404);
  }

  return {
    expectInvocation(name) {
      for (const { name: known, staysWarm } of functions)
        if (known === name || (name === undefined && staysWarm !== false)) sandboxes.get(known)?.warm();
    },
    async retain({ logBytes }) {
      for (const { logFile } of functions) await keepTail(logFile, logBytes);
    },
    name: 'lambda',
    async handle(request, response) {
      try {
        const path = request.url ?? '';
        const [, invoked] = INVOCATION.exec(path) ?? [];
        if (invoked !== undefined && request.method === 'POST') await invoke(invoked, request, response);
        else sendJson(response, describe(request, functions));
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

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json', 'x-amzn-RequestId': randomUUID() });
  response.end(JSON.stringify(body));
}

function notFound(name: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `Function not found: ${functionArn(name)}`, 404, { Type: 'User' });
}

/** `name`, `name:qualifier`, `account:function:name` or an ARN. */
function functionName(given: string): string {
  return /(?:^|function:)([\w-]+)(?::[\w$-]+)?$/.exec(given)?.[1] ?? given;
}

function invocationType(given: string | string[] = 'RequestResponse'): InvocationType {
  const type = String(given);
  if (type === 'RequestResponse' || type === 'Event' || type === 'DryRun') return type;
  const message = `Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`;
  throw new ServiceError('ValidationException', `1 validation error detected: ${message}`);
}

async function readEvent(request: IncomingMessage, type: InvocationType): Promise<unknown> {
  const limit = MAX_PAYLOAD[type];
  const tooLarge = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`;
  const body = await readBody(request, limit, 'RequestTooLargeException', tooLarge);
  if (isTooDeep(body)) throw new ServiceError('InvalidRequestContentException', `Could not parse request body into json: ${TOO_DEEP}`);
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch (error) {
    const reason = messageOf(error);
    throw new ServiceError('InvalidRequestContentException', `Could not parse request body into json: ${reason}`);
  }
}

function inBounds(outcome: Outcome): Outcome {
  if (Buffer.byteLength(outcome.payload) <= MAX_ANSWER) return outcome;
  const message = `Response payload size exceeded maximum allowed payload size (${MAX_ANSWER} bytes).`;
  return failure('Function.ResponseSizeTooLarge', message, outcome.printed);
}

/** Base64 of what Lambda's log would end with. */
function logTail(requestId: string, printed: string, milliseconds: number): string {
  const duration = `Duration: ${milliseconds.toFixed(2)} ms\tBilled Duration: ${Math.ceil(milliseconds)} ms`;
  const log = `START RequestId: ${requestId} Version: $LATEST\n${printed}END RequestId: ${requestId}\nREPORT RequestId: ${requestId}\t${duration}\n`;
  return Buffer.from(log).subarray(-MAX_LOG_TAIL).toString('base64');
}
