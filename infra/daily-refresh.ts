import { Duration, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Names } from '../pipeline/names';
import { serviceRole } from './service-role';
import type { Stage } from './stages/stage';
import type { UploadTrigger } from './upload-trigger';
import { ALIAS, type Workflow } from './workflow';

export interface DailyRefreshProps {
  readonly stage: Stage;
  readonly names: Names;
  readonly workflow: Workflow;
  /** Its queue takes a refresh that could not be started, too. */
  readonly trigger: UploadTrigger;
}

/**
 * Starts an execution `{"refresh": true}` once a day: it sweeps what is open, and asks all queries as of the new day, since an order passes its
 * thirtieth day without an upload. It also makes the latest snapshot young again, which otherwise expires.
 */
export class DailyRefresh extends Construct {
  constructor(scope: Construct, id: string, { stage, names, workflow, trigger }: DailyRefreshProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const scheduleArn = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `default/${names.refreshSchedule}`,
    });
    const { deadLetters } = trigger;
    const role = serviceRole(this, 'Role', {
      description: 'Daily refresh of the orders pipeline: starts executions of the alias',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': scheduleArn } },
      }),
      grants: [
        {
          sid: 'StartExecution',
          actions: ['states:StartExecution'],
          // Step Functions checks the state machine's ARN and gives the alias as a qualifier.
          resources: [workflow.stateMachine.stateMachineArn],
          conditions: { StringEquals: { 'states:StateMachineQualifier': ALIAS } },
        },
        { sid: 'KeepDeadLetters', actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] },
      ],
    });
    const [hour, minute] = stage.refresh.at.split(':').map(Number);
    new CfnSchedule(this, 'Schedule', {
      name: names.refreshSchedule,
      description: 'Asks all queries of the orders pipeline as of the new day',
      scheduleExpression: `cron(${minute} ${hour} * * ? *)`,
      // The as-of day is the UTC day.
      scheduleExpressionTimezone: 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: workflow.alias.ref,
        roleArn: role.roleArn,
        input: JSON.stringify({ refresh: true }),
        retryPolicy: { maximumRetryAttempts: 60, maximumEventAgeInSeconds: Duration.hours(1).toSeconds() },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
  }
}
