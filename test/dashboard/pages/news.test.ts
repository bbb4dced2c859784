import { newsOf } from '../../../dashboard/pages/news';

const totals = (sales: string | undefined, orders: string | undefined) => ({ sales, orders, average: undefined, customers: undefined });

test.each([
  ['269704.10', '1000', '240807.00', '2026-11-21', '€269,704 from 1,000 orders, 12% more than yesterday’s'],
  ['269704.10', '1000', '240807.00', '2026-11-20', '€269,704 from 1,000 orders, 12% more than that of 20 Nov 2026'],
  ['269704.10', '1000', '240807.00', '2026-11-22', '€269,704 from 1,000 orders, 12% more than before'],
  ['100.00', '1', '100.00', '2026-11-21', '€100 from 1 order, the same as yesterday’s'],
  ['-20.00', '3', '100.00', '2026-11-21', '-€20 from 3 orders, €120.00 less than yesterday’s'],
  ['0', '0', undefined, null, '€0 from 0 orders'],
  [undefined, '7', '1.00', '2026-11-21', '7 orders'],
  [undefined, undefined, undefined, null, 'The latest answers'],
])('of %s from %s orders, %s on %s before, is "%s"', (sales, orders, before, asOf, expected) => {
  const previous = before === undefined ? null : { totals: totals(before, undefined), asOf };
  const news = newsOf({ totals: totals(sales, orders), previous, asOf: '2026-11-22', currency: 'EUR' });
  expect(`${news.sales?.text ?? ''}${news.rest}${news.change ? `, ${news.change.text}` : ''}`).toBe(expected);
});
