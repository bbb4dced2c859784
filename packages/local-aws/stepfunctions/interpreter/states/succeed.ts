import type { SucceedState } from '../../definition/machine';
import { settle } from '../settle';
import type { Outcome, Visit } from '../visit';

export function succeedState(visit: Visit, { Output }: SucceedState): Promise<Outcome> {
  return settle(visit, { Output }, visit.input);
}
