import type { FailState } from '../../definition/machine';
import { StateFailure } from '../errors';
import { evaluateFields, typed } from '../evaluate';
import { type Outcome, settleIn, type Visit } from '../visit';

export async function failState(visit: Visit, state: FailState): Promise<Outcome> {
  const values = await evaluateFields(visit, { Error: state.Error, Cause: state.Cause });
  const text = (field: 'Error' | 'Cause') => {
    const json = values[field];
    return json === undefined ? undefined : typed(visit, field, state[field], json, 'string');
  };
  const [error, cause] = [text('Error'), text('Cause')];
  settleIn(visit);
  throw new StateFailure(error, cause);
}
