import type { IncomingMessage } from 'node:http';
import { ServiceError } from './service-error';

/** A request's body as text. Throws a `ServiceError` of the given code (status 413) as soon as it is longer than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number, code: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) throw new ServiceError(code, `Expected a request of at most ${limit} bytes, got more`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
