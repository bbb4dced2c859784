import * as z from 'zod';

const text = z.string().nullable().catch(null);
const milliseconds = z.number().nullable().catch(null);

const Event = z.object({
  detail: z.object({
    name: z.string(),
    status: z.enum(['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
    startDate: milliseconds,
    /** JSON. Absent where it is too large for an event. */
    input: text,
    error: text,
    cause: text,
  }),
});

/** The end of an execution, as EventBridge tells it: "Step Functions Execution Status Change". */
export type End = z.output<typeof Event>['detail'];

/** Throws where the event is another, which the rule never sends. */
export function parseEnd(event: unknown): End {
  return Event.parse(event).detail;
}
