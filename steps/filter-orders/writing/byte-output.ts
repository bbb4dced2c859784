export const BLOCK_BYTES = 256 * 1024;
const NO_BYTES = Buffer.alloc(0);
/** Up to this size a loop is faster than what it takes to make a view. */
const SHORT_BYTES = 64;

/** Gathers bytes and hands them on in large blocks, each of which is the receiver's to keep. */
export class ByteOutput {
  private block = NO_BYTES;
  /** How much of the block is used: `reserve` makes room behind it. */
  used = 0;

  constructor(private readonly receive: (block: Uint8Array) => void) {}

  text(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    this.copy(bytes, 0, bytes.length);
  }

  copy(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start;
    if (size > BLOCK_BYTES) {
      this.flush();
      this.receive(Buffer.from(bytes.subarray(start, end)));
      return;
    }
    const block = this.reserve(size);
    if (size > SHORT_BYTES) block.set(bytes.subarray(start, end), this.used);
    else for (let at = start, to = this.used; at < end; at++, to++) block[to] = bytes[at] ?? 0;
    this.used += size;
  }

  /** A block with room for `size` bytes, at most a block's, behind `used`. Who writes there moves `used`. */
  reserve(size: number): Buffer {
    if (this.used + size > this.block.length) {
      this.flush();
      this.block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    }
    return this.block;
  }

  flush(): void {
    if (this.used === 0) return;
    this.receive(this.block.subarray(0, this.used));
    this.block = NO_BYTES;
    this.used = 0;
  }
}
