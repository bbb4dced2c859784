import type { Execution } from '../executions/execution';
import type { Visit } from '../executions/timeline';
import type { Cost } from '../pages/dollars';

/** One execution in `/executions.json`. */
export function executionSummary({ name, status, startedAt, stoppedAt, manifest, uploadKey, error }: Execution) {
  return {
    name,
    status,
    outcome: manifest?.outcome ?? null,
    trigger: manifest?.trigger ?? null,
    upload: uploadKey,
    asOf: manifest?.asOf ?? null,
    startedAt: startedAt.toISOString(),
    stoppedAt: stoppedAt?.toISOString() ?? null,
    error,
  };
}

/** `/executions/NAME.json`: with its manifest as it is, what it cost, and every stay in a state. */
export function executionJson(execution: Execution, visits: readonly Visit[] | undefined, cost: Cost | null) {
  return {
    ...executionSummary(execution),
    manifest: execution.manifest,
    /** US dollars, as text. */
    cost: cost && {
      dollars: cost.dollars.toFixed(8),
      items: cost.items.map(({ what, quantity, price, dollars }) => ({ what, quantity, price, dollars: dollars.toFixed(8) })),
    },
    states:
      visits?.map(({ state, iteration, enteredAt, leftAt }) => ({
        state,
        iteration,
        enteredAt: enteredAt.toISOString(),
        leftAt: leftAt?.toISOString() ?? null,
      })) ?? null,
  };
}

export function executionsJson(executions: readonly Execution[], page: number, hasOlder: boolean) {
  return { page, next: hasOlder ? `/executions.json?page=${page + 1}` : null, executions: executions.map(executionSummary) };
}
