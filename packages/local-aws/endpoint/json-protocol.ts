import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { isTooDeep, TOO_DEEP } from './json-depth';
import { readBody } from './read-body';
import type { Service } from './service';
import { messageOf, ServiceError } from './service-error';

/** An operation: from the JSON of a request to the JSON of its response (times in seconds since 1970; undefined members are left out). It validates its own input. */
export type Operation = (input: unknown) => unknown;

export interface JsonServiceOptions {
  readonly name: string;
  /** The prefix of `X-Amz-Target`, such as `AWSStepFunctions`. */
  readonly target: string;
  /** AWS JSON protocol version. */
  readonly version: '1.0' | '1.1';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly close?: () => Promise<void>;
}

/** The largest request body that AWS's JSON services take (1 MiB), with room for escapes. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Wraps operations in the AWS JSON protocol. Source: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
export function jsonService({ name, target, version, operations, close }: JsonServiceOptions): Service {
  const contentType = `application/x-amz-json-${version}`;
  return {
    name,
    operations: Object.keys(operations),
    ...(close && { close }),
    async handle(request, response) {
      try {
        const operation = String(request.headers['x-amz-target'] ?? '').slice(target.length + 1);
        const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
        if (!run)
          throw new ServiceError(
            'UnknownOperationException',
            `${name}:${operation} is not supported by local AWS; see packages/local-aws/README.md`,
          );
        const output = await run(parse(await readBody(request, MAX_BODY_BYTES, 'RequestEntityTooLargeException')));
        send(response, 200, contentType, output ?? {});
      } catch (error) {
        const known = asServiceError(error);
        send(response, known.status, contentType, { __type: known.code, message: known.message, Message: known.message, ...known.fields });
      }
    },
  };
}

/** The error that a client receives: a `ServiceError` as it is, any other error as an internal failure with its message. */
export function asServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError('InternalServerException', messageOf(error), 500);
}

function parse(body: string): unknown {
  if (isTooDeep(body)) throw new ServiceError('SerializationException', TOO_DEEP);
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch (error) {
    throw new ServiceError('SerializationException', `The request is not JSON: ${messageOf(error)}`);
  }
}

function send(response: ServerResponse, status: number, contentType: string, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': bytes.length, 'x-amzn-RequestId': randomUUID() });
  response.end(bytes);
}
