import { open } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { byteStream, type Compression, csvOptions, type Dialect } from './csv-rows';

/** The first bytes of a file decide what it is. */
const SAMPLE_BYTES = 128 * 1024;

export interface Sample {
  /** Unpacked, and cut after its last whole line. */
  readonly bytes: Buffer;
  readonly compression: Compression;
  /** Whether the file goes on after it. */
  readonly isCut: boolean;
}

export async function readSample(path: string): Promise<Sample> {
  const compression = (await isGzip(path)) ? 'gzip' : 'none';
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of byteStream(path, compression)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > SAMPLE_BYTES) break;
  }
  const bytes = Buffer.concat(chunks);
  if (size <= SAMPLE_BYTES) return { bytes, compression, isCut: false };
  const lineEnd = Math.max(bytes.lastIndexOf('\n'), bytes.lastIndexOf('\r'));
  return { bytes: bytes.subarray(0, lineEnd < 0 ? undefined : lineEnd + 1), compression, isCut: true };
}

/** The sample's rows; whether any field was quoted; undefined where quotes do not close. */
export function sampleRows({ bytes, isCut }: Sample, dialect: Dialect): { rows: string[][]; quoted: boolean } | undefined {
  const rows: string[][] = [];
  let quoted = false;
  try {
    parse(bytes, {
      ...csvOptions(dialect),
      cast(value, { quoting }) {
        quoted ||= quoting;
        return value;
      },
      on_record(row: string[]) {
        rows.push(row);
        return null;
      },
    });
  } catch {
    // A quote that is open at the end of a cut sample may well close further on.
    if (!isCut || rows.length === 0) return undefined;
  }
  return { rows, quoted };
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await file.close();
  }
}
