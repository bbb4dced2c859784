import { type S3ErrorCode, s3Error } from '../protocol/s3-error';
import { type Xml, xmlDocument } from '../protocol/xml';
import { bucketOf, type Operation, targetOf } from './operation';

/** What a bucket answers about settings that nobody can change here: as S3 does for a bucket fresh from CreateBucket, with events on. */
export const BUCKET_SETTINGS: Readonly<Record<string, Operation>> = {
  accelerate: answers('AccelerateConfiguration', undefined),
  cors: isUnset('NoSuchCORSConfiguration'),
  encryption: answers('ServerSideEncryptionConfiguration', {
    Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
  }),
  lifecycle: isUnset('NoSuchLifecycleConfiguration'),
  logging: answers('BucketLoggingStatus', undefined),
  notification: answers('NotificationConfiguration', { EventBridgeConfiguration: '' }),
  'object-lock': isUnset('ObjectLockConfigurationNotFoundError'),
  ownershipControls: answers('OwnershipControls', { Rule: { ObjectOwnership: 'BucketOwnerEnforced' } }),
  policy: isUnset('NoSuchBucketPolicy'),
  policyStatus: isUnset('NoSuchBucketPolicy'),
  publicAccessBlock: answers('PublicAccessBlockConfiguration', {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  }),
  replication: isUnset('ReplicationConfigurationNotFoundError'),
  requestPayment: answers('RequestPaymentConfiguration', { Payer: 'BucketOwner' }),
  tagging: isUnset('NoSuchTagSet'),
  versioning: answers('VersioningConfiguration', undefined),
  website: isUnset('NoSuchWebsiteConfiguration'),
};

/** Tags cannot be set here, but a client that copies an object asks for them. */
export const getObjectTagging: Operation = async (context, request) => {
  const { bucket, key } = targetOf(context, request);
  if (!bucket.objects.get(key)) throw s3Error('NoSuchKey', { Key: key });
  return { status: 200, body: xmlDocument('Tagging', { TagSet: '' }) };
};

function answers(root: string, content: Xml): Operation {
  return async (context, request) => {
    bucketOf(context, request);
    return { status: 200, body: xmlDocument(root, content) };
  };
}

function isUnset(code: S3ErrorCode): Operation {
  return async (context, request) => {
    throw s3Error(code, { BucketName: bucketOf(context, request).record.name });
  };
}
