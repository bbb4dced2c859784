import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { parquetMetadata, snappyUncompress } from 'hyparquet';
import { processedHeader, processedLine } from '../../../steps/filter-orders/writing/csv-form';
import { snappyCompress } from '../../../steps/filter-orders/writing/parquet/snappy';
import { ParquetRows } from '../../../steps/filter-orders/writing/parquet-rows';

const folder = mkdtempSync(join(tmpdir(), 'parquet-rows-'));
const file = join(folder, 'orders.parquet');
let duckdb: DuckDBInstance;
beforeAll(async () => {
  // The same path holds another file each time.
  duckdb = await DuckDBInstance.create(':memory:', { enable_external_file_cache: 'false' });
});
afterAll(() => {
  duckdb.closeSync();
  rmSync(folder, { recursive: true });
});

/** The file that becomes of CSV text, which comes in blocks of so many bytes. */
function toParquet(csv: string, blockBytes = csv.length || 1): Buffer {
  const blocks: Uint8Array[] = [];
  const rows = new ParquetRows(block => blocks.push(block));
  const bytes = Buffer.from(csv);
  for (let at = 0; at < bytes.length; at += blockBytes) rows.write(Buffer.from(bytes.subarray(at, at + blockBytes)));
  rows.finish();
  return Buffer.concat(blocks);
}

/** As DuckDB reads them. */
async function rowsOf(parquet: Buffer, columns = '*', source = `'${file}'`): Promise<unknown[][]> {
  writeFileSync(file, parquet);
  const connection = await duckdb.connect();
  try {
    const reader = await connection.runAndReadAll(`SELECT ${columns} FROM ${source}`);
    return reader.getRowsJson();
  } finally {
    connection.closeSync();
  }
}

const csvOf = (rows: readonly (readonly string[])[]) => processedHeader() + rows.map(processedLine).join('');

