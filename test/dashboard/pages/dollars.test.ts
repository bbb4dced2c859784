import { parseManifest } from '../../../dashboard/executions/manifest';
import { costOf, countsOf, readBytesOf } from '../../../dashboard/pages/dollars';

const query = (id: string, bytesScanned: number | null, state = 'SUCCEEDED') => ({ id, title: id, state, bytesScanned });

function manifestOf(more: object) {
  const manifest = parseManifest(JSON.stringify({ version: 1, outcome: 'Succeeded', ...more }));
  if (!manifest) throw new Error('expected a manifest');
  return manifest;
}

const full = manifestOf({
  upload: { size: 80_000_000 },
  filter: { outcome: 'Written' },
  crawl: { status: 'SUCCEEDED', startedAt: '2026-11-22T19:00:01.000Z', looks: 3, startedHere: true },
  snapshot: { id: 'a', startedAt: '2026-11-22T19:00:02.000Z', bytesScanned: 2_000_000_000 },
  queries: [query('a', 4000), query('b', 500_000_000), query('c', 900_000_000, 'FAILED'), query('d', 10_000_000, 'CANCELLED')],
  uploads: query('uploads', 20_000_000),
});

const dollarsOf = (cost: ReturnType<typeof costOf>) => Object.fromEntries(cost.items.map(({ what, dollars }) => [what, dollars]));

describe('what an execution costs', () => {
  it('is its crawl, its bytes, its transitions and its function', () => {
    const cost = costOf({ manifest: full, crawlSharers: 1, transitions: 40, filterTime: 3000 });
    // 2 DPUs for a sixth of an hour at 0.44; 2,000 + 10 + 500 + 10 + 20 MB at 5 a terabyte; 40 at 0.025 a thousand; 3 s with 1,769 MB.
    expect(dollarsOf(cost)).toEqual({
      'Glue crawl': expect.closeTo(0.146667, 6),
      Athena: expect.closeTo(0.0127, 6),
      'Step Functions': expect.closeTo(0.001, 6),
      Lambda: expect.closeTo(0.0000693, 8),
    });
    expect(cost.dollars).toBeCloseTo(0.160436, 6);
    expect(cost.items.map(({ quantity }) => quantity)).toEqual([
      '2 DPUs for 10 minutes',
      '5 queries, 2.5 GB read, 2.5 GB billed',
      '40 state transitions',
      '3.0 s with 1,769 MB',
    ]);
  });

  it('has its share of a crawl that others wait for too', () => {
    const cost = costOf({ manifest: full, crawlSharers: 4, transitions: 40, filterTime: 3000 });
    expect(cost.items[0]).toMatchObject({
      quantity: '2 DPUs for 10 minutes, shared by 4 executions',
      dollars: expect.closeTo(0.036667, 6),
    });
  });

  it('is estimated where no history is at hand: the states of the way, and 40 MB a second after the first', () => {
    // 9 always, 11 for the crawl, 4 + 2 for each of five.
    expect(
      costOf({ manifest: full, crawlSharers: 1 })
        .items.map(({ quantity }) => quantity)
        .slice(2),
    ).toEqual(['34 state transitions', '3.0 s with 1,769 MB']);
  });

  it('is transitions alone after an end that leaves no manifest', () => {
    expect(dollarsOf(costOf({ manifest: null, crawlSharers: 1, transitions: 12 }))).toEqual({
      'Step Functions': expect.closeTo(0.0003, 9),
    });
  });

  it('counts states and the time in FilterOrders out of the history', () => {
    const at = (second: number) => new Date(second * 1000);
    const visit = (state: string, from: number, to: number | null) => {
      return { state, iteration: null, enteredAt: at(from), leftAt: to === null ? null : at(to) };
    };
    expect(countsOf([visit('FilterOrders', 0, 2), visit('FilterOrders', 5, 6), visit('Wait', 6, null)])).toEqual({
      transitions: 3,
      filterTime: 3000,
    });
    expect(countsOf(undefined)).toEqual({});
  });
});

it('knows the bytes of the snapshot, of each query, and of the one over the uploads', () => {
  expect(readBytesOf(full).map(({ what, bytes }) => [what, bytes])).toEqual([
    ['BuildOrders', 2_000_000_000],
    ['a', 4000],
    ['b', 500_000_000],
    ['c', 900_000_000],
    ['d', 10_000_000],
    ['uploads', 20_000_000],
  ]);
});
