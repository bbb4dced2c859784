import { ServiceError } from '../../endpoint/service-error';
import { jsonComplaint } from '../definition/json-complaint';

/** Throws `InvalidExecutionInput` in the words of the JSON parser that AWS uses. */
export function checkExecutionInput(input: string): void {
  try {
    JSON.parse(input);
  } catch {
    const what = input.trim() === '' ? 'Invalid execution input.' : (jsonComplaint(input)?.message ?? 'Invalid execution input.');
    throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${what}'`);
  }
}
