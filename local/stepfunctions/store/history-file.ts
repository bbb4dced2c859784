import { appendFile, readFile, truncate } from 'node:fs/promises';
import { z } from 'zod';
import type { HistoryEvent } from '../interpreter/history';

/** Events of one execution, a line of JSON each, in a file that only grows. */
export interface HistoryFile {
  append(event: HistoryEvent): void;
  /** Resolves when everything appended so far is in the file. */
  flush(): Promise<void>;
}

export function openHistoryFile(path: string): HistoryFile {
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

/** The events from `from` on (0 is the first), `most` of them. A line that was cut off by a crash is not one. */
export async function readHistory(path: string, from: number, most: number, reverse: boolean): Promise<readonly StoredEvent[]> {
  const lines = completeLines(await readFile(path, 'utf8').catch(() => ''));
  if (reverse) lines.reverse();
  return lines.slice(from, from + most).map(line => eventSchema.parse(JSON.parse(line)));
}

/** Takes away a half-written last line and gives the last event, if there is one. */
export async function repairHistory(path: string): Promise<StoredEvent | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) await truncate(path, Buffer.byteLength(whole));
  const last = completeLines(whole).at(-1);
  return last === undefined ? undefined : eventSchema.parse(JSON.parse(last));
}

function completeLines(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
