import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';

export interface Dialect {
  readonly delimiter: string;
  /** Absent: quotes are data. */
  readonly quote?: string | undefined;
}

export type Compression = 'none' | 'gzip';

/** The first bytes of a file decide what it is; csv-parse then reads it all as a stream, so memory stays flat. */
const SAMPLE_BYTES = 128 * 1024;
/** A row larger than this is no row: most likely a quote was never closed. */
const LONGEST_ROW = 1024 * 1024;

export interface Sample {
  /** Unpacked, and cut after its last whole line. */
  readonly bytes: Buffer;
  readonly compression: Compression;
  /** Whether the file goes on after it. */
  readonly isCut: boolean;
}

export async function readSample(path: string): Promise<Sample> {
  const compression = (await firstBytes(path, 2)).equals(Buffer.from([0x1f, 0x8b])) ? 'gzip' : 'none';
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
  return { bytes: lineEnd < 0 ? bytes : bytes.subarray(0, lineEnd + 1), compression, isCut: true };
}

/** The sample's rows; whether any field was quoted; undefined where quotes do not close. */
export function sampleRows({ bytes, isCut }: Sample, dialect: Dialect): { rows: string[][]; quoted: boolean } | undefined {
  const rows: string[][] = [];
  let quoted = false;
  try {
    parseSync(bytes, {
      ...options(dialect),
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

/** Reads rows until there are no more or `take` says that it has seen enough. @returns how many bytes (unpacked) that took */
export async function eachRow(
  path: string,
  compression: Compression,
  dialect: Dialect,
  signal: AbortSignal,
  take: (row: string[]) => boolean,
): Promise<number> {
  const source = byteStream(path, compression);
  const parser = source.pipe(parse(options(dialect)));
  source.on('error', error => parser.destroy(error));
  try {
    for await (const row of parser) {
      signal.throwIfAborted();
      if (!take(row)) break;
    }
    return parser.info.bytes;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function options({ delimiter, quote }: Dialect): Options {
  return {
    delimiter,
    quote: quote ?? false,
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  };
}

function byteStream(path: string, compression: Compression): Readable {
  const file = createReadStream(path);
  if (compression === 'none') return file;
  const unpacked = createGunzip();
  file.on('error', error => unpacked.destroy(error));
  return file.pipe(unpacked);
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
