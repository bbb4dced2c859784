import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Names } from '../pipeline/names';
import { PREFIXES } from '../pipeline/prefixes';
import { FILTER_TIMEOUT, filterEnvironment } from '../pipeline/rules';
import { nodeFunction } from './node-function';
import type { Grant } from './service-role';
import type { Stage } from './stages/stage';
import { ALIAS } from './workflow';

export interface SweepProps {
  readonly stage: Stage;
  readonly names: Names;
  readonly bucket: Bucket;
}

/** The Lambda function SweepUploads: it starts an execution for each upload that is still open. */
export class Sweep extends Construct {
  readonly function: IFunction;
  /** What the definition invokes. */
  readonly versionArn: string;

  constructor(scope: Construct, id: string, { stage, names, bucket }: SweepProps) {
    super(scope, id);
    const arn = (resource: string, name: string) =>
      Stack.of(this).formatArn({ service: 'states', resource, resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    const sweep = nodeFunction(this, {
      stage,
      functionName: names.sweepFunction,
      description: 'Orders pipeline: starts an execution for each upload that is still open',
      entry: 'sweep-uploads/sweep-uploads.lambda.ts',
      folders: ['sources'],
      memorySize: 512,
      timeout: Duration.seconds(FILTER_TIMEOUT),
      environment: filterEnvironment(stage.filter, stage.lifecycle.raw, stage.format),
      roleDescription: 'SweepUploads: lists uploads and records, starts executions',
      grants: [
        ...dataGrants(bucket),
        {
          sid: 'StartExecution',
          actions: ['states:StartExecution'],
          // Step Functions checks the state machine's ARN and gives the alias as a qualifier.
          resources: [arn('stateMachine', names.stateMachine)],
          conditions: { StringEquals: { 'states:StateMachineQualifier': ALIAS } },
        },
        {
          sid: 'DescribeExecution',
          actions: ['states:DescribeExecution'],
          resources: [arn('execution', `${names.stateMachine}:sweep-*`)],
          because: 'Executions of a sweep are named by what they look at',
        },
      ],
    });
    this.function = sweep;
    this.versionArn = sweep.currentVersion.functionArn;
  }
}

function dataGrants(bucket: Bucket): Grant[] {
  const { raw, uploads, processed, dropped, latest } = PREFIXES;
  return [
    {
      sid: 'ReadRecords',
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects(`${uploads}*`)],
      because: 'Each upload has a record named after it',
    },
    ...[processed, dropped].map(prefix => ({
      sid: prefix === processed ? 'ReadWhoseProcessedFileIsLeft' : 'ReadWhoseDroppedFileIsLeft',
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects(`${prefix}*`)],
      because: 'Each upload has outputs named after it; the metadata of one that is left without a record tell the upload',
    })),
    {
      sid: 'ListWhatTheLedgerCompares',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      // "IfExists": a GET of one object, where this permission only turns 403 into 404, carries no prefix that could be compared.
      conditions: { StringLikeIfExists: { 's3:prefix': [raw, uploads, processed, dropped, latest].map(prefix => `${prefix}*`) } },
    },
  ];
}