it('writes typed columns under the names that the CSV has', async () => {
  const connection = await duckdb.connect();
  writeFileSync(file, toParquet(csvOf([['1', 'Ann', '10.50', 'shipped', '2025-02-03']])));
  const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM '${file}'`);
  connection.closeSync();
  expect(reader.getRowsJson().map(([name, type]) => [name, type])).toEqual([
    ['OrderID', 'VARCHAR'],
    ['Customer', 'VARCHAR'],
    ['Amount', 'DECIMAL(18,2)'],
    ['Status', 'VARCHAR'],
    ['OrderDate', 'DATE'],
  ]);
});

it.each([
  ['10.50', '10.50'],
  ['007.5', '7.50'],
  ['-3', '-3.00'],
  ['-0', '0.00'],
  ['9007199254740993.01', '9007199254740993.01'],
  ['9999999999999999.99', '9999999999999999.99'],
  ['-9999999999999999.99', '-9999999999999999.99'],
  ['90071992547409.92', '90071992547409.92'],
  ['-42949672.97', '-42949672.97'],
  ['1234567.8', '1234567.80'],
  ['', null],
])('writes the amount %j as %j', async (amount, expected) => {
  const parquet = toParquet(csvOf([['1', 'Ann', amount, 'shipped', '2025-02-03']]));
  expect(await rowsOf(parquet, 'Amount::VARCHAR')).toEqual([[expected]]);
});

it.each(['0001-01-01', '1600-02-29', '1969-12-31', '1970-01-01', '2000-02-29', '2024-03-01', '9999-12-31'])(
  'writes the day %s',
  async day => {
    const parquet = toParquet(csvOf([['1', 'Ann', '1', '', day]]));
    expect(await rowsOf(parquet, "strftime(OrderDate, '%Y-%m-%d'), Status")).toEqual([[day, '']]);
  },
);

it('writes a file without rows that readers take', async () => {
  expect(await rowsOf(toParquet(processedHeader()))).toEqual([]);
});

it('holds the same as the CSV, whatever the values and wherever a block ends', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map(value => value.replace(/[\r\n\0]/g, ' '));
  const amount = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), fc.boolean())
    .map(([cents, isNegative]) => `${isNegative && cents > 0n ? '-' : ''}${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`);
  const day = fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map(date => date.toISOString().slice(0, 10));
  const row = fc.tuple(text, text, fc.oneof(amount, fc.constant('')), text, day);
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 60 }), fc.integer({ min: 1, max: 4000 }), async (rows, blockBytes) => {
      const read = await rowsOf(
        toParquet(csvOf(rows), blockBytes),
        `OrderID, Customer, Amount::VARCHAR, Status, strftime(OrderDate, '%Y-%m-%d')`,
      );
      expect(read).toEqual(rows.map(([id, customer, money, status, date]) => [id, customer, money || null, status, date]));
    }),
    { numRuns: 60, seed: 15, interruptAfterTimeLimit: 30000, markInterruptAsFailure: true },
  );
});

it('writes statistics that hide no row: how many are NULL, the least and the greatest', async () => {
  const amount = fc.oneof(
    fc.constant(''),
    fc.integer({ min: -99_999, max: 99_999 }).map(cents => (cents / 100).toFixed(2)),
    fc.constantFrom(
      '-9999999999999999.99',
      '9999999999999999.99',
      '90000000000000.00',
      '-90000000000000.00',
      '42949672.96',
      '-42949672.97',
    ),
  );
  const day = fc.constantFrom('0001-01-01', '1969-12-31', '1970-01-01', '2024-02-29', '9999-12-31');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(amount, day), { minLength: 1, maxLength: 40 }), async rows => {
      const parquet = toParquet(csvOf(rows.map(([money, date], index) => [`${index}`, 'Ann', money, 'shipped', date])));
      const statistics = await rowsOf(
        parquet,
        'path_in_schema, stats_null_count::INT, stats_min_value, stats_max_value',
        `parquet_metadata('${file}') ORDER BY column_id`,
      );
      const real = `min(Amount)::VARCHAR, max(Amount)::VARCHAR, strftime(min(OrderDate), '%Y-%m-%d'), strftime(max(OrderDate), '%Y-%m-%d')`;
      // From the values themselves, which an expression over the column makes DuckDB read.
      const [bounds = []] = await rowsOf(parquet, real, `(SELECT Amount + 0 AS Amount, OrderDate + 0 AS OrderDate FROM '${file}')`);
      expect(statistics).toEqual([
        ['OrderID', 0, null, null],
        ['Customer', 0, null, null],
        ['Amount', rows.filter(([money]) => money === '').length, bounds[0], bounds[1]],
        ['Status', 0, null, null],
        ['OrderDate', 0, bounds[2], bounds[3]],
      ]);
    }),
    { numRuns: 60, seed: 7 },
  );
});

it('holds the same as the CSV where a file has several row groups, with few names and with many', async () => {
  const rows = Array.from({ length: 140_000 }, (_, index) => [
    `O${index}`,
    index % 3 === 0 ? `Customer ${index}` : index < 131_072 ? 'Zoë "Z" Müller' : `Name of ${index}, the only one`,
    index % 7 === 0 ? '' : `${(index * 37) % 1000}.5`,
    index < 131_072 ? 'shipped' : `status ${index % 300}`,
    `20${String(index % 90).padStart(2, '0')}-0${1 + (index % 9)}-1${index % 10}`,
  ]);
  const csv = csvOf(rows);
  const lines = join(folder, 'orders.csv');
  writeFileSync(lines, csv);
  const columns = `{'OrderID': 'VARCHAR', 'Customer': 'VARCHAR', 'Amount': 'DECIMAL(18, 2)', 'Status': 'VARCHAR', 'OrderDate': 'DATE'}`;
  const expected = `SELECT * FROM read_csv('${lines}', header = true, auto_detect = false, quote = '"', escape = '"', columns = ${columns})`;
  const parquet = toParquet(csv, 256 * 1024);
  expect(await rowsOf(parquet, 'count(*)::INT, sum(Amount)::VARCHAR')).toEqual([[140_000, '60000000.00']]);
  expect(await rowsOf(parquet, 'count(*)::INT', `(FROM '${file}' EXCEPT ALL ${expected})`)).toEqual([[0]]);
  const encodings = await rowsOf(parquet, `row_group_id::INT, encodings`, `parquet_metadata('${file}') WHERE path_in_schema = 'Customer'`);
  expect(encodings).toEqual([
    [0, 'PLAIN, RLE_DICTIONARY'],
    [1, 'PLAIN'],
  ]);
});

it('compresses to what Snappy reads back, whatever the bytes', () => {
  const piece = fc.tuple(fc.uint8Array({ maxLength: 90 }), fc.integer({ min: 1, max: 2000 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      const bytes = Buffer.concat(pieces.flatMap(([part, times]) => new Array<Uint8Array>(times).fill(part)));
      const read = new Uint8Array(bytes.length);
      snappyUncompress(snappyCompress(bytes), read);
      expect(Buffer.compare(read, bytes)).toBe(0);
    }),
    { numRuns: 200, seed: 3 },
  );
});

it('writes a row group whenever its rows are many or long, so that memory does not grow with the file', () => {
  const line = processedLine(['1', 'Ann', '1', 'shipped', '2025-01-01']);
  const long = processedLine(['x'.repeat(1024 * 1024), 'Ann', '1', 'shipped', '2025-01-01']);
  const blocks: Uint8Array[] = [];
  const rows = new ParquetRows(block => blocks.push(block));
  rows.write(Buffer.from(processedHeader()));
  for (let written = 0; written < 300_000; written += 1000) rows.write(Buffer.from(line.repeat(1000)));
  for (let written = 0; written < 40; written++) rows.write(Buffer.from(long));
  const early = blocks.length;
  rows.finish();
  const { row_groups } = parquetMetadata(Uint8Array.from(Buffer.concat(blocks)).buffer);
  expect(early).toBe(3);
  expect(row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([131_072, 131_072, 37_888, 8]);
});
