import { createColumn } from '../../../dashboard/executions/column';

test.each([
  ['total_sales', ['1.00', '-2.50', null], 'number'],
  ['orders', ['12'], 'number'],
  ['customer', ['12', 'Bob'], 'text'],
  ['amount', ['1.00', '1e3'], 'text'],
  ['amount', ['007'], 'text'],
  ['amount', ['12.50', '3.868E7'], 'number'],
  ['amount', [null], 'text'],
  ['amount', [], 'text'],
  ['order_id', ['10001'], 'text'],
  ['orderid', ['10001'], 'text'],
  ['year', ['2025'], 'text'],
  ['amount_paid', ['12.50'], 'number'],
] as const)('a column "%s" of %j is %s', (name, cells, expected) => {
  const column = createColumn(name);
  for (const cell of cells) column.add(cell);
  expect(column.column().kind).toBe(expected);
});

test.each([
  [['1.10', '-2', '30'], { sum: '29.10', least: '-2', greatest: '30' }],
  [['9', '10', '9.5'], { sum: '28.5', least: '9', greatest: '10' }],
  [['3.868E7', '1.0'], { sum: '38680001.0', least: '1.0', greatest: '3.868E7' }],
  [['1', null], { sum: null, least: '1', greatest: '1' }],
  [['1', 'x'], { sum: null, least: '1', greatest: '1' }],
  [[], { sum: '0', least: null, greatest: null }],
])('of %j all is known: %j', (cells, expected) => {
  const column = createColumn('amount');
  for (const cell of cells) column.add(cell);
  expect(column.column()).toMatchObject(expected);
});
