import { athenaCsv, type FakeResult } from './fake-reads';

const CUSTOMERS = [
  'Alice',
  "O'Neil & Søn",
  'Smith, "JJ" \\ Co',
  '日本商事',
  'Bob',
  'Diana',
  'Эрика',
  'Ευγενία',
  'Nora 🌱',
  '<script>alert(1)</script>',
  'שלום חנות',
];

/** The five answers, small, with the names that people really have. */
export const SAMPLE_RESULTS: readonly FakeResult[] = [
  {
    id: 'total-sales-by-customer',
    title: 'Total sales by customer',
    csv: athenaCsv([['customer', 'total_sales'], ...CUSTOMERS.map((name, index) => [name, `${14250 - index * 1173}.${10 + index}`])]),
  },
  {
    id: 'monthly-order-volume-and-revenue',
    title: 'Monthly order volume and revenue',
    csv: athenaCsv([
      ['order_month', 'orders', 'revenue'],
      ['2025-01-01', '19', '9120.44'],
      ['2025-02-01', '31', '21984.05'],
      ['2025-03-01', '28', '17420.10'],
      ['2025-05-01', '31', '40715.96'],
    ]),
  },
  {
    id: 'order-status',
    title: 'Order status',
    csv: athenaCsv([
      ['status', 'orders', 'total_amount'],
      ['confirmed', '63', '52113.19'],
      ['shipped', '46', '37127.36'],
    ]),
  },
  {
    id: 'average-order-value-per-customer',
    title: 'Average order value per customer',
    csv: athenaCsv([['customer', 'average_order_value'], ...CUSTOMERS.map((name, index) => [name, `${498 - index * 17}.05`])]),
  },
  {
    id: 'largest-orders-of-february-2025',
    title: 'The ten largest orders of February 2025',
    csv: athenaCsv([
      ['order_id', 'customer', 'amount', 'status', 'order_date'],
      ['10001', 'Bob', '1478.65', 'shipped', '2025-02-10'],
      ['10002', null, '481.53', 'confirmed', '2025-02-14'],
      ['10003', '=1+1', '-30.68', 'confirmed', '2025-02-21'],
    ]),
  },
];
