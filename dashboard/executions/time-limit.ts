import { Readable } from 'node:stream';

/** AWS did not answer in time. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** Ends a call that takes longer than `milliseconds`, its retries included. Throws `NoAnswer`. */
export async function withTimeLimit<T>(milliseconds: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  return race(call(abort.signal), milliseconds, () => abort.abort());
}

/** A body that ends with `NoAnswer` where no more of it comes for `milliseconds`. Time that the reader takes does not count. */
export function withIdleLimit(body: Readable, milliseconds: number): Readable {
  return Readable.from(chunks(body, milliseconds), { objectMode: false });
}

async function* chunks(body: Readable, milliseconds: number): AsyncGenerator<Buffer> {
  const iterator: AsyncIterator<Buffer> = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await race(iterator.next(), milliseconds, () => body.destroy());
      if (done) return;
      yield value;
    }
  } finally {
    body.destroy();
  }
}

async function race<T>(promise: Promise<T>, milliseconds: number, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      // First, since the abandoned body would otherwise reject with another reason.
      reject(new NoAnswer(`AWS did not answer within ${milliseconds / 1000} s`));
      giveUp();
    }, milliseconds);
  });
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
