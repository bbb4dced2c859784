const FIRST_BYTES = 4096;

/** Bytes that are written one behind the other, in memory that grows and is used again. */
export class GrowingBytes {
  bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  used = 0;

  /** The memory, with room for `size` bytes behind `used`. Who writes there moves `used`. */
  reserve(size: number): Buffer {
    if (this.used + size > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.used + size));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    return this.bytes;
  }

  /** Valid until something else is written. */
  written(): Buffer {
    return this.bytes.subarray(0, this.used);
  }
}
