import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { COLUMNS } from '../validation/columns';
import { processedHeader, processedLine } from '../writing/csv-form';
import { zstdDecompressSync } from '../writing/zstandard';
import { changing } from './outputs';
import type { TableFileOptions } from './read-table-file';

/** Throws OutputChanged where the file is another by now. */
export async function* parquetLines(s3: S3Client, { bucket, key, etag }: TableFileOptions): AsyncGenerator<Uint8Array> {
  const condition = { Bucket: bucket, Key: key, IfMatch: `"${etag}"` };
  const { ContentLength: byteLength = 0 } = await changing(key, () => s3.send(new HeadObjectCommand(condition)));
  const slice = async (start: number, end = byteLength) => {
    const from = start < 0 ? byteLength + start : start;
    const Range = `bytes=${from}-${end - 1}`;
    const { Body } = await changing(key, () => s3.send(new GetObjectCommand({ ...condition, Range })));
    return Uint8Array.from((await Body?.transformToByteArray()) ?? []).buffer;
  };
  const file = { byteLength, slice };
  const found = await parquetMetadataAsync(file);
  // Amounts as whole cents, since the library has decimals as floating-point numbers.
  const schema = found.schema.map(({ converted_type, ...element }) =>
    converted_type === undefined || converted_type === 'DECIMAL' ? element : { ...element, converted_type },
  );
  const metadata = { ...found, schema };
  yield Buffer.from(processedHeader());
  let rowStart = 0;
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows);
    const rows = await parquetReadObjects({
      file,
      metadata,
      rowStart,
      rowEnd,
      compressors: zstdDecompressSync ? { ZSTD: zstdDecompressSync } : {},
    });
    yield Buffer.from(rows.map(row => processedLine(COLUMNS.map(column => textOf(row[column])))).join(''));
    rowStart = rowEnd;
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'bigint') return amountText(value);
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? '');
}

function amountText(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
