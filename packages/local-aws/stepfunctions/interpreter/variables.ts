import type { Json } from '../jsonata/template';
import { isTooLarge } from './data-limit';
import { STATES, StateFailure } from './errors';

/** All variables of one branch. Source: https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html#variable-limits */
const MOST_BYTES_TOGETHER = 10 * 1024 * 1024;

/** Throws `States.DataLimitExceeded` when one variable, those of one `Assign`, or all together are too large. */
export function assignVariables(variables: ReadonlyMap<string, Json>, assigned: Readonly<Record<string, Json>>): ReadonlyMap<string, Json> {
  const all = new Map([...variables, ...Object.entries(assigned)]);
  if (isTooLarge(Object.values(assigned).join(''))) throw tooLarge('The variables of one Assign field exceed 256 KiB.');
  const bytes = [...all.values()].reduce((sum, json) => sum + json.length, 0);
  if (bytes > MOST_BYTES_TOGETHER) throw tooLarge('The variables of the execution exceed 10 MiB.');
  return all;
}

function tooLarge(cause: string): StateFailure {
  return new StateFailure(STATES.dataLimitExceeded, cause);
}
