import { z } from 'zod';
import type { DeadLetters } from './dead-letters';

const Listed = z.object({
  DeadLetters: z.array(
    z.object({
      at: z.string(),
      errorCode: z.string(),
      errorMessage: z.string(),
      event: z.object({
        id: z.string(),
        /** Of an upload, or of the end of an execution. */
        detail: z.union([
          z.object({ object: z.object({ key: z.string() }) }).transform(({ object }) => object.key),
          z.object({ name: z.string() }).transform(({ name }) => name),
        ]),
      }),
    }),
  ),
});
const Replayed = z.object({ Replayed: z.number() });

/** The dead letters of the local AWS, by two operations that only it has. */
export function deadLettersOfLocalAws(endpoint: string): DeadLetters {
  return {
    async list() {
      const { DeadLetters: letters } = Listed.parse(await call(endpoint, 'ListDeadLetters', {}));
      return letters.map(({ at, errorCode, errorMessage, event: { id, detail } }) => {
        return { id, at, key: detail, error: `${errorCode}: ${errorMessage}` };
      });
    },
    async replay(id) {
      return Replayed.parse(await call(endpoint, 'ReplayDeadLetters', id === undefined ? {} : { EventId: id })).Replayed;
    },
  };
}

async function call(endpoint: string, operation: string, input: object): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'X-Amz-Target': `AWSEvents.${operation}` },
    body: JSON.stringify(input),
  }).catch(() => {
    throw new Error(`nothing answers at ${endpoint}; \`npm start\` comes first`);
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(z.object({ message: z.string() }).parse(answer).message);
  return answer;
}
