import type { Result } from '../../../dashboard/executions/result';
import { keyFiguresOf } from '../../../dashboard/pages/key-figures';

const customers: Result = {
  columns: ['customer', 'total_sales'],
  rows: [
    ['a', '1000.10'],
    ['b', '0.20'],
  ],
  cut: false,
};
const statuses: Result = { columns: ['status', 'orders', 'total_amount'], rows: [['shipped', '3', '1000.30']], cut: false };

test.each([
  ['all', customers, statuses, ['Total sales 1000.30', 'Orders 3', 'Average order 333.43', 'Customers 2']],
  ['no average of no orders', { ...customers, rows: [] }, { ...statuses, rows: [] }, ['Total sales 0', 'Orders 0', 'Customers 0']],
  ['nothing from a result that is cut', { ...customers, cut: true }, statuses, ['Orders 3']],
  ['nothing from other columns', { ...customers, columns: ['customer', 'sales'] }, statuses, ['Orders 3']],
  ['nothing from what is no number', { ...customers, rows: [['a', null]] }, statuses, ['Orders 3']],
])('has %s', (_what, sales, orders, expected) => {
  const figures = keyFiguresOf(
    new Map([
      ['total-sales-by-customer', sales],
      ['order-status', orders],
    ]),
  );
  expect(figures.map(({ label, value }) => `${label} ${value}`)).toEqual(expected);
});
