import { z } from 'zod';
import type { Execution } from './executions/execution';
import type { Executions } from './executions/executions';
import { createMemo } from './executions/memo';
import { branchTitles } from './pages/branches';
import type { ExecutionData, SelectedState } from './pages/execution';
import { parseMachine } from './pages/machine/definition';
import { layoutOf, type MachineLayout } from './pages/machine/layout';

/** The state of an execution whose details are shown, from the address. */
export const stateQuery = z.object({
  state: z.string().min(1).max(80).optional().catch(undefined),
  iteration: z.coerce.number().int().min(0).max(100_000).optional().catch(undefined),
});

export type StateQuery = z.infer<typeof stateQuery>;

type Parts = Pick<ExecutionData, 'visits' | 'layout' | 'counts' | 'selected'>;

/** Reads what the page of an execution shows besides the execution itself. A layout is made once for a definition. */
export function createExecutionPartsReader(runs: Executions) {
  const layouts = createMemo<MachineLayout | null>({ entries: 20 });

  return async (run: Execution, titles: readonly string[], query: StateQuery): Promise<Parts> => {
    const lanes = branchTitles(run.manifest, titles).length;
    const [visits, layout, selected] = await Promise.all([
      runs.timeline(run),
      // If the definition cannot be read, the page has no picture.
      layouts(`${run.name} ${lanes}`, () => readLayout(run, lanes)).catch(() => null),
      readSelected(run, query),
    ]);
    const hasFiltered = visits?.some(({ state, leftAt }) => state === 'FilterOrders' && leftAt !== null);
    return { visits, layout, selected, counts: hasFiltered && !run.manifest ? await runs.counts(run) : undefined };
  };

  async function readLayout(run: Execution, lanes: number): Promise<MachineLayout | null> {
    const json = await runs.definition(run);
    const machine = json === undefined ? undefined : parseMachine(json);
    return machine ? layoutOf(machine, lanes) : null;
  }

  async function readSelected(run: Execution, { state, iteration }: StateQuery): Promise<SelectedState | null> {
    if (state === undefined) return null;
    return { state, iteration: iteration ?? null, events: (await runs.details(run)) ?? [] };
  }
}
