import { validUtf8 } from './utf8';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The part of the file that is in memory: what the reader still needs, and the last chunk. Positions are offsets in the file.
 * Its size is that of the longest row and one chunk, for any size of file.
 */
export class TextWindow {
  /** Indexes of `bytes` are positions minus `base`. */
  bytes = Buffer.alloc(0);
  base = 0;
  /** Up to this position the text is known to be UTF-8, in whole characters. */
  valid = 0;
  /** The position of the first byte that cannot be UTF-8. No text follows it. */
  bad: number | undefined;

  private end = 0;

  /** Adds a chunk; what lies before the position `keepFrom` may go. */
  append(chunk: Uint8Array, keepFrom: number): void {
    if (this.bad !== undefined) return;
    this.makeRoom(chunk.length, keepFrom);
    this.bytes.set(chunk, this.end - this.base);
    this.end += chunk.length;
    const { valid, bad } = validUtf8(this.bytes.subarray(this.valid - this.base, this.end - this.base));
    this.valid += valid;
    if (bad) this.bad = this.valid;
  }

  /** No chunk follows: a character that is not complete is bad. */
  finish(): void {
    if (this.bad === undefined && this.valid < this.end) this.bad = this.valid;
  }

  /** What is known to be UTF-8; it begins at `base`. */
  get text(): Buffer {
    return this.bytes.subarray(0, this.valid - this.base);
  }

  startsWithByteOrderMark(): boolean {
    return this.base === 0 && this.text.subarray(0, 3).equals(BYTE_ORDER_MARK);
  }

  private makeRoom(size: number, keepFrom: number): void {
    if (this.end + size - this.base <= this.bytes.length) return;
    const kept = this.bytes.subarray(keepFrom - this.base, this.end - this.base);
    // Twice the need, so that a row which comes in many small chunks is moved seldom.
    const target = kept.length + size <= this.bytes.length / 2 ? this.bytes : Buffer.allocUnsafeSlow(2 * (kept.length + size));
    target.set(kept);
    this.bytes = target;
    this.base = keepFrom;
  }
}
