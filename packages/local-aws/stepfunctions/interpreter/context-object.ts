import type { Json } from '../jsonata/template';
import type { Visit } from './visit';

/** The item of a Map that its ItemSelector sees. */
export interface MapItem {
  readonly index: number;
  readonly value: Json;
}

/**
 * `$states.context` as JSON text. `RetryCount` is there in states that retry, `Map` in an ItemSelector only.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
export function contextObject(visit: Visit, item?: MapItem): Json {
  const { execution } = visit.branch;
  const retries = visit.type === 'Task' || visit.type === 'Parallel' || visit.type === 'Map';
  const described = {
    StartTime: instant(execution.startedAt),
    Name: execution.name,
    RoleArn: execution.roleArn,
    RedriveCount: execution.redriveCount,
    ...(execution.redrivenAt !== undefined && { RedriveTime: instant(execution.redrivenAt) }),
  };
  const state = { Name: visit.name, EnteredTime: instant(visit.enteredAt), ...(retries && { RetryCount: visit.retryCount }) };
  const parts = [
    `"Execution":{"Id":${JSON.stringify(execution.id)},"Input":${execution.input},${JSON.stringify(described).slice(1)}`,
    `"StateMachine":${JSON.stringify({ Id: execution.machine.id, Name: execution.machine.name })}`,
    `"State":${JSON.stringify(state)}`,
    ...(item ? [`"Map":{"Item":{"Index":${item.index},"Value":${item.value}}}`] : []),
  ];
  return `{${parts.join(',')}}`;
}

/** ISO 8601; whole seconds have no fraction. */
function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
