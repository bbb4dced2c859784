import { setImmediate } from 'node:timers/promises';
import type { Scope, State } from '../definition/machine';
import type { Json } from '../jsonata/template';
import type { Branch } from './branch';
import type { Position } from './position';
import { choiceState } from './states/choice';
import { failState } from './states/fail';
import { mapState } from './states/map';
import { parallelState } from './states/parallel';
import { passState } from './states/pass';
import { succeedState } from './states/succeed';
import { taskState } from './states/task';
import { waitState } from './states/wait';
import { beginVisit, leave, type Outcome, type Visit } from './visit';

/** After this number of states the event loop and the disk get their turn, so that a looping definition neither starves others nor fills the memory. */
const STATES_PER_TURN = 50;

/** Runs a branch from its start, or from where it stopped, and gives the output of its last state. Throws the `StateFailure` that nothing caught. */
export async function runStates(branch: Branch, { StartAt, States }: Scope, input: Json, from?: Position): Promise<Json> {
  let name = from?.state ?? StartAt;
  let current = from?.input ?? input;
  let resumed = from;
  if (from) branch.variables = new Map([...branch.variables, ...Object.entries(from.variables)]);
  for (let count = 1; ; count += 1) {
    branch.signal.throwIfAborted();
    if (count % STATES_PER_TURN === 0) await Promise.all([setImmediate(), branch.execution.history.written()]);
    const state = States[name];
    if (!state) throw new Error(`There is no state ${name}`);
    const visit = beginVisit(branch, name, state.Type, current, resumed);
    resumed = undefined;
    const outcome = await runState(visit, state);
    if (state.Type !== 'Fail') leave(visit, state.Type, outcome);
    if (outcome.next === undefined) return outcome.output;
    name = outcome.next;
    current = outcome.output;
  }
}

function runState(visit: Visit, state: State): Promise<Outcome> {
  switch (state.Type) {
    case 'Pass':
      return passState(visit, state);
    case 'Task':
      return taskState(visit, state);
    case 'Choice':
      return choiceState(visit, state);
    case 'Wait':
      return waitState(visit, state);
    case 'Succeed':
      return succeedState(visit, state);
    case 'Fail':
      return failState(visit, state);
    case 'Parallel':
      return parallelState(visit, state);
    case 'Map':
      return mapState(visit, state);
  }
}
