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
  const { rows } = tableOf(result, { chart: { kind: 'bar', label: 'name', value: 'value' } });
  expect(rows.map(([, cell]) => cell?.bar && [cell.bar.start, cell.bar.length])).toEqual(expected);
});

it('shows rows that are shorter than the header', () => {
  const { rows } = tableOf(resultOf(['a', 'b'], [['x']]));
  expect(rows[0]?.map(({ text }) => text)).toEqual(['x', null]);
});

test.each([
  ['order_month', ['2025-01-01', '2025-02-01'], 'month', 'January 2025'],
  ['order_date', ['2025-01-01', '2025-02-01'], 'date', '1 Jan 2025'],
  ['order_date', ['2025-01-01', 'x'], 'text', '2025-01-01'],
  ['total', ['1234.50', '3.868E7'], 'number', '1,234.50'],
  ['total', ['3.868E7', '1.5'], 'number', '38,680,000'],
  ['order_id', ['10001'], 'text', '10001'],
])('shows a column "%s" of %j as %s: %s', (name, values, kind, shown) => {
  const { columns, rows } = tableOf(
    resultOf(
      [name],
      values.map(value => [value]),
    ),
  );
  expect([columns[0]?.kind, rows[0]?.[0]?.shown]).toEqual([kind, shown]);
});

it('keeps the scale of the whole result on every page of it', () => {
  const result = resultOf(
    ['name', 'value'],
    [
      ['a', '100'],
      ['b', '50'],
      ['c', '-100'],
    ],
  );
  const chart = { kind: 'bar', label: 'name', value: 'value' } as const;
  const { rows } = tableOf(result, { chart, rows: result.rows.slice(1, 2) });
  expect(rows[0]?.[1]?.bar).toEqual({ start: '50%', length: '25%', negative: false, zero: '50%' });
});
