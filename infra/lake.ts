import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  type LifecycleRule,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PREFIXES } from '../pipeline/prefixes';
import type { Stage } from './stages/stage';

/**
 * CloudFormation never removes data, in any stage: a deleted stack leaves its buckets, and `npm run destroy` removes them
 * where the stage and the command both say so. A bucket of a first deployment that failed is empty, and goes.
 */
const SAFE: BucketProps = {
  encryption: BucketEncryption.S3_MANAGED,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
};

/** The bucket with the prefixes of the pipeline, and the bucket that its access logs go to. */
export class Lake extends Construct {
  readonly bucket: Bucket;
  /** Also takes the load balancer's logs, where there is one. */
  readonly accessLogs: Bucket;

  constructor(scope: Construct, id: string, { stage }: { readonly stage: Stage }) {
    super(scope, id);
    // A load balancer writes a test file when its logs are switched on, so that the rollback of a first deployment could not remove the
    // bucket, and the stack would stay behind. It leaves the bucket instead, which `npm run destroy -- --with-data` finds by its tag.
    const kept = stage.dashboard.access === 'internet' ? RemovalPolicy.RETAIN : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    this.accessLogs = new Bucket(this, 'AccessLogs', {
      ...SAFE,
      removalPolicy: kept,
      lifecycleRules: [expire('', stage.lifecycle.accessLogs), abandonedUploads()],
    });

    this.bucket = new Bucket(this, 'Bucket', { ...SAFE, versioned: true, lifecycleRules: lifecycle(stage) });
    const resource = this.bucket.node.defaultChild;
    if (!(resource instanceof CfnBucket)) throw new Error('expected the bucket to have its resource');
    // `eventBridgeEnabled` of the construct above would add a Lambda function of CDK's own that sets this one property.
    resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    // Here, too: CDK's class Bucket does not fit its own property for it under `exactOptionalPropertyTypes`.
    resource.loggingConfiguration = { destinationBucketName: this.accessLogs.bucketName, logFilePrefix: 's3/' };
    this.accessLogs.addToResourcePolicy(
      new PolicyStatement({
        sid: 'WriteServerAccessLogs',
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.accessLogs.arnForObjects('s3/*')],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnEquals: { 'aws:SourceArn': this.bucket.bucketArn },
        },
      }),
    );

    // Data that stays when the stack goes stays closed to what is not TLS, and its access logs go on.
    this.bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.accessLogs.policy?.applyRemovalPolicy(kept);
  }
}

/** Only its own execution reads a snapshot, for some minutes, and the pages read the latest, which the daily refresh renews. */
const SNAPSHOT_DAYS = 3;
/** A claim is used for some seconds. */
const CLAIM_DAYS = 1;

function lifecycle({ lifecycle: days }: Stage): LifecycleRule[] {
  return [
    ...(days.raw === undefined ? [] : [expire(PREFIXES.raw, days.raw)]),
    // Uploads are read once and then kept to be read again some day. Objects under 128 KB stay in Standard, at no charge for watching.
    {
      id: 'raw-to-intelligent-tiering',
      prefix: PREFIXES.raw,
      transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(30) }],
      // S3 refuses a transition that would come after the object has gone.
      enabled: days.raw === undefined || days.raw > 30,
    },
    expire(PREFIXES.quarantine, days.quarantine),
    expire(PREFIXES.enriched, days.enriched),
    expire(PREFIXES.runs, days.runs),
    expire(PREFIXES.latest, days.runs),
    { ...expire(PREFIXES.orders, SNAPSHOT_DAYS), noncurrentVersionExpiration: Duration.days(1) },
    expire(PREFIXES.claims, CLAIM_DAYS),
    {
      id: 'former-versions-expire',
      noncurrentVersionExpiration: Duration.days(days.formerVersions),
      expiredObjectDeleteMarker: true,
    },
    abandonedUploads(),
  ];
}

function expire(prefix: string, days: number): LifecycleRule {
  const id = prefix === '' ? 'all-expire' : `${prefix.replace('/', '')}-expire`;
  return { id, ...(prefix === '' ? {} : { prefix }), expiration: Duration.days(days) };
}

/** Parts of an upload that was never completed are stored and billed, but not listed. */
function abandonedUploads(): LifecycleRule {
  return { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(2) };
}
