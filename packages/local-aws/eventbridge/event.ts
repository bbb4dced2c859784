import * as z from 'zod';

/** An event in EventBridge's envelope. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 in whole seconds, as AWS sends it. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export const eventSchema: z.ZodType<BusEvent> = z.object({
  version: z.literal('0'),
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});

/** What becomes of the events that match a pattern. */
export interface Rule {
  /** EventBridge's own limits: up to 64 of `A-Z a-z 0-9 . - _`. */
  readonly name: string;
  readonly pattern: unknown;
  /** Delivers to the target. It may be called again for an event that it has already delivered: see `executionName`. */
  readonly deliver: (event: BusEvent) => Promise<void>;
}
