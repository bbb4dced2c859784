import type { Execution } from './execution';
import type { ExecutionItem, ListOptions, Reads } from './reads';

/** How far back the latest answers are looked for: pages of a thousand executions that succeeded. */
const PAGES = 5;

type Complete = (execution: ExecutionItem) => Promise<Execution>;

/** The run with query results that stopped last. Executions that found nothing to do have none. */
export async function lastWithResults(executions: readonly ExecutionItem[], complete: Complete): Promise<Execution | undefined> {
  const succeeded = executions.filter(({ status }) => status === 'SUCCEEDED');
  for (const execution of succeeded.toSorted((a, b) => Number(b.stoppedAt) - Number(a.stoppedAt))) {
    const run = await complete(execution);
    if (run.manifest?.queries.some(({ location }) => location !== null)) return run;
  }
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
