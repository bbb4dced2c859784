import { Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Names } from '../../pipeline/names';
import type { EncryptionKey } from '../encryption-key';
import { Alarms, type Watched } from './alarms';
import { MonthlyBudget } from './budget';
import { EndReport } from './end-report';
import { Overview } from './overview';

export interface OperationsProps extends Watched {
  readonly encryption: EncryptionKey;
  readonly bucket: Bucket;
  /** The dashboard's address on the internet. @default - the end of the tunnel */
  readonly dashboardUrl?: string | undefined;
}

/** Who receives a message when something is wrong, and where to look. */
export class Operations extends Construct {
  readonly topic: Topic;
  /** The alarms that tell a bad deployment from a bad file. */
  readonly breakage: readonly Alarm[];
  /** The name of the CloudWatch dashboard. */
  readonly overviewName: string;

  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    const { stage, names, encryption } = props;
    this.topic = this.alarmTopic(names, encryption);
    for (const address of stage.operations.emails) this.topic.addSubscription(new EmailSubscription(address));

    const report = new EndReport(this, 'EndReport', { ...props, topic: this.topic, topicKey: encryption.key });
    const { all, breakage } = new Alarms(this, 'Alarms', { ...props, report });
    this.breakage = breakage;
    for (const alarm of all) this.announce(alarm);
    const { monthlyBudgetUsd } = stage.operations;
    if (monthlyBudgetUsd !== undefined) new MonthlyBudget(this, 'Budget', { names, topic: this.topic, monthlyBudgetUsd });
    this.overviewName = new Overview(this, 'Overview', { ...props, alarms: all }).name;
  }

  private announce(alarm: Alarm): void {
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }

  private alarmTopic(names: Names, encryption: EncryptionKey): Topic {
    const publishers = ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'];
    const topicName = `${names.stateMachine}-alarms`;
    encryption.allowPublishers(topicName, publishers);
    const topic = new Topic(this, 'Topic', {
      topicName,
      displayName: names.stateMachine,
      masterKey: encryption.key,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublishAlarms',
        principals: publishers.map(service => new ServicePrincipal(service)),
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    return topic;
  }
}
