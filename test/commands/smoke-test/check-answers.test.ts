import { checkAnswers, type Row } from '../../../commands/smoke-test/check-answers';

const processed: readonly Row[] = [
  { OrderID: '1', Customer: 'Ann', Amount: '10.00', Status: 'shipped', OrderDate: '2025-02-03' },
  { OrderID: '2', Customer: 'Ann', Amount: '0.05', Status: 'shipped', OrderDate: '2025-03-01' },
  { OrderID: '3', Customer: 'Bob', Amount: '-2.5', Status: 'paid', OrderDate: '2025-02-28' },
];

const right = {
  'total-sales-by-customer': [
    { customer: 'Ann', total_sales: '10.05' },
    { customer: 'Bob', total_sales: '-2.50' },
  ],
  'monthly-order-volume-and-revenue': [
    { order_month: '2025-02-01', orders: '2', revenue: '7.50' },
    { order_month: '2025-03-01', orders: '1', revenue: '0.05' },
  ],
  'order-status': [
    { status: 'shipped', orders: '2', total_amount: '10.05' },
    { status: 'paid', orders: '1', total_amount: '-2.50' },
  ],
  'average-order-value-per-customer': [
    { customer: 'Ann', average_order_value: '5.03' },
    { customer: 'Bob', average_order_value: '-2.50' },
  ],
  'largest-orders-of-february-2025': [
    { order_id: '1', amount: '10.00' },
    { order_id: '3', amount: '-2.50' },
  ],
};

const check = (answers: Readonly<Record<string, readonly Row[]>>, alone = true) =>
  checkAnswers({ answers: new Map(Object.entries(answers)), processed, alone });

it('has nothing to say about right answers', () => {
  expect(check(right)).toEqual([]);
});

it('wants every answer', () => {
  const { 'order-status': _status, ...four } = right;
  expect(check(four)).toContain('order-status: expected a result, got none');
});

it.each<[string, Readonly<Record<string, readonly Row[]>>, string]>([
  [
    'a total',
    {
      ...right,
      'total-sales-by-customer': [
        { customer: 'Ann', total_sales: '7.54' },
        { customer: 'Bob', total_sales: '0' },
      ],
    },
    'total-sales-by-customer: cents: expected 755, got 754',
  ],
  [
    'a count',
    { ...right, 'order-status': [{ status: 'shipped', orders: '2', total_amount: '7.55' }] },
    'order-status: orders: expected 3, got 2',
  ],
  [
    'an average',
    {
      ...right,
      'average-order-value-per-customer': [
        { customer: 'Ann', average_order_value: '5.02' },
        { customer: 'Bob', average_order_value: '-2.50' },
      ],
    },
    'average-order-value-per-customer: cents of Ann: expected 503, got 502',
  ],
  [
    'February',
    {
      ...right,
      'largest-orders-of-february-2025': [
        { order_id: '1', amount: '10.00' },
        { order_id: '3', amount: '-2.00' },
      ],
    },
    'largest-orders-of-february-2025: cents: expected 750, got 800',
  ],
])('finds a wrong cent or row in %s', (_what, answers, problem) => {
  expect(check(answers)).toEqual([problem]);
});

it('takes more than the upload has where others have uploaded too', () => {
  const more = { ...right, 'order-status': [...right['order-status'], { status: 'new', orders: '5', total_amount: '1.00' }] };
  expect(check(more, false)).toEqual([]);
  expect(check(more)).toHaveLength(2);
});
