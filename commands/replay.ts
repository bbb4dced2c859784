import { z } from 'zod';
import { run } from './terminal/run';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run replay [-- EVENT_ID | -- all]';

const DeadLetters = z.object({
  DeadLetters: z.array(
    z.object({
      at: z.string(),
      errorCode: z.string(),
      errorMessage: z.string(),
      event: z.object({ id: z.string(), detail: z.object({ object: z.object({ key: z.string() }) }) }),
    }),
  ),
});
const Replayed = z.object({ Replayed: z.number() });

/** Lists the events that could not be delivered, or delivers one of them, or all, again. In AWS they wait in a queue: see docs/runbook.md. */
run(USAGE, async args => {
  const [id, ...rest] = args;
  if (rest.length > 0) throw new UsageError(`expected one event id, got ${args.length}`);
  if (id !== undefined) {
    const { Replayed: count } = Replayed.parse(await ask('ReplayDeadLetters', id === 'all' ? {} : { EventId: id }));
    console.log(`${count} delivered again`);
    return 0;
  }
  const { DeadLetters: letters } = DeadLetters.parse(await ask('ListDeadLetters', {}));
  if (letters.length === 0) console.log('no dead letters');
  for (const { at, errorCode, errorMessage, event } of letters)
    console.log(`${event.id}  ${at}  ${event.detail.object.key}  ${errorCode}: ${errorMessage}`);
  return 0;
});

async function ask(operation: string, input: object): Promise<unknown> {
  const endpoint = process.env.AWS_ENDPOINT_URL ?? '';
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
