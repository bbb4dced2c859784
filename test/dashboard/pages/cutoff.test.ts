import { parseManifest } from '../../../dashboard/executions/manifest';
import { cutoffNotices, cutoffOf } from '../../../dashboard/pages/cutoff';
import { EVERYONE } from '../../../dashboard/pages/viewer';

const runOf = (bytesScanned: number | null) => {
  const manifest = parseManifest(
    JSON.stringify({ version: 1, outcome: 'Succeeded', snapshot: { id: 'a', startedAt: '2026-11-22T19:00:02.000Z', bytesScanned } }),
  );
  if (!manifest) throw new Error('expected a manifest');
  const at = new Date(0);
  return { name: 'run', status: 'SUCCEEDED', startedAt: at, stoppedAt: at, manifest, uploadKey: null, error: null } as const;
};

it.each([
  [79, '79.0%', false],
  [80, '80.0%', true],
  [120, '120.0%', true],
] as const)('says how far %i of 100 bytes are', (bytes, share, isNear) => {
  expect(cutoffOf(runOf(bytes), 100)).toEqual({
    text: `BuildOrders read ${bytes} bytes, ${share} of the 100 bytes at which Athena cancels a query.`,
    isNear,
    length: `${Math.min(bytes, 100)}%`,
  });
  expect(cutoffNotices(runOf(bytes), 100, EVERYONE)).toHaveLength(isNear ? 1 : 0);
});

it('says nothing of an execution that read nothing', () => {
  expect(cutoffOf(runOf(null), 100)).toBeNull();
  expect(cutoffNotices(runOf(null), 100, EVERYONE)).toEqual([]);
});
