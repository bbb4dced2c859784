import { readSync } from 'node:fs';
import { TrinoError } from '../trino-error';

/** Reads an open file's lines as Hadoop does: they end in LF, CR or CRLF, and the last one may end with the file. */
export class Lines {
  private readonly block = Buffer.allocUnsafe(BLOCK_BYTES);
  private rest: Buffer = Buffer.alloc(0);
  private lines: readonly string[] = [];
  private index = 0;
  private position = 0;
  private ended = false;

  constructor(private readonly descriptor: number) {}

  /** The next line, or undefined behind the last. */
  next(): string | undefined {
    while (this.index >= this.lines.length) {
      if (this.ended) return undefined;
      this.fill();
    }
    this.index += 1;
    return this.lines[this.index - 1];
  }

  private fill(): void {
    const size = readSync(this.descriptor, this.block, 0, BLOCK_BYTES, this.position);
    this.position += size;
    this.ended = size === 0;
    const bytes = Buffer.concat([this.rest, this.block.subarray(0, size)]);
    // A CR at the very end may be the first half of a CRLF.
    const whole = this.ended ? bytes.length : Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR, -2)) + 1;
    this.rest = bytes.subarray(whole);
    if (this.rest.length > MOST_BYTES) throw new TrinoError('HIVE_BAD_DATA', `Line too long in text file: more than ${MOST_BYTES} bytes`);
    this.index = 0;
    this.lines = split(bytes.toString('utf8', 0, whole));
  }
}

const BLOCK_BYTES = 128 * 1024;
const LF = 10;
const CR = 13;
/** In a line. Trino's own limit is 100 MB. */
const MOST_BYTES = 16 * 1024 * 1024;

function split(text: string): string[] {
  if (text === '') return [];
  const lines = text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
