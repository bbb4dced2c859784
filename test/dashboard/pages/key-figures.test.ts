import { resultOf } from '../../../dashboard/executions/result';
import { keyFiguresOf, sizeOf } from '../../../dashboard/pages/key-figures';

const customers = resultOf(
  ['customer', 'total_sales'],
  [
    ['a', '1000.10'],
    ['b', '0.20'],
  ],
);
const statuses = resultOf(['status', 'orders', 'total_amount'], [['shipped', '3', '1000.30']]);

test.each([
  ['all', customers, statuses, ['Total sales 1000.30', 'Orders 3', 'Average order 333.43', 'Customers 2']],
  [
    'no average of no orders',
    resultOf(customers.columns, []),
    resultOf(statuses.columns, []),
    ['Total sales 0', 'Orders 0', 'Customers 0'],
  ],
  [
    'all of a result whose rows are not all shown',
    { ...customers, rows: customers.rows.slice(1), cut: true },
    statuses,
    ['Total sales 1000.30', 'Orders 3', 'Average order 333.43', 'Customers 2'],
  ],
  ['nothing from other columns', resultOf(['customer', 'sales'], customers.rows), statuses, ['Orders 3']],
  ['nothing from what is no number', resultOf(customers.columns, [['a', null]]), statuses, ['Orders 3']],
])('has %s', (_what, sales, orders, expected) => {
  const figures = keyFiguresOf(
    new Map([
      ['total-sales-by-customer', sales],
      ['order-status', orders],
    ]),
  );
  const numbers = figures.filter(({ isName }) => !isName);
  expect(numbers.map(({ label, shown }) => `${label} ${shown.value}`)).toEqual(expected);
});

const figuresOf = (options: Parameters<typeof keyFiguresOf>[1]) =>
  keyFiguresOf(
    new Map([
      ['total-sales-by-customer', customers],
      ['order-status', statuses],
    ]),
    options,
  );

test.each([
  ['893.125', '▲ 12% more'],
  ['1010', '▼ 1% less'],
  ['1000.30', 'as before'],
  ['1000.20', '▲ under 0.1% more'],
  ['0', '▲ 1,000.30 more'],
  ['-10.00', '▲ 1,010.30 more'],
  ['10.00', '▲ 100 times as much'],
])('shows the change from %s as "%s"', (sales, expected) => {
  const previous = { sales, orders: undefined, average: undefined, customers: undefined };
  const change = figuresOf({ previous })[0]?.change;
  const arrow = { up: '▲ ', down: '▼ ', same: '' }[change?.tone ?? 'same'];
  expect(`${arrow}${change?.text}`).toBe(expected);
});

it('writes amounts with their currency, as the viewer does', () => {
  const viewer = { locale: 'de-DE', timeZone: 'UTC' };
  expect(figuresOf({ currency: 'EUR', viewer }).map(({ shown }) => shown.text.replace(/\s/g, ' '))).toEqual([
    '1.000,30 €',
    '3',
    '333,43 €',
    '2',
    'a',
  ]);
});

it('names the best customer', () => {
  expect(figuresOf({}).at(-1)).toMatchObject({ label: 'Best customer', shown: { text: 'a' }, note: '1,000.10' });
});

test.each([
  ['1,013', 'normal'],
  ['$172,370.48', 'normal'],
  ['US$172,370.48', 'long'],
  ['US$8,157,397,829.96', 'longest'],
  ['US$171,411,400,600,942.48', 'huge'],
])('sets %s so that it does not break', (text, size) => {
  expect(sizeOf(text)).toBe(size);
});
