import { hasResults } from '../../pipeline/manifest';
import type { Execution } from './execution';
import type { ExecutionItem, ListOptions, Reads } from './reads';
import { NoAnswer } from './time-limit';

/** How far back the latest answers are looked for: pages of a thousand executions that succeeded. */
const PAGES = 5;
/** After so many unreadable manifests, AWS counts as not answering. */
const MOST_UNREAD = 3;

type Complete = (execution: ExecutionItem) => Promise<Execution>;

/**
 * In a data folder of a version that did not write `latest/`: the execution with query results that stopped last. Executions that found nothing
 * to do have none, and those of a given day never have the front page.
 */
export async function lastWithResults(executions: readonly ExecutionItem[], complete: Complete): Promise<Execution | undefined> {
  const succeeded = executions.filter(({ status }) => status === 'SUCCEEDED');
  let unread = 0;
  for (const execution of succeeded.toSorted((a, b) => Number(b.stoppedAt) - Number(a.stoppedAt))) {
    const run = await complete(execution);
    if (run.manifest && !run.manifest.isAsOfGiven && hasResults(run.manifest)) return run;
    if (run.unread && !run.manifest) unread += 1;
    if (unread === MOST_UNREAD) break;
  }
  // "None yet" would be wrong: they exist, but cannot be read now.
  if (unread > 0) throw new NoAnswer(`${unread} executions could not be read`);
  return undefined;
}

/** The same, for when the newest executions have none. */
export async function lookBack(reads: Reads, complete: Complete): Promise<Execution | undefined> {
  let options: ListOptions = { limit: 1000, onlySucceeded: true };
  for (let page = 0; page < PAGES; page++) {
    const { executions, nextToken } = await reads.listExecutions(options);
    const found = await lastWithResults(executions, complete);
    if (found || nextToken === undefined) return found;
    options = { ...options, token: nextToken };
  }
  return undefined;
}
