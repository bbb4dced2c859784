import type { ObjectCreated } from '../object-store';
import type { Bucket } from '../state/bucket';
import type { Incoming } from '../state/incoming';
import type { ObjectRecord } from '../state/records';
import type { Context, Target } from './operation';

/** An object as its creator describes it; the rest is decided when it becomes visible. */
export type NewObject = Omit<ObjectRecord, 'key' | 'id' | 'size' | 'sequencer' | 'reason' | 'lastModified'> & {
  readonly lastModified?: string;
};

/**
 * Makes received bytes an object, and sends its event. `decide` is asked under the key's lock, sees what the key holds, and may throw.
 * The bytes are dropped if they do not become an object. An event that could not be sent is sent at the next start.
 */
export async function createObject(
  context: Context,
  { bucket, key }: Target,
  incoming: Incoming,
  reason: ObjectCreated['reason'],
  decide: (current: ObjectRecord | undefined) => NewObject,
): Promise<ObjectRecord> {
  const { storage, now, onCreated } = context;
  let object: ObjectRecord;
  let time = now();
  try {
    await storage.markUnsent(incoming);
    object = await bucket.put(key, incoming, current => {
      const decided = decide(current);
      const change = storage.nextChange(now());
      time = change.time;
      return {
        ...decided,
        lastModified: later(decided.lastModified ?? wholeSeconds(time), current?.lastModified),
        key,
        id: incoming.id,
        size: incoming.size,
        sequencer: change.sequencer,
        reason,
      };
    });
  } catch (error) {
    await storage.drop(incoming);
    throw error;
  }
  await onCreated(createdEvent(bucket, object, time));
  await storage.markSent(incoming);
  return object;
}

export function createdEvent(bucket: Bucket, { key, size, etag, sequencer, reason }: ObjectRecord, time: Date): ObjectCreated {
  return { bucket: bucket.record.name, key, size, etag, sequencer, reason, time };
}

/** A key's time never goes back, though an upload in parts bears the time at which it began. */
function later(decided: string, current = ''): string {
  return decided > current ? decided : current;
}

/** ISO 8601. S3 keeps no fractions of a second. */
export function wholeSeconds(time: Date): string {
  return new Date(Math.floor(time.getTime() / 1000) * 1000).toISOString();
}
