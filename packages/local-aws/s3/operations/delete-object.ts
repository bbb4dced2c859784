import type { ObjectDeleted } from '../object-store';
import type { ObjectRecord } from '../state/records';
import { mustStillBe } from './conditions';
import { type Context, type Operation, type Target, targetOf } from './operation';

/** DeleteObject: a key that is not there is deleted all the same, without an event. */
export const deleteObject: Operation = async (context, request) => {
  await removeObject(context, targetOf(context, request), request.header('if-match'));
  return { status: 204 };
};

/**
 * Removes an object and sends the event. The event is on the disk before the object goes, so that a process that is killed in between
 * sends it at its next start. Throws NoSuchKey, PreconditionFailed.
 */
export async function removeObject(
  { storage, now, onDeleted }: Context,
  { bucket, key }: Target,
  ifMatch: string | undefined,
  reason: ObjectDeleted['reason'] = 'DeleteObject',
): Promise<void> {
  let event: ObjectDeleted | undefined;
  const removed = await bucket.remove(
    key,
    current => mustStillBe(ifMatch, key, current),
    async object => {
      event = deletedEvent(bucket.record.name, object, reason, storage.nextChange(now()));
      await storage.noteDeletion(object.id, event);
    },
  );
  if (!removed || !event) return;
  await onDeleted(event);
  await storage.endDeletion(removed.id);
}

function deletedEvent(
  bucket: string,
  { key, etag }: ObjectRecord,
  reason: ObjectDeleted['reason'],
  { sequencer, time }: { sequencer: string; time: Date },
): ObjectDeleted {
  return { bucket, key, etag, sequencer, reason, deletionType: 'Permanently Deleted', time };
}
