import { filterExecutions } from '../../../dashboard/executions/filter';
import type { ExecutionItem } from '../../../dashboard/executions/reads';

const at = new Date(0);
const items = [
  { name: 'a', status: 'RUNNING', startedAt: at, stoppedAt: null },
  { name: 'b', status: 'FAILED', startedAt: at, stoppedAt: at },
  { name: 'c', status: 'SUCCEEDED', startedAt: at, stoppedAt: at },
  { name: 'd', status: 'ABORTED', startedAt: at, stoppedAt: at },
] as const;

test.each([
  [{ state: undefined, upload: undefined }, ['a', 'b', 'c', 'd']],
  [{ state: 'failed', upload: undefined }, ['b', 'd']],
  [{ state: 'running', upload: undefined }, ['a']],
  [{ state: undefined, upload: 'RAW/C' }, ['c']],
  [{ state: 'failed', upload: 'raw/c' }, []],
] as const)('by %j finds %j', async (filter, expected) => {
  const complete = async (item: ExecutionItem) => ({ ...item, manifest: null, uploadKey: `raw/${item.name}.csv`, error: null });
  const found = await filterExecutions(items, filter, complete, 10);
  expect(found.map(({ name }) => name)).toEqual(expected);
});
