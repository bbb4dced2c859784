import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Names } from '../pipeline/names';

/**
 * The one customer key, for what AWS's own keys cannot serve: CloudWatch and Budgets cannot publish to a topic under `alias/aws/sns`,
 * and a crawler encrypts its log with a key of the customer or not at all. The data is under S3's own keys, which cost nothing.
 */
export class EncryptionKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { names }: { readonly names: Names }) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `${names.stateMachine}: alarm topic and crawler log`,
      alias: names.stateMachine,
      enableKeyRotation: true,
      // It protects no data that outlives the stack. KMS waits for this many days, without charge, and can be stopped.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** Lets services of AWS encrypt what they send to one topic, and nothing else: SNS names the topic in the encryption context. */
  allowPublishers(topicName: string, services: readonly string[]): void {
    const topicArn = Stack.of(this).formatArn({ service: 'sns', resource: topicName });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublishToEncryptedTopic',
        principals: services.map(service => new ServicePrincipal(service)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': topicArn } },
      }),
    );
  }

  /** Lets CloudWatch Logs encrypt one log group, and no other. */
  allowLogGroup(name: string): void {
    const { account, partition, region } = Stack.of(this);
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'EncryptLogGroup',
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: {
          ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:${name}` },
        },
      }),
    );
  }
}
