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
});
