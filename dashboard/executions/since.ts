import type { Execution } from './execution';
import type { Executions } from './executions';
import type { ExecutionItem } from './reads';

/** Executions that the answers on the page do not include. */
export interface Since {
  /** The last failed execution among those that started or stopped after the answers, or gave only some of them; among all while there are no answers. */
  readonly lastFailed: Execution | undefined;
  /** How many those are. */
  readonly failed: number;
  readonly running: Execution | undefined;
}

/** Looks at the newest executions only. `latest` is the one whose answers are shown. */
export async function readSince(runs: Executions, latest: ExecutionItem | undefined): Promise<Since> {
  const recent = await runs.recent();
  const failed = recent.filter(
    execution => hasFailed(execution) && (!latest || isLater(execution, latest) || execution.name === latest.name),
  );
  const [lastFailed] = failed.toSorted((a, b) => Number(b.stoppedAt) - Number(a.stoppedAt));
  const running = recent.find(({ stoppedAt }) => !stoppedAt);
  return {
    lastFailed: lastFailed && (await runs.complete(lastFailed)),
    failed: failed.length,
    running: running && (await runs.complete(running)),
  };
}

function hasFailed({ status }: ExecutionItem): boolean {
  return status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
}

function isLater(execution: ExecutionItem, other: ExecutionItem): boolean {
  return execution.startedAt > other.startedAt || Number(execution.stoppedAt) > Number(other.stoppedAt);
}
