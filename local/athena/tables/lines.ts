import { readSync } from 'node:fs';

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
    const whole = this.ended ? bytes.length : bytes.lastIndexOf(LF) + 1;
    this.rest = bytes.subarray(whole);
    this.index = 0;
    this.lines = split(bytes.toString('utf8', 0, whole));
  }
}

const BLOCK_BYTES = 128 * 1024;
const LF = 10;

function split(text: string): string[] {
  if (text === '') return [];
  const lines = text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
