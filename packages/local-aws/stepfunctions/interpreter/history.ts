import type { HistoryEventType } from '@aws-sdk/client-sfn';
import { STATES, StateFailure } from './errors';

/** An event as GetExecutionHistory answers it, but for the timestamp, which is in milliseconds since 1970. */
export interface HistoryEvent {
  readonly timestamp: number;
  readonly type: HistoryEventType;
  readonly id: number;
  readonly previousEventId: number;
  /** One member, `taskScheduledEventDetails` and its like. */
  readonly [details: `${string}Details`]: unknown;
}

/** The details of an event; what is undefined is left out. */
export type EventDetails = Readonly<Record<string, unknown>>;

export interface History {
  /** Numbers the event and records it. Throws a `States.Runtime` failure when only the last event is left. */
  add(type: HistoryEventType, previousEventId: number, details?: EventDetails, timestamp?: number): number;
  /** The event that ends the execution; it always fits. */
  end(type: HistoryEventType, previousEventId: number, details: EventDetails): void;
  /** Resolves when every event so far is in the log. */
  written(): Promise<void>;
}

/** Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_EVENTS = 25_000;

/** Where events go: `append` puts one there, `flush` resolves when all are. */
export interface EventLog {
  append(event: HistoryEvent): void;
  flush(): Promise<void>;
}

/** Numbers events from 1, or from what a redriven execution has recorded, and appends each to the log. */
export function createHistory({ append, flush }: EventLog, now: () => number, recorded = 0): History {
  let last = recorded;
  function put(type: HistoryEventType, previousEventId: number, details?: EventDetails, timestamp = now()): number {
    last += 1;
    append({ timestamp, type, id: last, previousEventId, ...(details && { [memberOf(type)]: withTruncation(details) }) });
    return last;
  }
  return {
    add(type, previousEventId, details, timestamp) {
      if (last >= MOST_EVENTS - 1)
        throw new StateFailure(STATES.runtime, `The execution reached the maximum number of history events (${MOST_EVENTS}).`);
      return put(type, previousEventId, details, timestamp);
    },
    end: put,
    written: flush,
  };
}

/** `taskScheduledEventDetails` of `TaskScheduled`. All states are entered and left in the same words. */
function memberOf(type: HistoryEventType): `${string}Details` {
  const event = type.replace(/^\w+(?=State(Entered|Exited)$)/, '');
  return `${event.charAt(0).toLowerCase()}${event.slice(1)}EventDetails`;
}

/** Of these AWS says whether they are whole; here they always are. */
const TRUNCATED_IN_AWS = ['input', 'output', 'assignedVariables'];

function withTruncation(details: EventDetails): EventDetails {
  const data = TRUNCATED_IN_AWS.filter(name => name in details);
  return { ...details, ...Object.fromEntries(data.map(name => [`${name}Details`, { truncated: false }])) };
}
