import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { quarantineLine } from '../../steps/filter-orders/writing/csv-form';
import { QUARANTINE_COLUMNS } from '../../steps/filter-orders/writing/quarantine';
import { UsageError } from '../terminal/usage-error';

/**
 * The rows of a quarantine file as they would be uploaded: without its last five columns. The program in which it was corrected may have changed
 * quotes and row ends. Throws `UsageError` if it is no quarantine file, or a row has more or fewer fields than the header.
 */
export async function* stripQuarantine(file: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const rows = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
  });
  const reading = pipeline(file, rows);
  reading.catch(() => undefined);
  let width: number | undefined;
  for await (const { record, info } of rows) {
    width ??= widthOf(record);
    if (record.length !== width)
      throw new UsageError(`expected ${width} fields in the row that ends on line ${info.lines}, got ${record.length}`);
    yield quarantineLine(record.slice(0, -QUARANTINE_COLUMNS.length));
  }
  await reading;
}

function widthOf(header: readonly string[]): number {
  const last = header.slice(-QUARANTINE_COLUMNS.length).map(name => name.trim());
  if (last.join() !== QUARANTINE_COLUMNS.join())
    throw new UsageError(
      `expected a quarantine file, whose last columns are ${QUARANTINE_COLUMNS.join(',')}, got ${last.join().slice(0, 200)}`,
    );
  return header.length;
}
