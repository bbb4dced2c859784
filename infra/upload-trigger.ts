import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Names } from '../pipeline/names';
import { uploadPattern } from '../pipeline/upload-rule';
import { serviceRole } from './service-role';
import { ALIAS, type Workflow } from './workflow';

export interface UploadTriggerProps {
  readonly names: Names;
  readonly bucket: Bucket;
  readonly workflow: Workflow;
}

/** The rule that starts an execution for each upload, and the queue for events that could not start one. */
export class UploadTrigger extends Construct {
  readonly deadLetters: Queue;
  readonly ruleName: string;

  constructor(scope: Construct, id: string, { names, bucket, workflow }: UploadTriggerProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    this.ruleName = names.uploadRule;
    const ruleArn = Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: names.uploadRule });

    this.deadLetters = new Queue(this, 'DeadLetters', {
      queueName: names.uploadRule,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // Long enough to look at a letter and replay it.
      visibilityTimeout: Duration.minutes(5),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.deadLetters.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LettersOfTheUploadRule',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.deadLetters.queueArn],
        conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': ruleArn } },
      }),
    );
    Validations.of(this.deadLetters).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'It is the dead-letter queue of the upload rule' });

    const { stateMachine, alias } = workflow;
    const role = serviceRole(this, 'Role', {
      description: 'Upload rule of the orders pipeline: starts executions of the alias',
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': ruleArn } },
      }),
      grants: [
        {
          sid: 'StartExecution',
          actions: ['states:StartExecution'],
          // Step Functions checks the state machine's ARN and gives the alias as a qualifier.
          resources: [stateMachine.stateMachineArn],
          conditions: { StringEquals: { 'states:StateMachineQualifier': ALIAS } },
        },
      ],
    });
    new CfnRule(this, 'Rule', {
      name: names.uploadRule,
      description: 'An uploaded CSV starts an execution of the orders pipeline',
      eventPattern: uploadPattern(bucket.bucketName),
      targets: [
        {
          id: 'StateMachine',
          arn: alias.ref,
          roleArn: role.roleArn,
          // An hour of trying outlasts throttling; an event that is a day old is for people to look at.
          retryPolicy: { maximumRetryAttempts: 60, maximumEventAgeInSeconds: Duration.hours(1).toSeconds() },
          deadLetterConfig: { arn: this.deadLetters.queueArn },
        },
      ],
    });
  }
}
