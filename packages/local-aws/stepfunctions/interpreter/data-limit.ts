import type { Json } from '../jsonata/template';
import { STATES, StateFailure } from './errors';

/** The most bytes of one payload or variable. Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const MOST_BYTES = 256 * 1024;

export function isTooLarge(json: Json): boolean {
  // A character takes three bytes at most: only a long text needs counting.
  return json.length * 3 > MOST_BYTES && Buffer.byteLength(json) > MOST_BYTES;
}

/** Throws `States.DataLimitExceeded`; `what` is the state, or the resource of a task. */
export function checkSize(json: Json, what: string): void {
  if (isTooLarge(json)) {
    throw new StateFailure(
      STATES.dataLimitExceeded,
      `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  }
}
