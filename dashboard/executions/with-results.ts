import type { Execution } from './execution';
import type { Executions } from './executions';

/** So many of the newest executions are looked at, and so many manifests are read at once. */
const LOOKS = 200;
const AT_ONCE = 25;

/** The newest executions with query results, the newest first, `most` of them. */
export async function readWithResults(runs: Executions, most: number): Promise<readonly Execution[]> {
  const ended = (await runs.recent()).filter(({ stoppedAt }) => stoppedAt !== null).slice(0, LOOKS);
  const found: Execution[] = [];
  for (let start = 0; start < ended.length && found.length < most; start += AT_ONCE) {
    const complete = await Promise.all(ended.slice(start, start + AT_ONCE).map(runs.complete));
    found.push(...complete.filter(hasResults));
  }
  return found.slice(0, most);
}

export function hasResults({ manifest }: Execution): boolean {
  return manifest?.queries.some(({ location }) => location !== null) ?? false;
}
