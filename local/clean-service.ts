import { readBody, type Service } from 'local-aws/endpoint';
import { z } from 'zod';
import type { Forgotten, Retention } from './retention';

/** What `npm run clean` asks for: `days` replaces each setting that counts days. */
export const CleanRequest = z.strictObject({ days: z.number().min(0).optional() });

/** A foreign web page cannot send this header: the browser's preflight request is not answered. */
export const CLEAN_HEADER = 'x-local-clean';

/** `POST /_clean`, with which `npm run clean` reaches the running pipeline. */
export function createCleanService(retention: Retention, forget: (retention: Retention) => Promise<Forgotten>): Service {
  return {
    name: 'clean',
    async handle(request, response) {
      const answer = (status: number, body: object) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      if (request.method !== 'POST' || request.headers[CLEAN_HEADER] === undefined)
        return answer(403, { message: 'expected npm run clean' });
      try {
        const { days } = CleanRequest.parse(JSON.parse(await readBody(request, 1000, 'RequestEntityTooLargeException')));
        answer(200, await forget(days === undefined ? retention : inDays(retention, days)));
      } catch (error) {
        answer(400, { message: error instanceof Error ? error.message : String(error) });
      }
    },
  };
}

/** The same number of days for all that is counted in days. */
export function inDays(retention: Retention, days: number): Retention {
  return { ...retention, executions: days, queries: days, results: days, snapshots: days, deadLetters: days };
}
