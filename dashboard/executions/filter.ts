import type { Execution } from './execution';
import type { ExecutionItem } from './reads';

/** Which executions a list shows. */
export interface Filter {
  readonly state: StateFilter | undefined;
  /** A part of the upload's key, in any case. */
  readonly upload: string | undefined;
}

export const STATE_FILTERS = ['running', 'succeeded', 'failed'] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

const STATES: Readonly<Record<ExecutionItem['status'], StateFilter>> = {
  RUNNING: 'running',
  PENDING_REDRIVE: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'failed',
  ABORTED: 'failed',
};

/** So many manifests are read at once. */
const AT_ONCE = 25;

/** The executions that match, completed, in the order given, `most` of them. */
export async function filterExecutions(
  items: readonly ExecutionItem[],
  { state, upload }: Filter,
  complete: (item: ExecutionItem) => Promise<Execution>,
  most: number,
): Promise<readonly Execution[]> {
  const candidates = items.filter(({ status }) => state === undefined || STATES[status] === state);
  const wanted = upload?.toLowerCase();
  const found: Execution[] = [];
  for (let start = 0; start < candidates.length && found.length < most; start += AT_ONCE) {
    const completed = await Promise.all(candidates.slice(start, start + AT_ONCE).map(complete));
    found.push(...completed.filter(({ uploadKey }) => wanted === undefined || (uploadKey ?? '').toLowerCase().includes(wanted)));
  }
  return found.slice(0, most);
}
