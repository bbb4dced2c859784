import type { PassState } from '../../definition/machine';
import { settle } from '../settle';
import type { Outcome, Visit } from '../visit';

export async function passState(visit: Visit, state: PassState): Promise<Outcome> {
  return { ...(await settle(visit, state, visit.input)), next: state.Next };
}
