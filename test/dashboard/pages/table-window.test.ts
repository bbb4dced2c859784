import { resultOf } from '../../../dashboard/executions/result';
import { tableQuery, windowOf } from '../../../dashboard/pages/table-window';

const customers = resultOf(
  ['customer', 'total_sales'],
  [
    ['Zoë', '300.00'],
    ['alice', '1000.00'],
    ['Bob', '-5.00'],
    ['Ärger', '3.868E7'],
    [null, null],
  ],
);
const many = resultOf(
  ['customer', 'total_sales'],
  Array.from({ length: 120 }, (_, index) => [`customer ${index}`, String(index)]),
);
const windowFor = (result: typeof customers, query: object) => windowOf(result, { query: tableQuery.parse(query), path: '/results/x' });
const names = (result: typeof customers, query: object) => windowFor(result, query).table.rows.map(([cell]) => cell?.text);

test.each([
  ['the order of the result', {}, ['Zoë', 'alice', 'Bob', 'Ärger', null]],
  ['an order by name, as people read', { sort: 'customer', order: 'asc' }, ['alice', 'Ärger', 'Bob', 'Zoë', null]],
  ['the other way around, with nothing last', { sort: 'customer', order: 'desc' }, ['Zoë', 'Bob', 'Ärger', 'alice', null]],
  ['an order by number', { sort: 'total_sales', order: 'asc' }, ['Bob', 'Zoë', 'alice', 'Ärger', null]],
  ['the largest number first', { sort: 'total_sales', order: 'desc' }, ['Ärger', 'alice', 'Zoë', 'Bob', null]],
  ['rows with a text in them', { q: ' ALI ' }, ['alice']],
  ['no rows where none has it', { q: 'nothing' }, []],
  ['all rows for a column that is not there', { sort: '__proto__' }, ['Zoë', 'alice', 'Bob', 'Ärger', null]],
])('shows %s', (_what, query, expected) => {
  expect(names(customers, query)).toEqual(expected);
});

test.each([
  [{}, '1 to 50 of 120 rows', null, '/results/x?page=2', 'customer 0'],
  [{ page: '3' }, '101 to 120 of 120 rows', '/results/x?page=2', null, 'customer 100'],
  [{ page: '99' }, '101 to 120 of 120 rows', '/results/x?page=2', null, 'customer 100'],
  [{ page: 'x' }, '1 to 50 of 120 rows', null, '/results/x?page=2', 'customer 0'],
  [{ q: '11', sort: 'total_sales', order: 'desc' }, '11 rows found', null, null, 'customer 119'],
])('has pages: %j is %s', (query, size, previousPath, nextPath, first) => {
  const window = windowFor(many, query);
  expect([window.size, window.previousPath, window.nextPath, window.table.rows[0]?.[0]?.text]).toEqual([
    size,
    previousPath,
    nextPath,
    first,
  ]);
});

it('has a link in each heading that sorts by it, the largest number first, and keeps the search', () => {
  const { headings } = windowFor(many, { q: '1', sort: 'customer', order: 'asc', page: '2' });
  expect(headings.map(({ path, sorted }) => [path, sorted])).toEqual([
    ['/results/x?sort=customer&order=desc&q=1', 'ascending'],
    ['/results/x?sort=total_sales&order=desc&q=1', null],
  ]);
});
