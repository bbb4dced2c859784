import { ACCOUNT, REGION } from '../identity';
import type { ObjectCreated } from '../s3/object-store';
import type { BusEvent } from './event';
import { stableUuid } from './stable-uuid';

/**
 * The event that S3 sends for a new object. The key is as it is, never URL-encoded.
 * Its id follows from bucket, key and sequencer: the same object told twice is the same event.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function s3ObjectCreated({ bucket, key, size, etag, sequencer, reason, time }: ObjectCreated): BusEvent {
  const id = stableUuid('s3', bucket, key, sequencer);
  return {
    version: '0',
    id,
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: ACCOUNT,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: REGION,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, etag, sequencer },
      'request-id': id.replaceAll('-', '').slice(0, 16).toUpperCase(),
      requester: ACCOUNT,
      'source-ip-address': '127.0.0.1',
      reason,
    },
  };
}
