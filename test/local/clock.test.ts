import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startLocalPipeline } from '../../local/local-pipeline';

it('tells the dashboard the time that a test has moved', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'clock-'));
  const local = await startLocalPipeline({ directory, port: 0, movableClock: true, isIdle: true });
  const before = local.now().getTime();
  const moved = await fetch(`${local.url}/_clock`, { method: 'POST', body: JSON.stringify({ seconds: 1800 }) });
  const { now } = z.object({ now: z.string() }).parse(await moved.json());
  const after = local.now().getTime();
  await local.close();
  rmSync(directory, { recursive: true });
  expect(after - before).toBeGreaterThanOrEqual(1_800_000);
  expect(after).toBeGreaterThanOrEqual(Date.parse(now));
});
