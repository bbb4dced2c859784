import { z } from 'zod';
import type { DetailedEvent } from './reads';

const counted = z.object({
  Payload: z.object({
    filter: z.object({ outcome: z.string(), read: z.number(), kept: z.number(), dropped: z.number(), quarantined: z.number() }),
  }),
});

export type FilterCounts = z.infer<typeof counted>['Payload']['filter'];

/** What the filter's Lambda answered; undefined while it has not. */
export function filterCountsOf(events: readonly DetailedEvent[]): FilterCounts | undefined {
  for (const { type, output } of events) {
    if (type !== 'TaskSucceeded' || output === null) continue;
    const { data } = counted.safeParse(parsed(output));
    if (data) return data.Payload.filter;
  }
  return undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
