import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  type SubnetSelection,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { serviceRole } from './service-role';
import type { Stage } from './stages/stage';

/**
 * The dashboard host's network, in which nothing listens to the internet. With `endpoints` there is no route to it either: AWS is
 * reached through its own endpoints. With `public-address` the host has an address, to go out from. `docs/cost.md` weighs the two.
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  /** Where the host lives. */
  readonly subnets: SubnetSelection;
  /** Out to HTTPS, in from nowhere. */
  readonly hostGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { stage }: { readonly stage: Stage }) {
    super(scope, id);
    const isolated = stage.dashboard.network === 'endpoints';
    const subnetType = isolated ? SubnetType.PRIVATE_ISOLATED : SubnetType.PUBLIC;
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.20.0.0/24'),
      maxAzs: 2,
      natGateways: 0,
      // An address is asked for where one is wanted: the host's template does.
      subnetConfiguration: [{ name: 'Host', subnetType, cidrMask: 26, ...(isolated ? {} : { mapPublicIpOnLaunch: false }) }],
      // Emptying the default security group takes a Lambda function of CDK's own. Nothing here is in that group.
      restrictDefaultSecurityGroup: false,
    });
    if (!isVpc(vpc)) throw new Error('expected a Vpc');
    this.vpc = vpc;
    this.subnets = { subnetType };
    this.hostGroup = new SecurityGroup(this, 'HostGroup', {
      vpc: this.vpc,
      description: 'Dashboard host: HTTPS out',
      allowAllOutbound: false,
    });
    this.hostGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS, and the packages of Amazon Linux');

    this.logFlows(stage);
    allowOwnDataAndPackages(new GatewayVpcEndpoint(this, 'S3', { vpc, service: GatewayVpcEndpointAwsService.S3 }));
    if (isolated) this.addEndpoints(stage);
  }

  private logFlows(stage: Stage): void {
    const log = new LogGroup(this, 'FlowLog', { retention: stage.logDays, removalPolicy: RemovalPolicy.DESTROY });
    const role = serviceRole(this, 'FlowLogRole', {
      description: 'Flow log of the dashboard host network',
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      grants: [
        {
          sid: 'WriteLog',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          resources: [log.logGroupArn],
        },
      ],
    });
    this.vpc.addFlowLog('Flows', { destination: FlowLogDestination.toCloudWatchLogs(log, role) });
  }

  /** One network interface per service, in one zone: a second one would double the price of the dearest part of the host. */
  private addEndpoints({ dashboard }: Stage): void {
    const group = new SecurityGroup(this, 'EndpointGroup', {
      vpc: this.vpc,
      description: 'Endpoints of AWS services: HTTPS in from the dashboard host',
      allowAllOutbound: false,
    });
    group.addIngressRule(this.hostGroup, Port.tcp(443), 'Dashboard host');
    const { account, partition, region } = Stack.of(this);
    const own = (service: string) => `arn:${partition}:${service}:${region}:${account}:*`;
    const { SSM, SSM_MESSAGES, STEP_FUNCTIONS, CLOUDWATCH_LOGS, SECRETS_MANAGER } = InterfaceVpcEndpointAwsService;
    const needed: readonly Endpoint[] = [
      { name: 'STEP_FUNCTIONS', service: STEP_FUNCTIONS, actions: 'states:*', resources: own('states') },
      { name: 'CLOUDWATCH_LOGS', service: CLOUDWATCH_LOGS, actions: 'logs:*', resources: own('logs') },
      ...(dashboard.access === 'internet'
        ? [{ name: 'SECRETS_MANAGER', service: SECRETS_MANAGER, actions: 'secretsmanager:*', resources: own('secretsmanager') }]
        : []),
      // The agent's calls have no resources.
      ...(dashboard.tunnel === 'session-manager'
        ? [
            { name: 'SSM', service: SSM, actions: 'ssm:*', resources: '*' },
            { name: 'SSM_MESSAGES', service: SSM_MESSAGES, actions: 'ssmmessages:*', resources: '*' },
          ]
        : []),
    ];
    for (const { name, service, actions, resources } of needed) {
      const endpoint = this.vpc.addInterfaceEndpoint(name, {
        service,
        securityGroups: [group],
        open: false,
        subnets: { subnets: this.vpc.isolatedSubnets.slice(0, 1) },
      });
      // Without a policy of ours an endpoint serves any account's credentials, and so is a way out for data.
      endpoint.addToPolicy(
        new PolicyStatement({
          sid: 'OwnAccount',
          principals: [new AnyPrincipal()],
          actions: [actions],
          resources: [resources],
          conditions: { StringEquals: { 'aws:PrincipalAccount': account } },
        }),
      );
    }
  }
}

interface Endpoint {
  readonly name: string;
  readonly service: InterfaceVpcEndpointAwsService;
  readonly actions: string;
  readonly resources: string;
}

/** CDK's class Vpc does not fit CDK's interface IVpc under `exactOptionalPropertyTypes`: one has `vpnGatewayId` optional, one undefined. */
function isVpc(construct: object): construct is IVpc {
  return construct instanceof Vpc;
}

/**
 * Through the S3 endpoint go this account's own buckets, to this account's own roles, the package repository of Amazon Linux, and the
 * host's answer to CloudFormation, which is a PUT to an address that CloudFormation has signed.
 */
function allowOwnDataAndPackages(endpoint: GatewayVpcEndpoint): void {
  const { account, partition, region } = Stack.of(endpoint);
  endpoint.addToPolicy(
    new PolicyStatement({
      sid: 'OwnBuckets',
      principals: [new AnyPrincipal()],
      actions: ['s3:*'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
    }),
  );
  endpoint.addToPolicy(
    new PolicyStatement({
      sid: 'AmazonLinuxPackages',
      principals: [new AnyPrincipal()],
      actions: ['s3:GetObject'],
      // The name that AL2023's repository bucket has in every region.
      resources: [`arn:${partition}:s3:::al2023-repos-${region}-de612dc2/*`],
    }),
  );
  endpoint.addToPolicy(
    new PolicyStatement({
      sid: 'AnswerToCloudFormation',
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [`arn:${partition}:s3:::cloudformation-waitcondition-${region}/*`],
    }),
  );
}
