import { setImmediate as othersTurn } from 'node:timers/promises';

/** Bytes that are handed on at once: a parser of 8 KiB needs 10 ms at worst, where every byte begins a field. */
const PIECE_BYTES = 8192;
/** Milliseconds of work after which other work gets a turn. */
const TURN_MS = 10;

/**
 * A file in small pieces, with a turn for everyone else in between: what arrives faster than it is read would be read in one go, and a row of
 * a megabyte may be parsed for seconds.
 */
export async function* inTurns(file: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  const turn = createTurn();
  for await (const chunk of file) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      yield bytes.subarray(at, at + PIECE_BYTES);
      if (turn.isOver()) await turn.next();
    }
  }
}

/** One long piece of work, which lets other work run in between. */
export function createTurn(): { isOver(): boolean; next(): Promise<void> } {
  let began = performance.now();
  return {
    isOver: () => performance.now() - began >= TURN_MS,
    async next() {
      await othersTurn();
      began = performance.now();
    },
  };
}
