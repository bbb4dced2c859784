import { open } from 'node:fs/promises';
import { parseCsv } from './csv';

interface ResultPage {
  readonly rows: readonly (readonly (string | null)[])[];
  /** Where the next page begins, in bytes; undefined at the end. */
  readonly next: number | undefined;
}

const BLOCK_BYTES = 256 * 1024;
/** A page has fewer rows than were asked for where they are as long as this together. */
const MOST_BYTES = 32 * 1024 * 1024;

/** So many rows of a result file from a byte on at which a row begins. The header is a row. */
export async function readPage(path: string, from: number, count: number): Promise<ResultPage> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    let bytes = Buffer.alloc(0);
    for (;;) {
      const { rows, ends } = parseCsv(bytes.toString('latin1'));
      const read = from + bytes.length;
      if (rows.length >= count || read >= size || (rows.length > 0 && bytes.length > MOST_BYTES)) {
        const end = from + (ends[Math.min(count, rows.length) - 1] ?? 0);
        return { rows: rows.slice(0, count).map(decode), next: end < size ? end : undefined };
      }
      // Each block is as long as all before it, so that long rows are not parsed again and again.
      const block = Buffer.alloc(Math.max(BLOCK_BYTES, bytes.length));
      const { bytesRead } = await file.read(block, 0, block.length, read);
      bytes = Buffer.concat([bytes, block.subarray(0, bytesRead)]);
    }
  } finally {
    await file.close();
  }
}

/** Rows are found in Latin-1, where a character is a byte, and read as the UTF-8 that they are. */
function decode(row: readonly (string | null)[]): (string | null)[] {
  return row.map(value => value && Buffer.from(value, 'latin1').toString('utf8'));
}
