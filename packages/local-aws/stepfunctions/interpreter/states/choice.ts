import type { ChoiceState } from '../../definition/machine';
import { STATES, StateFailure, whileExecuting } from '../errors';
import { evaluateFields, typed } from '../evaluate';
import { settle } from '../settle';
import { type Outcome, settleIn, type Visit } from '../visit';

/** The first rule whose condition holds settles with its own Assign and Output, the default with the state's. */
export async function choiceState(visit: Visit, state: ChoiceState): Promise<Outcome> {
  for (const [index, rule] of state.Choices.entries()) {
    const place = `Choices[${index}]/Condition`;
    const { [place]: json = 'null' } = await evaluateFields(visit, { [place]: rule.Condition });
    if (typed(visit, place, rule.Condition, json, 'boolean'))
      return { ...(await settle(visit, rule, visit.input, {}, `Choices[${index}]/`)), next: rule.Next };
  }
  if (state.Default === undefined) {
    settleIn(visit);
    const cause = 'Failed to transition out of the state. The state does not point to a next state.';
    throw new StateFailure(STATES.runtime, whileExecuting(visit.name, visit.enteredId, cause));
  }
  return { ...(await settle(visit, state, visit.input)), next: state.Default };
}
