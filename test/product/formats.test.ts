import fc from 'fast-check';
import { TABLE_FORMATS } from '../../pipeline/table-format';
import { HEADER, type Product, startProduct } from './product';

/** Written by hand: quotes, repeated rows, a correction, an old cancelled order without an amount, a bad row. */
const MARCH = `${HEADER}1,"Smith, ""JJ"" \\ Co",10.5,shipped,2025-03-01
2,Ann,007.00,delivered,2025-03-02
2,Ann,007.00,delivered,2025-03-02
3,Çelik,-3,returned,2025-02-03
4,Bob,,cancelled,2025-01-01
5,Bob,20.25,pending,2025-01-01
6,Eve,three,shipped,2025-03-01
`;
const APRIL = `${HEADER}1,"Smith, ""JJ"" \\ Co",99.99,shipped,2025-03-01
7,Ann,9999999999999999.99,paid,2025-02-04
`;

const EXPECTED = {
  'total-sales-by-customer': [
    ['Ann', '10000000000000006.99'],
    ['Smith, "JJ" \\ Co', '99.99'],
    ['Çelik', '-3.00'],
  ],
  'monthly-order-volume-and-revenue': [
    ['2025-02-01', '2', '9999999999999996.99'],
    ['2025-03-01', '2', '106.99'],
  ],
  'order-status': [
    ['delivered', '1', '7.00'],
    ['paid', '1', '9999999999999999.99'],
    ['returned', '1', '-3.00'],
    ['shipped', '1', '99.99'],
  ],
  'largest-orders-of-february-2025': [
    ['7', 'Ann', '9999999999999999.99', 'paid', '2025-02-04'],
    ['3', 'Çelik', '-3.00', 'returned', '2025-02-03'],
  ],
};

/** Rows of every kind that one may have, the same in each run: names of all scripts, quotes, line breaks, amounts and days at the ends of their range. */
function randomOrders(seed: number): string {
  const name = fc.oneof(
    fc.constantFrom('Ann', 'Zoë Müller', '山田 太郎', 'محمد', 'Smith, "JJ" \\ Co', 'two\nlines', '"', '\\', 'NULL', '\\N', ''),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const amount = fc.oneof(
    fc.constantFrom('9999999999999999.99', '-9999999999999999.99', '0', '-0.01', '007.5', '.5', '', '10000000000000000.00'),
    fc.integer({ min: -100_000, max: 100_000 }).map(cents => (cents / 100).toFixed(2)),
  );
  const day = fc.oneof(
    fc.constantFrom('0001-01-01', '1582-10-15', '1970-01-01', '2024-02-29', '9999-12-31', '2025-02-01', '2025-02-28'),
    fc.date({ min: new Date('2024-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }).map(date => date.toISOString().slice(0, 10)),
  );
  const status = fc.constantFrom('shipped', 'Pending', 'cancelled', '', 'à vérifier', 'paid');
  const row = fc.tuple(fc.integer({ min: 1, max: 150 }).map(String), name, amount, status, day);
  const [rows = []] = fc.sample(fc.array(row, { minLength: 200, maxLength: 200 }), { seed, numRuns: 1 });
  return HEADER + rows.map(fields => `${fields.map(field => `"${field.replaceAll('"', '""')}"`).join(',')}\n`).join('');
}

const answers = new Map<string, unknown>();

describe.each(TABLE_FORMATS)('a pipeline whose tables are %s', format => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ format });
  });
  afterAll(() => product.close());

  it('answers the same, to the cent', async () => {
    const march = await product.upload('raw/march.csv', MARCH);
    expect(march).toMatchObject({ status: 'SUCCEEDED', manifest: { filter: { read: 7, kept: 4, dropped: 2, quarantined: 1 } } });
    const { results } = await product.upload('raw/april.csv', APRIL);
    expect(results).toMatchObject(EXPECTED);
  });

  it('has files of that format alone', async () => {
    const { manifest } = await product.upload('raw/may.csv', `${HEADER}8,Ann,1,shipped,2025-05-01\n9,Ann,1,pending,2025-01-01\n`);
    expect(manifest.filter).toMatchObject({
      processedKey: `processed/filtered_may.${format}`,
      droppedKey: `dropped/dropped_may.${format}`,
    });
    const file = await product.read(`processed/filtered_may.${format}`);
    expect(file?.slice(0, 4)).toBe(format === 'csv' ? 'Orde' : 'PAR1');
  });

  it('takes an upload back', async () => {
    await product.remove('raw/may.csv');
    const { results } = await product.remove('raw/april.csv');
    expect(results['total-sales-by-customer']).toEqual([
      ['Smith, "JJ" \\ Co', '10.50'],
      ['Ann', '7.00'],
      ['Çelik', '-3.00'],
    ]);
    expect(await product.read(`processed/filtered_april.${format}`)).toBeUndefined();
  });

  it('answers random uploads as with the other format', async () => {
    await product.upload('raw/random-1.csv', randomOrders(1));
    const { status, manifest, results } = await product.upload('raw/random-2.csv', randomOrders(2));
    expect(status).toBe('SUCCEEDED');
    const { read, kept, dropped, quarantined } = Object(manifest.filter);
    const found = { counts: [read, kept, dropped, quarantined], results };
    expect(found.counts[1]).toBeGreaterThan(50);
    const [other = found] = answers.values();
    answers.set(format, found);
    expect(found).toEqual(other);
  });
});
