/** Values by the numbers of their fields. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;
export type ThriftValue = boolean | number | string | readonly ThriftValue[] | ThriftStruct;

/** How deep structs may stand in each other. */
const MOST_NESTED = 64;

/**
 * Reads a struct of Thrift's compact protocol. Numbers beyond 2^53 lose digits. Throws RangeError where the bytes end too early or are no such
 * struct. Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function readCompactStruct(bytes: Buffer): ThriftStruct {
  return new Reader(bytes).struct(0);
}

const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

class Reader {
  private offset = 0;

  constructor(private readonly bytes: Buffer) {}

  struct(depth: number): ThriftStruct {
    if (depth > MOST_NESTED) throw new RangeError('nested too deeply');
    const fields = new Map<number, ThriftValue>();
    let field = 0;
    for (;;) {
      const header = this.byte();
      if (header === 0) return fields;
      const type = header & 15;
      field = header >> 4 === 0 ? this.zigzag() : field + (header >> 4);
      fields.set(field, type === TRUE || type === FALSE ? type === TRUE : this.value(type, depth));
    }
  }

  private value(type: number, depth: number): ThriftValue {
    switch (type) {
      case TRUE:
      case FALSE:
        return this.byte() === TRUE;
      case BYTE:
        return (this.byte() << 24) >> 24;
      case I16:
      case I32:
      case I64:
        return this.zigzag();
      case DOUBLE:
        return this.take(8).readDoubleLE();
      case BINARY:
        return this.take(this.varint()).toString('utf8');
      case LIST:
      case SET:
        return this.list(depth);
      case MAP:
        return this.map(depth);
      case STRUCT:
        return this.struct(depth + 1);
      default:
        throw new RangeError(`no type ${type}`);
    }
  }

  private list(depth: number): ThriftValue[] {
    const header = this.byte();
    const size = header >> 4 === 15 ? this.varint() : header >> 4;
    // Each takes a byte at least.
    if (size > this.bytes.length) throw new RangeError('a list longer than its bytes');
    return Array.from({ length: size }, () => this.value(header & 15, depth));
  }

  /** Keys and values in turn: none of the metadata's maps is looked at. */
  private map(depth: number): ThriftValue[] {
    const size = this.varint();
    if (size === 0) return [];
    if (size > this.bytes.length) throw new RangeError('a map longer than its bytes');
    const types = this.byte();
    return Array.from({ length: size }, () => [this.value(types >> 4, depth), this.value(types & 15, depth)]);
  }

  private byte(): number {
    const [byte] = this.take(1);
    return byte ?? 0;
  }

  private take(count: number): Buffer {
    if (count < 0 || this.offset + count > this.bytes.length) throw new RangeError('the bytes end too early');
    this.offset += count;
    return this.bytes.subarray(this.offset - count, this.offset);
  }

  private varint(): number {
    let [value, factor] = [0, 1];
    for (let length = 0; length < 10; length += 1) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
    throw new RangeError('a number without end');
  }

  private zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
