import { Duration } from 'aws-cdk-lib';
import type { Alias, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Names } from '../pipeline/names';
import { PREFIXES } from '../pipeline/prefixes';
import { FILTER_MEGABYTES } from '../pipeline/prices';
import { FILTER_TIMEOUT, filterEnvironment } from '../pipeline/rules';
import { nodeFunction } from './node-function';
import type { Grant } from './service-role';
import type { Stage } from './stages/stage';

export interface FilterProps {
  readonly stage: Stage;
  readonly names: Names;
  readonly bucket: Bucket;
}

/**
 * The Lambda function of step FilterOrders. Each change of it is a version, which the definition of the state machine names: so a version
 * of the state machine keeps the filter that it was deployed with, and going back by the machine's alias takes both.
 */
export class Filter extends Construct {
  readonly function: IFunction;
  /** What the definition invokes: `…:function:NAME:VERSION`. */
  readonly versionArn: string;
  /** The newest version, for people and for what is not the state machine. */
  readonly alias: Alias;

  constructor(scope: Construct, id: string, { stage, names, bucket }: FilterProps) {
    super(scope, id);
    const filter = nodeFunction(this, {
      stage,
      functionName: names.function,
      description: 'Orders pipeline: raw/ to processed/ and quarantine/',
      entry: 'filter-orders/filter-orders.lambda.ts',
      memorySize: FILTER_MEGABYTES,
      // The state machine waits as long. S3 feeds some 75 MB/s: that is a file of 60 GB, twelve times what one PUT can bring.
      timeout: Duration.seconds(FILTER_TIMEOUT),
      environment: filterEnvironment(stage.filter, stage.lifecycle.raw, stage.format),
      folders: ['sources'],
      roleDescription: 'FilterOrders: reads uploads, writes processed and quarantined rows',
      grants: dataGrants(bucket),
    });
    this.function = filter;
    this.versionArn = filter.currentVersion.functionArn;
    this.alias = filter.addAlias(ALIAS, { description: 'The version that the newest state machine invokes' });
  }
}

/** Of the function, as of the state machine. */
const ALIAS = 'live';

function dataGrants(bucket: Bucket): Grant[] {
  const objects = (prefix: string) => [bucket.arnForObjects(`${prefix}*`)];
  const { raw, processed, dropped, quarantine, uploads, runs } = PREFIXES;
  // GetObject is for HEAD: every write and removal is conditional on what was looked at.
  const change = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];
  return [
    { sid: 'ReadUploads', actions: ['s3:GetObject'], resources: objects(raw), because: 'People choose the names of their uploads' },
    ...Object.entries({ Processed: processed, Dropped: dropped, Quarantine: quarantine }).map(([name, prefix]) => ({
      sid: `Change${name}`,
      actions: [...change, 's3:AbortMultipartUpload'],
      resources: objects(prefix),
      because: 'Each upload has outputs named after it',
    })),
    { sid: 'ChangeRecords', actions: change, resources: objects(uploads), because: 'Each upload has a record named after it' },
    {
      sid: 'ReadManifests',
      actions: ['s3:GetObject'],
      resources: objects(runs),
      because: 'Each execution has a manifest under its own name',
    },
    {
      // For files of another format; and without it, S3 answers 403 for an object that is not there, which looks the same as a missing permission.
      sid: 'TellMissingFromForbidden',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      // "IfExists": a GET of one object, where this permission only turns 403 into 404, carries no prefix that could be compared.
      conditions: {
        StringLikeIfExists: { 's3:prefix': [raw, processed, dropped, quarantine, uploads, runs].map(prefix => `${prefix}*`) },
      },
    },
  ];
}
