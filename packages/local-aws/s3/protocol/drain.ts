import type { IncomingMessage } from 'node:http';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A client that receives an error while it still sends may miss it, since the connection breaks. So its body is read to the end, for this long at most. */
const PATIENCE_MS = 10_000;

/** Reads what is left of a request, and forgets it. */
export async function drain(message: IncomingMessage): Promise<void> {
  if (message.complete || message.destroyed) return;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(message, nowhere, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
}
