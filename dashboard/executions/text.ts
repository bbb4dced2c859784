import type { Readable } from 'node:stream';

/** Manifests and records are small; a larger object under such a name is not read into memory. */
const MOST_BYTES = 4 * 1024 * 1024;

/** A small object as text, cut after `most` characters, so that a longer one does not parse. */
export async function readText(file: Readable, most = MOST_BYTES): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file) {
    const buffer = Buffer.from(chunk);
    chunks.push(buffer);
    bytes += buffer.length;
    // Leaving the loop destroys the stream.
    if (bytes > most) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, most);
}
