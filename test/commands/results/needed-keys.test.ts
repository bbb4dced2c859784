import { neededKeys } from '../../../commands/results/needed-keys';
import type { Manifest } from '../../../pipeline/manifest';

describe('the keys that the latest results need', () => {
  it('are, of a query that failed there, those of its newest good result too', () => {
    const manifest = (
      snapshot: string,
      results: Readonly<Record<string, string | null>>,
    ): Pick<Manifest, 'queries' | 'uploads' | 'snapshot'> =>
      Object({
        queries: Object.entries(results).map(([id, name]) => ({ id, location: name && `s3://b/enriched/${name}.csv` })),
        uploads: null,
        snapshot: { location: `s3://b/orders/${snapshot}/` },
      });
    expect(
      neededKeys([
        ['latest/3', manifest('s3', { one: 'x3', two: null })],
        ['latest/2', manifest('s2', { one: 'x2', two: 'y2' })],
        ['latest/1', manifest('s1', { one: 'x1', two: 'y1' })],
      ]),
    ).toEqual(['latest/3', 'enriched/x3', 'orders/s3/', 'latest/2', 'enriched/y2']);
  });
});
