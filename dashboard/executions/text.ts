import type { Readable } from 'node:stream';

/** Manifests and records are small; whatever else lies under their names is not taken into memory. */
const MOST_BYTES = 4 * 1024 * 1024;

/** A small object as text; what is longer than `most` is cut, and parses as nothing then. */
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
