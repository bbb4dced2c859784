import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, HEADER, type Product, startProduct } from './product';

/** Every value here was worked out with pencil and paper, none by the product. */
const MARCH = `${HEADER}1,Ann,10.00,shipped,2025-02-01
2,Ann,0.05,delivered,2025-02-28
3,"Smith, ""JJ"" \\ Co",20.00,shipped,2025-02-14
4,Bob,1.10,returned,2025-03-01
5,Bob,2.20,shipped,2025-03-31
6,Bob,3.31,shipped,2025-02-03
7,Eve,-2.50,delivered,2024-12-31
`;

describe('the README promises that', () => {
  let product: Product;
  let march: Ended['results'];
  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.close());

  it('an upload gives answers about the business', async () => {
    const { status, manifest, results } = await product.upload('raw/march.csv', MARCH);
    expect([status, manifest.outcome]).toEqual(['SUCCEEDED', 'Succeeded']);
    march = results;
  });

  it.each<[string, string[][]]>([
    [
      'total-sales-by-customer',
      [
        ['Smith, "JJ" \\ Co', '20.00'],
        ['Ann', '10.05'],
        ['Bob', '6.61'],
        ['Eve', '-2.50'],
      ],
    ],
    [
      'monthly-order-volume-and-revenue',
      [
        ['2024-12-01', '1', '-2.50'],
        ['2025-02-01', '4', '33.36'],
        ['2025-03-01', '2', '3.30'],
      ],
    ],
    [
      'order-status',
      [
        ['shipped', '4', '35.51'],
        ['delivered', '2', '-2.45'],
        ['returned', '1', '1.10'],
      ],
    ],
    [
      // 10.05 / 2 = 5.025 and 6.61 / 3 = 2.2033…, rounded half up.
      'average-order-value-per-customer',
      [
        ['Smith, "JJ" \\ Co', '20.00'],
        ['Ann', '5.03'],
        ['Bob', '2.20'],
        ['Eve', '-2.50'],
      ],
    ],
    [
      'largest-orders-of-february-2025',
      [
        ['3', 'Smith, "JJ" \\ Co', '20.00', 'shipped', '2025-02-14'],
        ['1', 'Ann', '10.00', 'shipped', '2025-02-01'],
        ['6', 'Bob', '3.31', 'shipped', '2025-02-03'],
        ['2', 'Ann', '0.05', 'delivered', '2025-02-28'],
      ],
    ],
  ])('the query %s is answered to the cent', (id, rows) => {
    expect(march[id]).toEqual(rows);
  });

  it('a processed file has the five columns, in this order, and the rows as they were', async () => {
    expect(await product.read('processed/filtered_march.csv')).toBe(MARCH);
  });

  it('the answers stand on a dashboard', async () => {
    const page = await (await fetch(product.dashboard.url)).text();
    for (const text of ['Total sales by customer', 'Smith, &#34;JJ&#34; \\ Co', '20.00', '33.36', '5.03']) expect(page).toContain(text);
    const answers = JSON.parse(await (await fetch(`${product.dashboard.url}/answers.json`)).text());
    expect(answers.results['order-status'].rows).toEqual([
      ['shipped', '4', '35.51'],
      ['delivered', '2', '-2.45'],
      ['returned', '1', '1.10'],
    ]);
  });

  it('an order counts once, as its latest upload has it', async () => {
    const { results } = await product.upload('raw/april.csv', `${HEADER}7,Eve,4.00,delivered,2024-12-31\n8,Ann,1.00,shipped,2025-04-01\n`);
    expect(results['total-sales-by-customer']).toEqual([
      ['Smith, "JJ" \\ Co', '20.00'],
      ['Ann', '11.05'],
      ['Bob', '6.61'],
      ['Eve', '4.00'],
    ]);
  });

  it('an upload that is deleted takes its orders with it', async () => {
    const { status, results } = await product.remove('raw/april.csv');
    expect(status).toBe('SUCCEEDED');
    expect(results['total-sales-by-customer']?.at(-1)).toEqual(['Eve', '-2.50']);
    expect(await product.read('processed/filtered_april.csv')).toBeUndefined();
  });

  it('a key that is uploaded again replaces its own rows, and no others', async () => {
    await product.upload('raw/april.csv', `${HEADER}8,Ann,1.00,shipped,2025-04-01\n`);
    const { results } = await product.upload('raw/april.csv', `${HEADER}9,Ann,2.00,shipped,2025-04-02\n`);
    expect(results['monthly-order-volume-and-revenue']).toEqual([
      ['2024-12-01', '1', '-2.50'],
      ['2025-02-01', '4', '33.36'],
      ['2025-03-01', '2', '3.30'],
      ['2025-04-01', '1', '2.00'],
    ]);
  });

  it('nothing that it cannot understand is lost', async () => {
    const { status, manifest, results } = await product.upload(
      'raw/odd.csv',
      `${HEADER}10,Zoë,7.00,paid,2025-05-05\n11,Zoë,seven,paid,2025-05-05\n`,
    );
    expect(status).toBe('SUCCEEDED');
    expect(manifest.filter).toMatchObject({ read: 2, kept: 1, dropped: 0, quarantined: 1 });
    expect(results['total-sales-by-customer']).toContainEqual(['Zoë', '7.00']);
    const quarantined = await product.read('quarantine/quarantined_odd.csv');
    expect(quarantined).toMatch(/^11,Zoë,seven,paid,2025-05-05,3,Amount,bad-amount,seven,/m);
  });

  it('a file that is no file of orders is refused by name, and the answers stand', async () => {
    const { status, error } = await product.upload('raw/wrong.csv', 'a,b\n1,2\n');
    expect([status, error]).toEqual(['FAILED', 'MissingColumns']);
    const page = await (await fetch(product.dashboard.url)).text();
    expect(page).toContain('33.36');
    expect(page).toContain('wrong.csv');
  });

  it('a sixth query runs in the next execution and appears on the dashboard', async () => {
    const file = join(product.queriesDirectory, '98-orders.sql');
    writeFileSync(
      file,
      '-- id: all-orders\n-- title: How many orders there are\n-- row: all orders\n-- chart: none\nSELECT COUNT(*) AS orders FROM orders\n',
    );
    const { results } = await product.upload('raw/june.csv', `${HEADER}12,Ann,1.00,shipped,2025-06-01\n`);
    // Seven of March, one each of April, odd and June.
    expect(results['all-orders']).toEqual([['10']]);
    expect(await (await fetch(product.dashboard.url)).text()).toContain('How many orders there are');
    rmSync(file);
  });
});

describe('the rule drops', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct();
    await product.upload(
      'raw/rule.csv',
      `${HEADER}1,a,1.00,pending,2026-10-23\n2,b,2.00,pending,2026-10-24\n3,c,4.00,Cancelled,2026-10-23\n4,d,8.00,shipped,2020-01-01\n5,e,16.00, PENDING ,2026-11-22\n`,
    );
  });
  afterAll(() => product.close());

  it.each<[string, string[]]>([
    ['2026-11-21', ['a', 'b', 'c', 'd', 'e']],
    // 23 October is 30 days before 22 November: pending and cancelled orders of that day go, in any case and with blanks around the word.
    ['2026-11-22', ['b', 'd', 'e']],
    ['2026-11-23', ['d', 'e']],
    ['2026-12-21', ['d', 'e']],
    ['2026-12-22', ['d']],
  ])('pending and cancelled orders from their 30th day on: on %s there are %j', async (day, customers) => {
    const { results } = await product.asOf(day, 'raw/rule.csv');
    expect((results['total-sales-by-customer'] ?? []).map(([customer]) => customer).sort()).toEqual(customers);
  });
});
