import type { ServerResponse } from 'node:http';
import * as z from 'zod';
import { asServiceError } from '../endpoint/json-protocol';
import { readBody } from '../endpoint/read-body';
import type { Service } from '../endpoint/service';
import { ServiceError } from '../endpoint/service-error';
import type { MovableClock } from './clock';

const MOST_BYTES = 1_000;

/** Forward by a time, or on to a moment. */
const moveSchema = z.union([
  z.strictObject({
    seconds: z
      .number()
      .min(0)
      .max(10 * 365 * 86_400),
  }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
]);

/** For tests: `GET /_clock` gives the time of every service, `POST /_clock` with `{"seconds": 1800}` or `{"to": "2026-12-01T00:00:00Z"}` moves it forward. */
export function createClockService(clock: MovableClock): Service {
  return {
    name: 'clock',
    async handle(request, response) {
      try {
        if (request.method === 'POST') clock.move(await read(request, clock.now()));
        send(response, 200, { now: new Date(clock.now()).toISOString() });
      } catch (error) {
        const { status, code, message } = asServiceError(error);
        send(response, status, { code, message });
      }
    },
  };
}

async function read(request: Parameters<Service['handle']>[0], now: number): Promise<number> {
  const body = await readBody(request, MOST_BYTES, 'RequestEntityTooLargeException');
  const move = moveSchema.safeParse(parse(body));
  if (!move.success) throw invalid('expected {"seconds": NUMBER} or {"to": "ISO 8601"}');
  const milliseconds = 'seconds' in move.data ? move.data.seconds * 1000 : Date.parse(move.data.to) - now;
  if (milliseconds < 0) throw invalid('the clock does not go back');
  return milliseconds;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw invalid('the body is not JSON');
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
