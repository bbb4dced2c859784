import type { Readable } from 'node:stream';

/** How long a client may take to send a body. */
export interface Patience {
  /** Milliseconds without a byte. AWS gives up after 20 seconds. */
  readonly silence: number;
  /** The least number of bytes that must arrive in every `per` milliseconds of waiting. */
  readonly slowest: { readonly bytes: number; readonly per: number };
}

export const PATIENCE: Patience = { silence: 20_000, slowest: { bytes: 4096, per: 60_000 } };

/**
 * The chunks of a body as they arrive. Throws what `stalled` gives when the client is silent or slower than `patience` allows; the time
 * that the reader takes for a chunk does not count. A reader that stops early leaves the stream open, so that the client can be answered.
 */
export async function* withPatience(
  source: Readable,
  stalled: () => Error,
  { silence, slowest }: Patience = PATIENCE,
): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = source.iterator({ destroyOnReturn: false });
  let isWaiting = false;
  let waited = 0;
  let bytes = 0;
  try {
    for (;;) {
      const began = performance.now();
      isWaiting = true;
      const { done, value } = await within(chunks.next(), silence, stalled);
      isWaiting = false;
      if (done) return;
      waited += performance.now() - began;
      bytes += value.length;
      if (waited > slowest.per) {
        if (bytes < slowest.bytes) throw stalled();
        waited = 0;
        bytes = 0;
      }
      yield value;
    }
  } finally {
    // An iterator that still waits for a chunk would not return.
    if (!isWaiting) await chunks.return?.();
  }
}

function within<T>(task: Promise<T>, milliseconds: number, stalled: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(stalled()), milliseconds);
    task.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
