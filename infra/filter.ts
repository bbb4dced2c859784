import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { FILTER_TIMEOUT, filterEnvironment } from '../pipeline/filter-settings';
import type { Names } from '../pipeline/names';
import { PREFIXES } from '../pipeline/prefixes';
import { type Grant, serviceRole } from './service-role';
import type { Stage } from './stages/stage';

export interface FilterProps {
  readonly stage: Stage;
  readonly names: Names;
  readonly bucket: Bucket;
}

/** The Lambda function of step FilterOrders. */
export class Filter extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, { stage, names, bucket }: FilterProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${names.function}`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.function = new NodejsFunction(this, 'Function', {
      functionName: names.function,
      description: 'Orders pipeline: raw/ to processed/ and quarantine/',
      entry: join(__dirname, '..', 'steps', 'filter-orders', 'filter-orders.lambda.ts'),
      projectRoot: join(__dirname, '..'),
      depsLockFilePath: join(__dirname, '..', 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // One whole vCPU, which is what a filter that works on one core can use; it needs a tenth of the memory.
      memorySize: 1769,
      // The state machine waits as long. S3 feeds some 75 MB/s: that is a file of 60 GB, twelve times what one PUT can bring.
      timeout: Duration.seconds(FILTER_TIMEOUT),
      environment: filterEnvironment(stage.filter),
      // The SDK's clients are bundled: the tested versions, and one file to load in place of the runtime's hundreds.
      bundling: {
        minify: true,
        target: 'node24',
        format: OutputFormat.CJS,
        bundleAwsSDK: true,
        mainFields: ['module', 'main'],
        esbuildArgs: { '--alias:@aws-sdk/credential-provider-node': join(__dirname, 'lambda-credentials.ts') },
        logLevel: LogLevel.WARNING,
      },
      // Else CDK adds a variable that only the SDK of former years reads.
      awsSdkConnectionReuse: false,
      logGroup,
      tracing: Tracing.ACTIVE,
      role: serviceRole(this, 'Role', {
        description: 'FilterOrders: reads uploads, writes processed and quarantined rows',
        assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
        grants: [...dataGrants(bucket), ...telemetryGrants(logGroup)],
      }),
    });
  }
}

function dataGrants(bucket: Bucket): Grant[] {
  const objects = (prefix: string) => [bucket.arnForObjects(`${prefix}*`)];
  const { raw, processed, quarantine, runs } = PREFIXES;
  return [
    { sid: 'ReadUploads', actions: ['s3:GetObject'], resources: objects(raw), because: 'People choose the names of their uploads' },
    {
      sid: 'WriteProcessed',
      // GetObject is for HEAD: what an output says of its source decides whether it is written again.
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      resources: objects(processed),
      because: 'Each upload has an output named after it',
    },
    {
      sid: 'WriteQuarantine',
      actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:DeleteObject'],
      resources: objects(quarantine),
      because: 'Each upload has a quarantine file named after it',
    },
    { sid: 'ReadManifests', actions: ['s3:GetObject'], resources: objects(runs), because: 'Each execution has a manifest of its own name' },
    {
      // Without it, S3 answers 403 for an object that is not there, which nobody could tell from a missing permission.
      sid: 'TellMissingFromForbidden',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      // "IfExists": a GET of one object, where this permission only turns 403 into 404, carries no prefix that could be compared.
      conditions: { StringLikeIfExists: { 's3:prefix': [`${raw}*`, `${processed}*`, `${runs}*`] } },
    },
  ];
}

function telemetryGrants(logGroup: LogGroup): Grant[] {
  return [
    {
      sid: 'WriteLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    },
    {
      sid: 'SendTraces',
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
      because: 'X-Ray has no resources that a policy could name for these two actions',
    },
  ];
}
