import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded into `npm start` before anything else: measures how long the event loop was held up, as the time of the processor that the thread which
 * serves everyone used between two looks. What other programs take of a busy machine does not count.
 */
export interface LoopReport {
  /** The longest turn since the last report, in milliseconds of the processor. */
  readonly longest: number;
  /** What the same fixed work took in the same thread just now, in milliseconds of the processor. */
  readonly calibration: number;
}

const LOOK_MS = 5;

function watch(): void {
  let longest = 0;
  let last = processorTime();
  setInterval(() => {
    const now = processorTime();
    longest = Math.max(longest, now - last);
    last = now;
  }, LOOK_MS).unref();
  process.on('message', message => {
    if (message !== 'report') return;
    const report: LoopReport = { longest, calibration: calibrate() };
    longest = 0;
    last = processorTime();
    process.send?.(report);
  });
}

/** Milliseconds that this thread has computed; where the system does not tell, those of the whole process, which are more. */
function processorTime(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }
}

const MEBIBYTE = '{"customer": "Ann & Bob", "amount": 12.5} '.repeat(25_000);

/** The median of five times what may be done with a value of 1 MiB: encoded, hashed, searched, quoted, read again. some 22 ms on the machine where the bound was set. */
function calibrate(): number {
  const times = Array.from({ length: 5 }, () => {
    const began = processorTime();
    for (let round = 0; round < 3; round++) {
      createHash('sha256').update(Buffer.from(MEBIBYTE)).digest('hex');
      JSON.parse(JSON.stringify(MEBIBYTE.replace(/&/g, '&amp;')));
    }
    return processorTime() - began;
  });
  return times.toSorted((a, b) => a - b)[2] ?? 0;
}

// Worker threads and other processes of the same program inherit what is loaded.
if (isMainThread && process.send) watch();
