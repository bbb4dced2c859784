import type { BusEvent, Rule } from './event';
import { stableUuid } from './stable-uuid';

/**
 * The name of the execution that a rule starts for an event: `<event id>_<uuid>`, as EventBridge names them.
 * It is the same at every delivery, so a second one meets `ExecutionAlreadyExists` and nothing runs twice.
 */
export function executionName(event: Pick<BusEvent, 'id'>, rule: Pick<Rule, 'name'>): string {
  return `${event.id}_${stableUuid('execution', rule.name, event.id)}`;
}
