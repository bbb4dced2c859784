import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AssetHashType,
  CfnWaitCondition,
  CfnWaitConditionHandle,
  DockerImage,
  Duration,
  RemovalPolicy,
  Stack,
  Tags,
  Validations,
} from 'aws-cdk-lib';
import { AdditionalHealthCheckType, AutoScalingGroup, HealthChecks, UpdatePolicy } from 'aws-cdk-lib/aws-autoscaling';
import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  InstanceType,
  LaunchTemplate,
  LaunchTemplateHttpTokens,
  MachineImage,
  UserData,
} from 'aws-cdk-lib/aws-ec2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { filterEnvironment } from '../pipeline/rules';
import { bundleDashboard } from './dashboard-bundle';
import { type DashboardSources, hostGrants } from './dashboard-host-grants';
import type { Network } from './network';
import { serviceRole } from './service-role';
import type { Stage } from './stages/stage';

/** Where the dashboard listens on the host; `host/boot.sh` and `host/health.sh` know it too. */
export const DASHBOARD_PORT = 3000;

/** Files wait on the host's disk of 8 GB for a moment, four at most. */
const MAX_UPLOAD_BYTES = 1024 ** 3;

/** The header in which `FrontDoor` tells the dashboard who asks. */
export const CLIENT_ADDRESS_HEADER = 'orders-client-address';

/** With a `signInSecret` the host listens to its network; without one, to itself alone. */
export interface DashboardHostProps extends DashboardSources {
  readonly stage: Stage;
  readonly network: Network;
}

/** The machine that shows the results: a group of one, so that a machine that fails is replaced after any fault. */
export class DashboardHost extends Construct {
  readonly group: AutoScalingGroup;
  /** 1 a minute while the dashboard answers, 0 while it does not, nothing when the host is gone. */
  readonly healthy: MetricFilter;
  /** The tag `Name` of the machine. */
  readonly hostName: string;

  constructor(scope: Construct, id: string, props: DashboardHostProps) {
    super(scope, id);
    const { stage, names, network } = props;
    this.hostName = `${names.stateMachine}-dashboard`;
    const log = new LogGroup(this, 'Log', {
      logGroupName: `/${names.stateMachine}/dashboard`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.healthy = new MetricFilter(this, 'Healthy', {
      logGroup: log,
      filterPattern: FilterPattern.numberValue('$.healthy', '>=', 0),
      metricNamespace: 'OrdersPipeline',
      metricName: `DashboardHealthy-${stage.name}`,
      metricValue: '$.healthy',
    });

    const bundle = dashboardAsset(this);
    const userData = UserData.forLinux();
    const boot = readFileSync(join(__dirname, 'host', 'boot.sh'), 'utf8');
    // A new one for each change of what the host runs: a deployment waits for the answer of the new machine, not of the old.
    const change = createHash('sha256')
      .update(JSON.stringify([bundle.assetHash, boot, stage.dashboard]))
      .digest('hex')
      .slice(0, 8);
    const answer = new CfnWaitConditionHandle(this, `Answer${change}`);
    userData.addCommands(...settings(props, bundle, log, answer), boot);
    const template = new LaunchTemplate(this, 'Template', {
      instanceType: new InstanceType(stage.dashboard.instanceType),
      // Resolved when a machine starts, so that each new one has the newest Amazon Linux.
      machineImage: MachineImage.resolveSsmParameterAtLaunch('/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64'),
      role: serviceRole(this, 'Role', {
        description: 'Dashboard host of the orders pipeline',
        assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
        grants: hostGrants({ ...props, bundle, log }),
      }),
      securityGroup: network.hostGroup,
      associatePublicIpAddress: stage.dashboard.network === 'public-address',
      // Session tokens alone, and no way to them through a proxy or a container: one hop is the host itself.
      httpTokens: LaunchTemplateHttpTokens.REQUIRED,
      httpPutResponseHopLimit: 1,
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          volume: BlockDeviceVolume.ebs(8, { encrypted: true, volumeType: EbsDeviceVolumeType.GP3, deleteOnTermination: true }),
        },
      ],
      userData,
    });
    this.group = new AutoScalingGroup(this, 'Group', {
      vpc: network.vpc,
      vpcSubnets: network.subnets,
      launchTemplate: template,
      minCapacity: 1,
      maxCapacity: 1,
      // Machines are replaced instead of patched: after this time, or by a deployment.
      maxInstanceLifetime: Duration.days(14),
      updatePolicy: UpdatePolicy.rollingUpdate({ minInstancesInService: 0 }),
      healthChecks:
        stage.dashboard.access === 'internet'
          ? HealthChecks.withAdditionalChecks({ additionalTypes: [AdditionalHealthCheckType.ELB], gracePeriod: Duration.minutes(10) })
          : HealthChecks.ec2({ gracePeriod: Duration.minutes(10) }),
    });
    // A deployment waits until the new dashboard answers, and is rolled back if it does not. The answer goes through S3: a signal to the
    // group would take an endpoint of CloudFormation's in a network without a way out.
    const wait = new CfnWaitCondition(this, `Answers${change}`, {
      handle: answer.ref,
      count: 1,
      timeout: String(Duration.minutes(15).toSeconds()),
    });
    wait.node.addDependency(this.group);
    // It reaches for packages and services as soon as it boots: routes and endpoints have to be there.
    this.group.node.addDependency(network);
    Validations.of(this.group).acknowledge({
      id: 'AwsSolutions-AS3',
      reason: 'A machine is replaced every fortnight, which is no news; the alarm dashboard-unhealthy tells when nothing answers',
    });
    for (const named of [template, this.group]) Tags.of(named).add('Name', this.hostName);
  }
}

function dashboardAsset(scope: Construct): Asset {
  return new Asset(scope, 'Bundle', {
    path: join(__dirname, '..', 'dashboard'),
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-asked-for'),
      local: {
        tryBundle: directory => {
          bundleDashboard(directory);
          return true;
        },
      },
    },
  });
}

/** The settings that `host/boot.sh` expects, as shell assignments. */
function settings(
  { stage, bucket, workflow, signInSecret }: DashboardHostProps,
  bundle: Asset,
  log: LogGroup,
  answer: CfnWaitConditionHandle,
): string[] {
  const { region } = Stack.of(bundle);
  const environment = {
    PORT: String(DASHBOARD_PORT),
    HOST: signInSecret ? '0.0.0.0' : '127.0.0.1',
    AWS_REGION: region,
    BUCKET: bucket.bucketName,
    BYTES_CUTOFF: String(stage.bytesCutoff),
    STATE_MACHINE_ARN: workflow.stateMachine.stateMachineArn,
    ...(stage.dashboard.actions && { ACTIONS: 'on' }),
    // A file is checked, and an upload known as read by older rules, by the stage's own rules.
    ...filterEnvironment(stage.filter, stage.lifecycle.raw, stage.format),
    ...(stage.dashboard.uploads && { UPLOADS: 'on', MAX_UPLOAD_BYTES: String(MAX_UPLOAD_BYTES) }),
    ...(signInSecret ? { SIGN_IN_SECRET_ARN: signInSecret.secretArn, CLIENT_ADDRESS_HEADER } : {}),
  };
  const variables = {
    REGION: region,
    LOG_GROUP: log.logGroupName,
    ASSET_BUCKET: bundle.s3BucketName,
    ASSET_KEY: bundle.s3ObjectKey,
    ANSWER_URL: answer.ref,
    TUNNEL: stage.dashboard.tunnel,
    DASHBOARD_ENVIRONMENT: Object.entries(environment)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  };
  return Object.entries(variables).map(([name, value]) => `${name}='${value}'`);
}
