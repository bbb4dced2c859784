import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock/clock';
import type { Service } from '../endpoint/service';
import { drain } from '../s3/protocol/drain';
import type { WireFault } from './fault';
import { matchesGlob } from './glob';
import { isWire, type Turn } from './injector';
import { type Call, callOf } from './operation-of';

/** A service some of whose calls are refused, slow or cut off. */
export function faultyService(service: Service, turn: Turn, clock: Clock, closed: AbortSignal): Service {
  const { name } = service;
  return {
    name,
    close: async () => service.close?.(),
    async handle(request, response) {
      const call = callOf(name, request);
      const fault = turn(isWire, fault => fault.service === name && fits(fault, call));
      if (fault?.fault === 'slow') await clock.sleep(fault.seconds * 1000, closed);
      const refusal = fault && refusalOf(fault);
      if (refusal) return refuse(name, refusal, request, response);
      if (fault?.fault === 'cut') cutOff(response, fault.bytes);
      return service.handle(request, response);
    },
  };
}

function fits({ operation, key }: WireFault, call: Call): boolean {
  return (operation === undefined || operation === call.operation) && (key === undefined || matchesGlob(key, call.key ?? ''));
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** How each service throttles. Lambda and S3 have special statuses. */
const THROTTLED: Readonly<Record<WireFault['service'], Refusal>> = {
  s3: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
  athena: { status: 400, code: 'TooManyRequestsException', message: 'Rate exceeded' },
  glue: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  states: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  lambda: { status: 429, code: 'TooManyRequestsException', message: 'Rate Exceeded.' },
  events: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  sts: { status: 400, code: 'Throttling', message: 'Rate exceeded' },
};

const BROKEN: Readonly<Record<WireFault['service'], Refusal>> = {
  s3: { status: 500, code: 'InternalError', message: 'We encountered an internal error. Please try again.' },
  athena: { status: 500, code: 'InternalServerException', message: 'An internal error occurred' },
  glue: { status: 500, code: 'InternalServiceException', message: 'An internal service error occurred' },
  states: { status: 500, code: 'InternalServerError', message: 'An internal error occurred' },
  lambda: { status: 500, code: 'ServiceException', message: 'The Lambda service encountered an internal error.' },
  events: { status: 500, code: 'InternalException', message: 'This exception occurs due to unexpected causes.' },
  sts: { status: 500, code: 'InternalFailure', message: 'An internal error occurred' },
};

function refusalOf({ fault, service }: WireFault): Refusal | undefined {
  if (fault === 'throttle' || fault === 'slowDown') return THROTTLED[service];
  return fault === 'internalError' ? BROKEN[service] : undefined;
}

async function refuse(
  service: string,
  { status, code, message }: Refusal,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await drain(request);
  const isXml = service === 's3' || service === 'sts';
  const body = isXml ? xmlOf(service, code, message) : JSON.stringify({ __type: code, message, Message: message });
  response.writeHead(status, {
    'content-type': isXml ? 'application/xml' : 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
    'x-amzn-errortype': code,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function xmlOf(service: string, code: string, message: string): string {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`}`;
}

/** Breaks the connection when more than so many bytes of the body are to be sent. */
function cutOff(response: ServerResponse, bytes: number): void {
  let left = bytes;
  const { write, end } = response;
  const part = (chunk: unknown) => (typeof chunk === 'string' || chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(0));
  const send = (chunk: Buffer) => {
    const sent = chunk.subarray(0, left);
    left -= sent.length;
    Reflect.apply(write, response, [sent]);
    // Later, so that what was sent before arrives.
    setImmediate(() => response.socket?.destroySoon());
  };
  response.write = (...args: unknown[]) => {
    const chunk = part(args[0]);
    if (chunk.length <= left) {
      left -= chunk.length;
      return Reflect.apply(write, response, args);
    }
    send(chunk);
    return false;
  };
  response.end = (...args: unknown[]) => {
    const chunk = part(args[0]);
    if (chunk.length === 0 && left > 0) return Reflect.apply(end, response, args);
    if (chunk.length > 0 && chunk.length <= left) return Reflect.apply(end, response, args);
    send(chunk);
    return response;
  };
}
