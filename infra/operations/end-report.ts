import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { endPattern } from '../../pipeline/end-rule';
import type { Names } from '../../pipeline/names';
import { PREFIXES } from '../../pipeline/prefixes';
import { DASHBOARD_PORT } from '../dashboard-host';
import { nodeFunction } from '../node-function';
import type { Grant } from '../service-role';
import type { Stage } from '../stages/stage';
import type { Workflow } from '../workflow';

export interface EndReportProps {
  readonly stage: Stage;
  readonly names: Names;
  readonly bucket: Bucket;
  readonly workflow: Workflow;
  readonly topic: Topic;
  readonly topicKey: Key;
  /** The dashboard's address on the internet. @default - the end of the tunnel */
  readonly dashboardUrl?: string | undefined;
}

/**
 * One message for an execution that failed, by the name of its upload, and a manifest for one that ended without: a rule on the end of
 * executions, and the Lambda function behind it. It also counts how executions end, so that an alarm can tell a bad file from a fault.
 */
export class EndReport extends Construct {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, props: EndReportProps) {
    super(scope, id);
    const { stage, names, bucket, workflow, topic, dashboardUrl = `http://127.0.0.1:${DASHBOARD_PORT}` } = props;
    const { webhook, answers } = stage.operations;
    this.function = nodeFunction(this, {
      stage,
      functionName: names.reportFunction,
      description: 'Orders pipeline: tells people how an execution ended',
      entry: 'report-end/report-end.lambda.ts',
      memorySize: 256,
      timeout: Duration.seconds(30),
      environment: {
        BUCKET: bucket.bucketName,
        PIPELINE: names.stateMachine,
        DASHBOARD_URL: dashboardUrl,
        TOPIC_ARN: topic.topicArn,
        ANSWERS: String(answers),
        ...(webhook === undefined ? {} : { WEBHOOK: webhook }),
      },
      roleDescription: 'ReportEnd: reads manifests, writes missing ones, publishes messages',
      grants: grants(props),
    });

    const rule = new CfnRule(this, 'Rule', {
      name: names.endRule,
      description: 'An execution of the orders pipeline has ended',
      eventPattern: endPattern(workflow.stateMachine.stateMachineArn),
      targets: [{ id: 'Report', arn: this.function.functionArn }],
    });
    new CfnPermission(this, 'Invoke', {
      action: 'lambda:InvokeFunction',
      functionName: this.function.functionName,
      principal: new ServicePrincipal('events.amazonaws.com').service,
      sourceAccount: Stack.of(this).account,
      sourceArn: rule.attrArn,
    });
  }
}

function grants({ stage, bucket, topic, topicKey }: EndReportProps): Grant[] {
  const { runs, enriched } = PREFIXES;
  return [
    {
      sid: 'Manifests',
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: [bucket.arnForObjects(`${runs}*`)],
      because: 'A manifest is named after its execution',
    },
    {
      // Without it, S3 answers 403 for a manifest that is not there; see infra/filter.ts.
      sid: 'TellMissingFromForbidden',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLikeIfExists: { 's3:prefix': [`${runs}*`] } },
    },
    ...(stage.operations.answers
      ? [
          {
            sid: 'ReadResults',
            actions: ['s3:GetObject'],
            resources: [bucket.arnForObjects(`${enriched}*`)],
            because: 'Athena names a result after its query execution',
          },
        ]
      : []),
    { sid: 'SendMessages', actions: ['sns:Publish'], resources: [topic.topicArn] },
    { sid: 'EncryptMessages', actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: [topicKey.keyArn] },
  ];
}
