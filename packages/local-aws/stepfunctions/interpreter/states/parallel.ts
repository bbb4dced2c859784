import type { ParallelState } from '../../definition/machine';
import type { Json } from '../../jsonata/template';
import { add, advance } from '../branch';
import { checkSize } from '../data-limit';
import { evaluateFields } from '../evaluate';
import { withRecovery } from '../recovery';
import { runBranches } from '../run-branches';
import { settle } from '../settle';
import { type Outcome, recordFailed, settleIn, type Visit } from '../visit';

export function parallelState(visit: Visit, state: ParallelState): Promise<Outcome> {
  return withRecovery(
    visit,
    state,
    () => attempt(visit, state),
    () => recordFailed(visit, 'ParallelStateFailed'),
  );
}

async function attempt(visit: Visit, state: ParallelState): Promise<Outcome> {
  const { branch, resumed } = visit;
  visit.resumed = undefined;
  const input = resumed?.inputs[0] ?? (await begin(visit, state));
  const outputs = await runBranches(
    branch,
    state.Branches.map(branch => ({ scope: branch, input })),
    { resumed },
  );
  const result = `[${outputs.join(',')}]`;
  const outcome = await settle(visit, state, result, { result });
  add(branch, 'ParallelStateSucceeded');
  return { ...outcome, next: state.Next };
}

/** What each branch gets. */
async function begin(visit: Visit, state: ParallelState): Promise<Json> {
  const { Arguments: input = visit.input } = await evaluateFields(visit, { Arguments: state.Arguments });
  settleIn(visit);
  checkSize(input, visit.name);
  advance(visit.branch, 'ParallelStateStarted');
  return input;
}
