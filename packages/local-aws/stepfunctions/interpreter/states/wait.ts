import type { WaitState } from '../../definition/machine';
import { parseTimestamp } from '../../definition/timestamp';
import { STATES, StateFailure, whileExecuting } from '../errors';
import { evaluateFields, evaluationFailed, typed } from '../evaluate';
import { settle } from '../settle';
import { type Outcome, settleIn, type Visit } from '../visit';

/** AWS starts to count in 32 bits: a wait of 24,856 days is refused. */
const LONGEST_MILLISECONDS = (2 ** 31 - 1) * 1000;

export async function waitState(visit: Visit, state: WaitState): Promise<Outcome> {
  settleIn(visit);
  const milliseconds = await waitingTime(visit, state);
  if (milliseconds > LONGEST_MILLISECONDS)
    throw new StateFailure(STATES.runtime, whileExecuting(visit.name, visit.enteredId, 'Wait state delay is too long.'));
  if (milliseconds > 0) await visit.branch.execution.clock.sleep(milliseconds, visit.branch.signal);
  return { ...(await settle(visit, state, visit.input)), next: state.Next };
}

async function waitingTime(visit: Visit, { Seconds, Timestamp }: WaitState): Promise<number> {
  const values = await evaluateFields(visit, { Seconds, Timestamp });
  if (values.Seconds !== undefined) {
    const seconds = typed(visit, 'Seconds', Seconds, values.Seconds, 'number');
    if (!Number.isInteger(seconds))
      throw evaluationFailed(visit, `The Seconds field cannot be parsed as a long value: ${values.Seconds}`, 'Seconds');
    if (seconds < 0) throw evaluationFailed(visit, `The Seconds field cannot be negative: ${values.Seconds}`, 'Seconds');
    return seconds * 1000;
  }
  const timestamp = typed(visit, 'Timestamp', Timestamp, values.Timestamp ?? 'null', 'string');
  const until = parseTimestamp(timestamp);
  if (until === undefined) {
    const what = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`;
    throw evaluationFailed(visit, what, 'Timestamp');
  }
  return until - visit.branch.execution.clock.now();
}
