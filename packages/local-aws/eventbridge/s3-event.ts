import { ACCOUNT, REGION } from '../identity';
import type { ObjectCreated, ObjectDeleted } from '../s3/object-store';
import type { BusEvent } from './event';
import { stableUuid } from './stable-uuid';

/** The event that S3 sends for a new object. Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export function s3ObjectCreated({ bucket, key, size, etag, sequencer, reason, time }: ObjectCreated): BusEvent {
  return s3Event('Object Created', { bucket, key, sequencer, time }, { size, etag }, { reason });
}

/** The event that S3 sends for an object that was deleted. */
export function s3ObjectDeleted({ bucket, key, etag, sequencer, reason, deletionType, time }: ObjectDeleted): BusEvent {
  return s3Event('Object Deleted', { bucket, key, sequencer, time }, { etag }, { reason, 'deletion-type': deletionType });
}

/**
 * The key is as it is, never URL-encoded. The id follows from bucket, key and sequencer, so that an event which is sent twice stays one event.
 */
function s3Event(
  type: 'Object Created' | 'Object Deleted',
  { bucket, key, sequencer, time }: Pick<ObjectCreated, 'bucket' | 'key' | 'sequencer' | 'time'>,
  object: Readonly<Record<string, unknown>>,
  detail: Readonly<Record<string, unknown>>,
): BusEvent {
  const id = stableUuid('s3', bucket, key, sequencer);
  return {
    version: '0',
    id,
    'detail-type': type,
    source: 'aws.s3',
    account: ACCOUNT,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: REGION,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, ...object, sequencer },
      'request-id': id.replaceAll('-', '').slice(0, 16).toUpperCase(),
      requester: ACCOUNT,
      'source-ip-address': '127.0.0.1',
      ...detail,
    },
  };
}
