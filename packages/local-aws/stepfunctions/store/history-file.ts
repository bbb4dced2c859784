import { closeSync, createReadStream, existsSync, fstatSync, ftruncateSync, open, writeFileSync } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { writing } from '../../data-folder/disk-error';
import type { EventLog } from '../interpreter/history';

/** How long a disk that refuses events is left alone before the next attempt, in milliseconds. */
const RETRY_MS = 1_000;

export interface HistoryFile extends EventLog {
  /** Aborted with a `DiskError` when the disk refuses events. They are kept, and written when it takes them again. */
  readonly refused: AbortSignal;
  /** What the disk has refused so far, a line of JSON each. */
  unwritten(): readonly string[];
  /** Resolves when all is on the disk, however long that takes. */
  settled(): Promise<void>;
  /** Ends the attempts. */
  close(): void;
}

/** The events of one execution, a line of JSON each, in a file that only grows. */
export function openHistoryFile(path: string): HistoryFile {
  let lines: string[] = [];
  let written: Promise<void> | undefined;
  const refused = new AbortController();
  const closed = new AbortController();

  async function write(): Promise<void> {
    // One turn later, so that what a state records at once is written at once.
    await new Promise(setImmediate);
    const taken = lines.length;
    written = undefined;
    if (taken === 0) return;
    try {
      await append(path, lines.join(''));
    } catch (error) {
      refused.abort(error);
      throw error;
    }
    lines = lines.slice(taken);
  }

  let last = Promise.resolve();
  function schedule(): void {
    if (written) return;
    written = last.then(write, write);
    last = written;
    // Rejects where it is awaited.
    last.catch(() => {});
  }
  return {
    refused: refused.signal,
    unwritten: () => lines,
    append(event) {
      lines.push(`${JSON.stringify(event)}\n`);
      schedule();
    },
    flush: () => last,
    async settled() {
      for (;;) {
        try {
          await last;
          if (lines.length === 0) return;
        } catch {
          await delay(RETRY_MS, undefined, { signal: closed.signal, ref: false });
        }
        schedule();
      }
    },
    close: () => closed.abort(),
  };
}

/**
 * All of the text or nothing: a disk that becomes full takes a part of it. Once the file is open the rest is synchronous: the text is short and
 * not flushed, so that tasks for Node's threads would cost more than what they do.
 */
function append(path: string, text: string): Promise<void> {
  return writing(path, async () => {
    const file = await openFile(path, 'a');
    try {
      const { size } = fstatSync(file);
      try {
        writeFileSync(file, text);
      } catch (error) {
        cutOff(file, size);
        throw error;
      }
    } finally {
      closeSync(file);
    }
  });
}

const openFile = promisify(open);

function cutOff(file: number, size: number): void {
  try {
    ftruncateSync(file, size);
  } catch {
    // Reading passes over what is not whole.
  }
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
    const event = index >= first ? parseEvent(line) : undefined;
    if (event) events.push(event);
    index += 1;
  }
  return reverse ? events.reverse() : events;
}

/** Takes away what follows the last whole event, and gives that event, if there is one. */
export async function repairHistory(path: string): Promise<StoredEvent | undefined> {
  let whole = 0;
  let last: StoredEvent | undefined;
  for await (const line of completeLines(path)) {
    const event = parseEvent(line);
    if (!event) break;
    whole += Buffer.byteLength(line) + 1;
    last = event;
  }
  if (existsSync(path)) await truncate(path, whole);
  return last;
}

export function parseEvent(line: string): StoredEvent | undefined {
  try {
    return eventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
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
