import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Names } from '../pipeline/names';
import { PREFIXES } from '../pipeline/prefixes';
import type { Grant } from './service-role';
import type { Stage } from './stages/stage';
import type { Workflow } from './workflow';

/** What the dashboard reads. */
export interface DashboardSources {
  readonly names: Names;
  readonly bucket: Bucket;
  readonly workflow: Workflow;
  /** Where it is given, people sign in. @default - no password is asked for */
  readonly signInSecret?: Secret | undefined;
}

export interface HostGrantsProps extends DashboardSources {
  readonly stage: Stage;
  readonly bundle: Asset;
  readonly log: LogGroup;
}

/** What the machine may do: what the dashboard reads, and what it takes to boot, to be logged in to and to be watched. */
export function hostGrants(props: HostGrantsProps): Grant[] {
  return [...dashboardGrants(props), ...actionGrants(props), ...uploadGrants(props), ...machineGrants(props)];
}

/** The dashboard's own calls. A test records them in local AWS, and compares. */
function dashboardGrants({ bucket, workflow: { stateMachine }, names, signInSecret }: DashboardSources): Grant[] {
  const executions = executionsOf(stateMachine, names);
  const objects = (prefix: string) => [bucket.arnForObjects(`${prefix}*`)];
  const { raw, processed, dropped, quarantine, uploads, enriched, runs, latest } = PREFIXES;
  return [
    { sid: 'ListExecutions', actions: ['states:ListExecutions'], resources: [stateMachine.stateMachineArn] },
    {
      sid: 'ReadExecutions',
      actions: ['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'],
      resources: [executions],
      because: 'Any execution of the one state machine',
    },
    {
      sid: 'ReadResults',
      actions: ['s3:GetObject'],
      resources: objects(enriched),
      because: 'Athena names a result after its query execution',
    },
    { sid: 'ReadManifests', actions: ['s3:GetObject'], resources: objects(runs), because: 'A manifest is named after its execution' },
    { sid: 'ReadLatest', actions: ['s3:GetObject'], resources: objects(latest), because: 'A manifest is named after its execution' },
    { sid: 'ReadRecords', actions: ['s3:GetObject'], resources: objects(uploads), because: 'A record is named after its upload' },
    {
      sid: 'ReadQuarantine',
      actions: ['s3:GetObject'],
      resources: objects(quarantine),
      because: 'A quarantine file is named after its upload',
    },
    {
      // The latest execution, and what lies in raw/ against its records. Without it, S3 answers 403 for an object that is not there, too;
      // see infra/filter.ts.
      sid: 'ListObjects',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: {
        StringLikeIfExists: {
          's3:prefix': [raw, processed, dropped, quarantine, uploads, enriched, runs, latest].map(prefix => `${prefix}*`),
        },
      },
    },
    ...(signInSecret ? [{ sid: 'ReadSignInSecret', actions: ['secretsmanager:GetSecretValue'], resources: [signInSecret.secretArn] }] : []),
  ];
}

/** What people on call do, where the stage allows it. */
function actionGrants({ stage, bucket, workflow: { stateMachine }, names }: HostGrantsProps): Grant[] {
  if (!stage.dashboard.actions) return [];
  return [
    { sid: 'StartExecutions', actions: ['states:StartExecution'], resources: [stateMachine.stateMachineArn] },
    {
      sid: 'StopExecutions',
      actions: ['states:StopExecution', 'states:RedriveExecution'],
      resources: [executionsOf(stateMachine, names)],
      because: 'Any execution of the one state machine',
    },
    {
      sid: 'WithdrawUploads',
      actions: ['s3:DeleteObject'],
      resources: [bucket.arnForObjects(`${PREFIXES.raw}*`)],
      because: 'People name their uploads as they like',
    },
  ];
}

/** Files that people drop on the page, where the stage allows it. */
function uploadGrants({ stage, bucket }: HostGrantsProps): Grant[] {
  if (!stage.dashboard.uploads) return [];
  return [
    {
      sid: 'Upload',
      actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
      resources: [bucket.arnForObjects(`${PREFIXES.raw}*`)],
      because: 'People name their uploads as they like',
    },
  ];
}

function executionsOf(stateMachine: Workflow['stateMachine'], names: Names): string {
  return Stack.of(stateMachine).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${names.stateMachine}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

function machineGrants({ stage, bundle, log }: HostGrantsProps): Grant[] {
  return [
    { sid: 'FetchDashboard', actions: ['s3:GetObject'], resources: [bundle.bucket.arnForObjects(bundle.s3ObjectKey)] },
    {
      sid: 'WriteLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      resources: [log.logGroupArn],
    },
    ...(stage.dashboard.tunnel === 'session-manager' ? [SESSION_MANAGER] : []),
  ];
}

/** Less than the managed policy AmazonSSMManagedInstanceCore, which also reads every parameter of the account. */
const SESSION_MANAGER: Grant = {
  sid: 'SessionManager',
  actions: [
    'ssm:UpdateInstanceInformation',
    'ssmmessages:CreateControlChannel',
    'ssmmessages:CreateDataChannel',
    'ssmmessages:OpenControlChannel',
    'ssmmessages:OpenDataChannel',
  ],
  resources: ['*'],
  because: 'The channels of Session Manager have no resources that a policy could name',
};
