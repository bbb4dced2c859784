import { resultOf } from '../../../dashboard/executions/result';
import { compareResults } from '../../../dashboard/pages/compare-results';

const sales = (...rows: [string, string][]) => resultOf(['customer', 'total_sales'], rows);

it('tells new, gone and changed rows apart, the largest change first', async () => {
  const { changes, same } = await compareResults(
    sales(['a', '10.00'], ['b', '5.00'], ['c', '1.00']),
    sales(['b', '7.50'], ['d', '100.00'], ['c', '1.0']),
  );
  expect(changes).toEqual([
    { kind: 'new', before: null, after: ['d', '100.00'], differences: [null, '100.00'] },
    { kind: 'gone', before: ['a', '10.00'], after: null, differences: [null, '-10.00'] },
    { kind: 'changed', before: ['b', '5.00'], after: ['b', '7.50'], differences: [null, '2.50'] },
  ]);
  expect(same).toBe(1);
});

it('knows an order by its id, whatever else of it has changed', async () => {
  const orders = (status: string) => resultOf(['order_id', 'customer', 'amount', 'status'], [['O1', 'a', '5.00', status]]);
  expect((await compareResults(orders('confirmed'), orders('shipped'))).changes).toMatchObject([
    { kind: 'changed', differences: [null, null, null, null] },
  ]);
});

it('compares rows of one key by their place', async () => {
  const { changes, same } = await compareResults(sales(['a', '1'], ['a', '2']), sales(['a', '1'], ['a', '3'], ['a', '4']));
  expect([changes.map(({ kind }) => kind), same]).toEqual([['new', 'changed'], 1]);
});

it('compares columns by name', async () => {
  const older = resultOf(['total_sales', 'customer'], [['5', 'a']]);
  expect((await compareResults(older, sales(['a', '5']))).same).toBe(1);
});

it('of nothing and nothing has no changes', async () => {
  expect(await compareResults(sales(), sales())).toMatchObject({ changes: [], same: 0 });
});

it('gives others a turn while it compares 50,000 rows', async () => {
  const many = (amount: string) => sales(...Array.from({ length: 50_000 }, (_, index): [string, string] => [`customer ${index}`, amount]));
  const [older, newer] = [many('1.00'), many('2.00')];
  let turns = 0;
  const count = () => {
    turns += 1;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  const { changes } = await compareResults(older, newer);
  clearImmediate(next);
  expect(changes).toHaveLength(50_000);
  expect(turns).toBeGreaterThan(2);
});
