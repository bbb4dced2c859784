import type { Execution } from './execution';
import type { Executions } from './executions';
import type { ExecutionItem } from './reads';
import { hasResults } from './with-results';

/** How many executions are looked at for answers: those that found nothing to do have none. */
const LOOKS = 20;

/** The execution with query results that ended last before `run`, among the newest ones; undefined where there is none. */
export async function readPrevious(runs: Executions, run: ExecutionItem): Promise<Execution | undefined> {
  const earlier = (await runs.recent())
    .filter(({ name, status, stoppedAt }) => name !== run.name && status === 'SUCCEEDED' && Number(stoppedAt) <= Number(run.stoppedAt))
    .toSorted((a, b) => Number(b.stoppedAt) - Number(a.stoppedAt));
  for (const execution of earlier.slice(0, LOOKS)) {
    const complete = await runs.complete(execution);
    // The answers of a given day are not those before.
    if (hasResults(complete) && !complete.manifest?.isAsOfGiven) return complete;
  }
  return undefined;
}
