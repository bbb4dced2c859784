import type { ColumnChunk, CompressionCodec, Encoding, SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';

import { zstdCompressSync } from '../zstandard';
import type { EncodedColumn } from './page';
import { snappyCompress } from './snappy';

type Column = SchemaElement & { readonly type: NonNullable<SchemaElement['type']> };

/**
 * Zstandard, which takes half the bytes of Snappy, where Node has it. Every reader takes both. Not GZIP: DuckDB 1.5
 * refuses one in 250 of such pages (`Failed to decompress GZIP block: buf error`).
 */
const CODEC: CompressionCodec = zstdCompressSync ? 'ZSTD' : 'SNAPPY';
const compress: (bytes: Uint8Array) => Uint8Array = zstdCompressSync ?? snappyCompress;

/** A Parquet file of columns that are encoded already: the library writes what is around them, the headers of pages and the footer. */
export class ParquetFile {
  private readonly output: BlockWriter;
  private readonly parquet: ParquetWriter;

  constructor(
    private readonly columns: readonly Column[],
    receive: (block: Uint8Array) => void,
  ) {
    this.output = new BlockWriter(receive);
    const root = { name: 'orders', num_children: columns.length };
    this.parquet = new ParquetWriter({ writer: this.output, schema: [root, ...columns], createdBy: 'orders-pipeline' });
  }

  /** The columns are in the order of the schema. */
  writeGroup(rows: number, encoded: readonly EncodedColumn[]): void {
    const start = this.output.offset;
    const chunks = this.columns.flatMap((column, index) => {
      const values = encoded[index];
      return values === undefined ? [] : [this.writeChunk(column, rows, values)];
    });
    this.parquet.row_groups.push({
      columns: chunks,
      num_rows: BigInt(rows),
      total_byte_size: chunks.reduce((sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n), 0n),
      total_compressed_size: BigInt(this.output.offset - start),
    });
    this.parquet.num_rows += BigInt(rows);
    this.output.flush();
  }

  /** Writes the footer. */
  finish(): void {
    this.parquet.finish();
  }

  private writeChunk(
    { name, type }: Column,
    rows: number,
    { dictionary, levels = NO_BYTES, values, statistics }: EncodedColumn,
  ): ColumnChunk {
    const start = this.output.offset;
    const encoding: Encoding = dictionary ? 'RLE_DICTIONARY' : 'PLAIN';
    let uncompressed = 0;
    if (dictionary) {
      const compressed = compress(dictionary.bytes);
      uncompressed += this.writePage(
        {
          type: 'DICTIONARY_PAGE',
          uncompressed_page_size: dictionary.bytes.length,
          compressed_page_size: compressed.length,
          dictionary_page_header: { num_values: dictionary.count, encoding: 'PLAIN' },
        },
        NO_BYTES,
        compressed,
      );
    }
    const data = this.output.offset;
    // Levels are never compressed.
    const compressed = compress(values);
    uncompressed += this.writePage(
      {
        type: 'DATA_PAGE_V2',
        uncompressed_page_size: levels.length + values.length,
        compressed_page_size: levels.length + compressed.length,
        data_page_header_v2: {
          num_values: rows,
          num_nulls: Number(statistics.null_count ?? 0),
          num_rows: rows,
          encoding,
          definition_levels_byte_length: levels.length,
          repetition_levels_byte_length: 0,
          is_compressed: true,
        },
      },
      levels,
      compressed,
    );
    return {
      file_offset: BigInt(start),
      meta_data: {
        type,
        encodings: dictionary ? ['PLAIN', encoding] : [encoding],
        path_in_schema: [name],
        codec: CODEC,
        num_values: BigInt(rows),
        total_compressed_size: BigInt(this.output.offset - start),
        total_uncompressed_size: BigInt(uncompressed),
        data_page_offset: BigInt(data),
        ...(dictionary && { dictionary_page_offset: BigInt(start) }),
        statistics,
      },
    };
  }

  /** Returns its size before compression, with the header. */
  private writePage(header: Parameters<typeof writePageHeader>[1], levels: Uint8Array, compressed: Uint8Array): number {
    const start = this.output.offset;
    writePageHeader(this.output, header);
    const size = this.output.offset - start + header.uncompressed_page_size;
    this.output.appendBytes(levels);
    this.output.appendBytes(compressed);
    return size;
  }
}

const NO_BYTES = Buffer.alloc(0);

/** Hands on what was written whenever a row group is done. */
class BlockWriter extends ByteWriter {
  constructor(private readonly receive: (block: Uint8Array) => void) {
    super();
  }

  flush(): void {
    if (this.index === 0) return;
    this.receive(new Uint8Array(this.buffer.slice(0, this.index)));
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}
