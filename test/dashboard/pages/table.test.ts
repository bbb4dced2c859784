import { kindOf, labelOf, tableOf } from '../../../dashboard/pages/table';

test.each([
  ['total_sales', ['1.00', '-2.50', null], 'number'],
  ['orders', ['12'], 'number'],
  ['customer', ['12', 'Bob'], 'text'],
  ['amount', ['1.00', '1e3'], 'text'],
  ['amount', ['007'], 'text'],
  ['amount', [null], 'text'],
  ['amount', [], 'text'],
  ['order_id', ['10001'], 'text'],
  ['orderid', ['10001'], 'text'],
  ['year', ['2025'], 'text'],
  ['amount_paid', ['12.50'], 'number'],
] as const)('a column "%s" of %j is %s', (name, cells, expected) => {
  expect(kindOf(name, cells)).toBe(expected);
});

test.each([
  ['average_order_value', 'Average order value'],
  ['_col0', 'Col0'],
  ['', ''],
])('a column "%s" is headed "%s"', (name, expected) => {
  expect(labelOf(name)).toBe(expected);
});

test.each([
  [
    ['10', '5'],
    [
      ['0%', '100%'],
      ['0%', '50%'],
    ],
  ],
  [
    ['-5', '15'],
    [
      ['0%', '25%'],
      ['25%', '75%'],
    ],
  ],
  [
    ['-4', '-8'],
    [
      ['50%', '50%'],
      ['0%', '100%'],
    ],
  ],
  [
    ['0', '0'],
    [null, null],
  ],
  [
    ['x', '1'],
    [null, null],
  ],
])('bars of %j begin and are as long as %j', (values, expected) => {
  const result = { columns: ['name', 'value'], rows: values.map(value => ['a', value]), cut: false };
  const { rows } = tableOf(result, { kind: 'bar', label: 'name', value: 'value' });
  expect(rows.map(([, cell]) => cell?.bar && [cell.bar.start, cell.bar.length])).toEqual(expected);
});

it('shows rows that are shorter than the header', () => {
  const { rows } = tableOf({ columns: ['a', 'b'], rows: [['x']], cut: false }, null);
  expect(rows[0]?.map(({ text }) => text)).toEqual(['x', null]);
});
