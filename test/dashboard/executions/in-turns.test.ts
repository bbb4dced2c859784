import { Readable } from 'node:stream';
import { resultRows } from '../../../dashboard/executions/result';

/** How often others had a turn until `work` was done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const count = () => {
    turns += 1;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  await work();
  clearImmediate(next);
  return turns;
}

describe('a file that is there at once', () => {
  it.each([
    ['one row of 120,000 fields', `${Array.from({ length: 120_000 }, (_, index) => `"c${index}"`).join(',')}\n`, 1],
    ['40,000 rows', '"a","1.00","x"\n'.repeat(40_000), 40_000],
    ['a field of 8 MiB', `"${'x'.repeat(8 * 1024 * 1024)}"\n`, 1],
  ])('is read with turns for others: %s', async (_, text, expected) => {
    let rows = 0;
    const turns = await turnsDuring(async () => {
      for await (const _row of resultRows(Readable.from([Buffer.from(text)]))) rows += 1;
    });
    expect(rows).toBe(expected);
    expect(turns).toBeGreaterThan(2);
  });
});
