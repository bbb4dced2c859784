import { createReadStream, existsSync } from 'node:fs';
import { appendFile, truncate } from 'node:fs/promises';
import { z } from 'zod';
import type { EventLog } from '../interpreter/history';

/** The events of one execution, a line of JSON each, in a file that only grows. */
export function openHistoryFile(path: string): EventLog {
  let lines: string[] = [];
  let written: Promise<void> | undefined;

  async function write(): Promise<void> {
    // One turn later, so that what a state records at once is written at once.
    await new Promise(setImmediate);
    const text = lines.join('');
    lines = [];
    written = undefined;
    if (text !== '') await appendFile(path, text);
  }

  let last = Promise.resolve();
  return {
    append(event) {
      lines.push(`${JSON.stringify(event)}\n`);
      if (written) return;
      written = last.then(write);
      last = written;
      // Whoever flushes hears of it.
      last.catch(() => {});
    },
    flush: () => last,
  };
}

const eventSchema = z.looseObject({ timestamp: z.number(), type: z.string(), id: z.number(), previousEventId: z.number() });

/** An event as it was written. */
export type StoredEvent = z.infer<typeof eventSchema>;

/** The events from `from` on (0 is the first, or with `reverse` the last), `most` of them. A line that was cut off by a crash is not one. */
export async function readHistory(path: string, from: number, most: number, reverse: boolean): Promise<readonly StoredEvent[]> {
  const first = reverse ? (await countLines(path)) - from - most : from;
  const events: StoredEvent[] = [];
  let index = 0;
  for await (const line of completeLines(path)) {
    if (index >= first + most) break;
    if (index >= first) events.push(eventSchema.parse(JSON.parse(line)));
    index += 1;
  }
  return reverse ? events.reverse() : events;
}

/** Takes away a half-written last line and gives the last event, if there is one. */
export async function repairHistory(path: string): Promise<StoredEvent | undefined> {
  let whole = 0;
  let last: string | undefined;
  for await (const line of completeLines(path)) {
    whole += Buffer.byteLength(line) + 1;
    last = line;
  }
  if (existsSync(path)) await truncate(path, whole);
  return last === undefined ? undefined : eventSchema.parse(JSON.parse(last));
}

async function countLines(path: string): Promise<number> {
  let count = 0;
  for await (const _ of completeLines(path)) count += 1;
  return count;
}

/** As a stream: a history can be larger than memory. */
async function* completeLines(path: string): AsyncGenerator<string> {
  if (!existsSync(path)) return;
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
