import { columnInfo, type ResultColumn } from './column-info';

/** The binary file that Athena puts beside a result: protocol buffers, of the query's id and what `ColumnInfo` says of each column. */
export function metadataFile(id: string, columns: readonly ResultColumn[]): Buffer {
  return Buffer.concat([text(2, id), ...columns.map(column => bytes(4, describe(columnInfo(column))))]);
}

function describe(info: ReturnType<typeof columnInfo>): Buffer {
  return Buffer.concat([
    text(1, info.CatalogName),
    text(4, info.Name),
    text(5, info.Label),
    text(6, info.Type),
    number(7, info.Precision),
    number(8, info.Scale),
    number(9, 3),
    number(10, Number(info.CaseSensitive)),
  ]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value));
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(value.length), value]);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  while (rest > 127) {
    digits.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...digits, rest]);
}
