import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Names } from '../pipeline/names';
import { PREFIXES } from '../pipeline/prefixes';
import type { Analytics } from './analytics';
import type { Catalogue } from './catalogue';
import type { Filter } from './filter';
import type { Grant } from './service-role';
import type { Sweep } from './sweep';

/** What the tasks of the definition call. */
export interface TaskTargets {
  readonly names: Names;
  readonly bucket: Bucket;
  readonly filter: Filter;
  readonly sweep: Sweep;
  readonly catalogue: Catalogue;
  readonly analytics: Analytics;
}

/** Where the tables' files are. */
const TABLES = Object.entries({
  Processed: PREFIXES.processed,
  Dropped: PREFIXES.dropped,
  Uploads: PREFIXES.uploads,
  Orders: PREFIXES.orders,
});
const QUERIED = [...TABLES.map(([, prefix]) => prefix), PREFIXES.enriched];

/** What the definition's tasks need, task by task. A test walks the definition and compares: nothing missing, nothing more. */
export function taskGrants({ names, bucket, filter, sweep, catalogue, analytics }: TaskTargets): Grant[] {
  const stack = Stack.of(catalogue);
  const arn = (service: string, resource: string, resourceName: string) => stack.formatArn({ service, resource, resourceName });
  return [
    ...Object.entries({ FilterOrders: filter, SweepUploads: sweep }).map(([sid, step]) => ({
      sid,
      actions: ['lambda:InvokeFunction'],
      resources: [`${step.function.functionArn}:*`],
      because: 'Older versions of the state machine name older versions of the function',
    })),
    { sid: 'CrawlLoop', actions: ['glue:GetCrawler', 'glue:StartCrawler'], resources: [catalogue.crawlerArn] },
    { sid: 'EnsureTable', actions: ['glue:UpdateTable', 'glue:CreateTable'], resources: catalogue.processedArns },
    {
      sid: 'RunQueries',
      // StopQueryExecution: an execution that is aborted takes its queries with it.
      actions: ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:StopQueryExecution'],
      resources: [analytics.workGroupArn],
    },
    {
      sid: 'QueriesUseCatalogue',
      actions: ['athena:GetDataCatalog'],
      resources: [arn('athena', 'datacatalog', 'AwsDataCatalog')],
    },
    // Athena reads the catalogue and the bucket with the rights of the caller that started the query. It looks at database `default` first, in every context.
    {
      sid: 'QueriesReadDatabase',
      actions: ['glue:GetDatabase'],
      resources: [...catalogue.databaseArns, arn('glue', 'database', 'default')],
    },
    { sid: 'QueriesReadTables', actions: ['glue:GetTable', 'glue:GetPartitions'], resources: catalogue.tableArns },
    {
      sid: 'QueriesFindBucket',
      actions: ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
      resources: [bucket.bucketArn],
    },
    {
      sid: 'QueriesList',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      // "IfExists": whether there is such a bucket is asked without a prefix.
      conditions: { StringLikeIfExists: { 's3:prefix': QUERIED.map(prefix => `${prefix}*`) } },
    },
    ...TABLES.map(([name, prefix]) => ({
      sid: `QueriesRead${name}`,
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects(`${prefix}*`)],
      because: 'Athena reads every file of a table',
    })),
    ...Object.entries({ Results: PREFIXES.enriched, Snapshots: PREFIXES.orders }).map(([name, prefix]) => ({
      sid: `QueriesWrite${name}`,
      actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [bucket.arnForObjects(`${prefix}*`)],
      because: 'Athena names results after their query executions, and the files of a snapshot by itself',
    })),
    ...Object.entries({ PublishRun: PREFIXES.runs, PublishLatest: PREFIXES.latest }).map(([sid, prefix]) => ({
      sid,
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`${prefix}*`)],
      because: 'A manifest is named after its execution',
    })),
    {
      sid: 'ShareQueries',
      actions: ['s3:PutObject', 's3:GetObject'],
      resources: [bucket.arnForObjects(`${PREFIXES.claims}*`)],
      because: 'A claim is named after its moment',
    },
    {
      sid: 'FindAnswer',
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects(`${PREFIXES.runs}*`)],
      because: 'A manifest is named after its execution',
    },
    {
      sid: 'DescribeClaimant',
      actions: ['states:DescribeExecution'],
      resources: [
        stack.formatArn({
          service: 'states',
          resource: 'execution',
          resourceName: `${names.stateMachine}:*`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      because: 'An execution that waits for another asks whether it still runs',
    },
  ];
}

/** What Step Functions itself needs for its log and its traces. */
export function telemetryGrants(): Grant[] {
  return [
    {
      sid: 'DeliverLogsAndTraces',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      resources: ['*'],
      because: 'Log deliveries and X-Ray have no resources that a policy could name for these actions',
    },
  ];
}
