import { resultOf } from '../../../dashboard/executions/result';
import { keyFiguresOf } from '../../../dashboard/pages/key-figures';

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
  expect(figures.map(({ label, value }) => `${label} ${value}`)).toEqual(expected);
});
