import type { Execution } from './execution';
import type { Executions } from './executions';

/** Executions that wait for one crawl start within this time of each other. */
const NEAR_MS = 3_600_000;
const MOST = 100;

/** How many executions, this one included, waited for the crawl that this one waited for. Looks at the newest executions. */
export async function readCrawlSharers(runs: Executions, run: Execution): Promise<number> {
  if (!run.manifest?.crawl?.startedAt) return 1;
  const near = (await runs.recent()).filter(
    ({ startedAt, stoppedAt }) => stoppedAt !== null && Math.abs(startedAt.getTime() - run.startedAt.getTime()) < NEAR_MS,
  );
  return crawlSharersOf(run, await Promise.all(near.slice(0, MOST).map(runs.complete)));
}

/** The same among known executions. An execution that shares a crawl did not start it, so there are at least two. */
export function crawlSharersOf({ name, manifest }: Execution, executions: readonly Execution[]): number {
  const { startedAt, startedHere } = manifest?.crawl ?? {};
  const others = startedAt ? executions.filter(other => other.name !== name && other.manifest?.crawl?.startedAt === startedAt) : [];
  return Math.max(1 + others.length, startedHere === false ? 2 : 1);
}
