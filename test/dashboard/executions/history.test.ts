import { createHistory } from '../../../dashboard/executions/history';
import { createFakeReads, type FakeReads } from '../fake-reads';

function historyOf(reads: FakeReads) {
  const clock = { time: 0 };
  return { clock, history: createHistory({ reads, holds: 5000, now: () => clock.time }) };
}

function add(reads: FakeReads, count: number): void {
  for (let added = 0; added < count; added++) reads.add({ name: `run-${reads.executions.length}` });
}

const lists = ({ calls }: FakeReads) => calls.filter(call => call === 'listExecutions').length;

async function names(history: ReturnType<typeof createHistory>, start: number, end: number): Promise<readonly string[]> {
  return (await history.slice(start, end)).items.map(({ name }) => name);
}

it('costs one list in its time, whatever is asked for', async () => {
  const reads = createFakeReads();
  add(reads, 900);
  const { clock, history } = historyOf(reads);
  await Promise.all([history.slice(0, 25), history.slice(0, 200), history.slice(875, 900)]);
  clock.time = 4999;
  await history.slice(500, 525);
  expect(lists(reads)).toBe(1);
  clock.time = 5000;
  await history.slice(0, 25);
  expect(lists(reads)).toBe(2);
});

test.each([1, 99, 150, 1050, 3000])('shows %i new ones before those that it knows', async count => {
  const reads = createFakeReads();
  add(reads, 1500);
  const { clock, history } = historyOf(reads);
  await history.slice(0, 1);
  add(reads, count);
  clock.time = 5000;
  expect(await names(history, 0, 1500)).toEqual(Array.from({ length: 1500 }, (_, index) => `run-${1499 + count - index}`));
});

it('goes on from its cursor, a thousand at a call', async () => {
  const reads = createFakeReads();
  add(reads, 3500);
  const { history } = historyOf(reads);
  const found = [];
  for (let page = 0; page < 140; page++) found.push(...(await names(history, page * 25, page * 25 + 25)));
  expect(found).toEqual(Array.from({ length: 3500 }, (_, index) => `run-${3499 - index}`));
  expect([lists(reads), (await history.slice(3475, 3500)).hasOlder]).toEqual([4, false]);
});

it('starts again where its cursor has expired', async () => {
  const reads = createFakeReads();
  add(reads, 2500);
  const { history } = historyOf(reads);
  await history.slice(0, 1);
  const { listExecutions } = reads;
  let expired = false;
  reads.listExecutions = options => {
    const token = options.token === undefined || expired ? options.token : 'expired';
    expired ||= token === 'expired';
    return listExecutions({ ...options, token });
  };
  expect(await names(history, 1990, 1992)).toEqual([]);
  expect(await names(history, 1990, 1992)).toEqual(['run-509', 'run-508']);
});

it('follows one that runs for longer than the newest list reaches', async () => {
  const reads = createFakeReads();
  reads.add({ name: 'long', status: 'RUNNING' });
  add(reads, 1100);
  const { clock, history } = historyOf(reads);
  await history.slice(0, 1101);
  const [long] = reads.executions;
  if (long) reads.executions[0] = { ...long, status: 'ABORTED', stoppedAt: new Date(0) };
  clock.time = 5000;
  expect((await history.slice(1100, 1101)).items).toMatchObject([{ name: 'long', status: 'ABORTED' }]);
});

it('takes what was found elsewhere, until it is listed', async () => {
  const reads = createFakeReads();
  add(reads, 2);
  const { clock, history } = historyOf(reads);
  await history.slice(0, 1);
  add(reads, 1);
  const [, , learned] = reads.executions;
  if (learned) history.learn(learned);
  expect(await names(history, 0, 3)).toEqual(['run-2', 'run-1', 'run-0']);
  clock.time = 5000;
  expect(await names(history, 0, 3)).toEqual(['run-2', 'run-1', 'run-0']);
});
