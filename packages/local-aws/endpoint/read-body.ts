import type { IncomingMessage } from 'node:http';
import { PATIENCE, type Patience, withPatience } from './patience';
import { ServiceError } from './service-error';

/** Of a body that is too long, this many times the limit is read and dropped: a client that still sends may not read a response. */
const MOST_DROPPED = 8;

/**
 * A request's body as text. Throws a `ServiceError` of the given code (status 413) where it is longer than `limit` bytes, and
 * `RequestTimeout` where the client stops sending it.
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  code: string,
  message = `Expected a request of at most ${limit} bytes, got more`,
  patience: Patience = PATIENCE,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of withPatience(request, timedOut, patience)) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    if (size > limit * MOST_DROPPED) break;
  }
  if (size > limit) throw new ServiceError(code, message, 413);
  return Buffer.concat(chunks).toString('utf8');
}

function timedOut(): ServiceError {
  return new ServiceError('RequestTimeout', 'The request was not sent within the time that the endpoint waits for it', 408);
}
