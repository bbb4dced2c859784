import type { IncomingMessage } from 'node:http';
import { ServiceError } from './service-error';

/**
 * A request's body as text. Throws a `ServiceError` of the given code (status 413) where it is longer than `limit` bytes, after the client
 * has been heard out: one that still sends may never read an answer.
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  code: string,
  message = `Expected a request of at most ${limit} bytes, got more`,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw new ServiceError(code, message, 413);
  return Buffer.concat(chunks).toString('utf8');
}
