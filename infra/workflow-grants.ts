import { Stack } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { PREFIXES } from '../pipeline/prefixes';
import type { Analytics } from './analytics';
import type { Catalogue } from './catalogue';
import type { Filter } from './filter';
import type { Grant } from './service-role';

/** What the tasks of the definition call. */
export interface TaskTargets {
  readonly bucket: Bucket;
  readonly filter: Filter;
  readonly catalogue: Catalogue;
  readonly analytics: Analytics;
}

/** What the definition's tasks need, task by task. A test walks the definition and compares: nothing missing, nothing more. */
export function taskGrants({ bucket, filter, catalogue, analytics }: TaskTargets): Grant[] {
  const stack = Stack.of(catalogue);
  const arn = (service: string, resource: string, resourceName: string) => stack.formatArn({ service, resource, resourceName });
  return [
    {
      sid: 'FilterOrders',
      actions: ['lambda:InvokeFunction'],
      resources: [`${filter.function.functionArn}:*`],
      because: 'Older versions of the state machine name older versions of the one function',
    },
    { sid: 'CrawlLoop', actions: ['glue:GetCrawler', 'glue:StartCrawler'], resources: [catalogue.crawlerArn] },
    { sid: 'EnsureTable', actions: ['glue:GetTable', 'glue:UpdateTable', 'glue:CreateTable'], resources: catalogue.tableArns },
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
    // Athena reads the catalogue and the bucket as whoever started the query. It looks at database `default` first, whatever the context.
    {
      sid: 'QueriesReadDatabase',
      actions: ['glue:GetDatabase'],
      resources: [...catalogue.databaseArns, arn('glue', 'database', 'default')],
    },
    { sid: 'QueriesReadPartitions', actions: ['glue:GetPartitions'], resources: catalogue.tableArns },
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
      conditions: { StringLikeIfExists: { 's3:prefix': [`${PREFIXES.processed}*`, `${PREFIXES.enriched}*`] } },
    },
    {
      sid: 'QueriesReadProcessed',
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects(`${PREFIXES.processed}*`)],
      because: 'Athena reads every file of the table',
    },
    {
      sid: 'QueriesWriteResults',
      actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [bucket.arnForObjects(`${PREFIXES.enriched}*`)],
      because: 'Athena names a result after its query execution',
    },
    {
      sid: 'PublishRun',
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`${PREFIXES.runs}*`)],
      because: 'A manifest is named after its execution',
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
