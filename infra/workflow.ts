import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachineAlias, CfnStateMachineVersion, DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { pipelineDefinition } from '../pipeline/definition';
import type { Query } from '../queries/load';
import { asciiJson } from './ascii-json';
import { serviceRole } from './service-role';
import type { Stage } from './stages/stage';
import { type TaskTargets, taskGrants, telemetryGrants } from './workflow-grants';

export interface WorkflowProps extends TaskTargets {
  readonly stage: Stage;
  readonly queries: readonly Query[];
}

/** What an upload starts an execution of. */
export const ALIAS = 'live';

/** The state machine from its one definition file; each change of it is a version, and the alias is the one that uploads start. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly alias: CfnStateMachineAlias;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { stage, names, bucket, filter, sweep, queries } = props;
    const { account } = Stack.of(this);
    // Named, since the role has to know the machine and the machine its role.
    const machineArn = Stack.of(this).formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: names.stateMachine,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const definition = pipelineDefinition({
      names,
      bucket: bucket.bucketName,
      filterFunction: filter.versionArn,
      sweepFunction: sweep.versionArn,
      stateMachine: `${machineArn}:${ALIAS}`,
      queries,
      settings: {
        rules: stage.filter,
        currency: stage.currency,
        crawl: stage.crawl,
        together: stage.together,
        format: stage.format,
      },
    });

    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: names.stateMachine,
      definitionBody: DefinitionBody.fromString(asciiJson(definition)),
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        // States and times are enough to follow a run; what customers are called stays out of logs.
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', {
          // Under this prefix the policy of CloudWatch Logs, which has a limit, does not grow with each log group.
          logGroupName: `/aws/vendedlogs/states/${names.stateMachine}`,
          retention: stage.logDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
      role: serviceRole(this, 'Role', {
        description: 'State machine of the orders pipeline',
        assumedBy: new ServicePrincipal('states.amazonaws.com', {
          conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': machineArn } },
        }),
        grants: [...taskGrants(props), ...telemetryGrants()],
      }),
    });

    const version = new CfnStateMachineVersion(this, 'Version', {
      stateMachineArn: this.stateMachine.stateMachineArn,
      // A change of the definition is a new revision, a new revision a new version.
      stateMachineRevisionId: this.stateMachine.stateMachineRevisionId,
    });
    // Older versions stay, so that the alias can be pointed back; they cost nothing and go with the state machine.
    version.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const { canary } = stage.deploy;
    this.alias = new CfnStateMachineAlias(this, 'Alias', {
      name: ALIAS,
      description: 'What an upload starts',
      // CloudFormation takes one or the other. A canary holds no execution back: it says which version a new one gets.
      ...(canary
        ? {
            deploymentPreference: {
              type: 'CANARY',
              stateMachineVersionArn: version.attrArn,
              percentage: canary.share,
              interval: canary.minutes,
            },
          }
        : { routingConfiguration: [{ stateMachineVersionArn: version.attrArn, weight: 100 }] }),
    });
  }

  /** Lets alarms that go on during a canary's minutes put the alias back to the version before. */
  rollBackOn(alarms: readonly Alarm[]): void {
    if (this.alias.deploymentPreference === undefined) return;
    this.alias.addPropertyOverride(
      'DeploymentPreference.Alarms',
      alarms.map(({ alarmName }) => alarmName),
    );
    for (const alarm of alarms) this.alias.node.addDependency(alarm);
  }
}
