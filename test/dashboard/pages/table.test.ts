import { resultOf } from '../../../dashboard/executions/result';
import { labelOf, tableOf } from '../../../dashboard/pages/table';

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
  const result = resultOf(
    ['name', 'value'],
    values.map(value => ['a', value]),
  );
  const { rows } = tableOf(result, { kind: 'bar', label: 'name', value: 'value' });
  expect(rows.map(([, cell]) => cell?.bar && [cell.bar.start, cell.bar.length])).toEqual(expected);
});

it('shows rows that are shorter than the header', () => {
  const { rows } = tableOf(resultOf(['a', 'b'], [['x']]), null);
  expect(rows[0]?.map(({ text }) => text)).toEqual(['x', null]);
});
