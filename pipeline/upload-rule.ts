import { PREFIXES } from './prefixes';

export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** `detail.reason` of a deletion by a lifecycle rule. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
const EXPIRATION = 'Lifecycle Expiration';

/**
 * The events that start an execution: everything that is created or deleted under `raw/`. One prefix and no wildcard, since EventBridge
 * refuses a pattern whose complexity is over 10; the filter decides which objects are order files. A deletion counts only where a person
 * made it: an expired object withdraws nothing.
 *
 * Matchers in one array are OR, and an absent `reason` (an "Object Created" of older events) passes by `exists: false`.
 */
export function uploadPattern(bucket: string): EventPattern {
  return {
    source: ['aws.s3'],
    'detail-type': ['Object Created', 'Object Deleted'],
    detail: {
      bucket: { name: [bucket] },
      object: { key: [{ prefix: PREFIXES.raw }] },
      reason: [{ 'anything-but': [EXPIRATION] }, { exists: false }],
    },
  };
}
