import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination, MappingValue, ParameterMapping, VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpAlbIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { type ApplicationListener, ApplicationLoadBalancer, ApplicationProtocol } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Names } from '../pipeline/names';
import { CLIENT_ADDRESS_HEADER, DASHBOARD_PORT, type DashboardHost } from './dashboard-host';
import type { Network } from './network';
import type { Stage } from './stages/stage';

export interface FrontDoorProps {
  readonly stage: Stage;
  readonly names: Names;
  readonly accessLogs: Bucket;
  readonly network: Network;
  readonly host: DashboardHost;
}

/** One line of the access log. */
const ACCESS_LOG = {
  request: '$context.requestId',
  time: '$context.requestTime',
  address: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  error: '$context.integrationErrorMessage',
};

/**
 * HTTPS to the dashboard without a domain: an HTTP API, and behind it, inside the network, a load balancer that no address of the
 * internet reaches. Each of the three accepts the one before it and nothing else. Why not CloudFront: docs/cost.md.
 */
export class FrontDoor extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    const { stage, names, network } = props;
    const linkGroup = new SecurityGroup(this, 'LinkGroup', {
      vpc: network.vpc,
      description: 'HTTP API: out to the load balancer',
      allowAllOutbound: false,
    });
    const link = new VpcLink(this, 'Link', {
      vpc: network.vpc,
      subnets: network.subnets,
      securityGroups: [linkGroup],
      vpcLinkName: names.stateMachine,
    });
    const integration = new HttpAlbIntegration('Dashboard', this.balancer(props, linkGroup), {
      vpcLink: link,
      // Overwritten, so that a client cannot forge it: the dashboard counts wrong passwords by address. X-Forwarded-For is no alternative:
      // its last address is the VPC link's.
      parameterMapping: new ParameterMapping().overwriteHeader(CLIENT_ADDRESS_HEADER, MappingValue.contextVariable('identity.sourceIp')),
    });
    const api = new HttpApi(this, 'Api', {
      apiName: names.stateMachine,
      description: 'Dashboard of the orders pipeline',
      createDefaultStage: false,
      defaultIntegration: integration,
    });
    const access = new LogGroup(this, 'Access', {
      // The prefix under which the policy of CloudWatch Logs does not grow with each log group.
      logGroupName: `/aws/vendedlogs/apis/${names.stateMachine}`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const entrance = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      // Far above what people click; what guesses passwords is slowed down here before the dashboard slows it down.
      throttle: { rateLimit: 20, burstLimit: 60 },
      accessLogSettings: { destination: new LogGroupLogDestination(access), format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)) },
    });
    for (const route of api.node.children.filter(child => child.node.id.startsWith('DefaultRoute'))) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason: 'The dashboard asks for the password itself, page by page; the API passes everything on',
      });
    }
    this.url = entrance.url;
  }

  private balancer({ accessLogs, network, host }: FrontDoorProps, linkGroup: SecurityGroup): ApplicationListener {
    const group = new SecurityGroup(this, 'BalancerGroup', {
      vpc: network.vpc,
      description: 'Load balancer: in from the HTTP API, out to the dashboard host',
      allowAllOutbound: false,
    });
    const balancer = new ApplicationLoadBalancer(this, 'Balancer', {
      vpc: network.vpc,
      vpcSubnets: network.subnets,
      internetFacing: false,
      securityGroup: group,
      dropInvalidHeaderFields: true,
    });
    // CDK's own way asks for a region at synthesis; this is the policy that works in every region.
    const { account, partition, region } = Stack.of(this);
    const prefix = 'load-balancer';
    balancer.setAttribute('access_logs.s3.enabled', 'true');
    balancer.setAttribute('access_logs.s3.bucket', accessLogs.bucketName);
    balancer.setAttribute('access_logs.s3.prefix', prefix);
    accessLogs.addToResourcePolicy(
      new PolicyStatement({
        sid: 'WriteLoadBalancerLogs',
        principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [accessLogs.arnForObjects(`${prefix}/AWSLogs/${account}/*`)],
        conditions: { ArnLike: { 'aws:SourceArn': `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/*` } },
      }),
    );
    if (accessLogs.policy) balancer.node.addDependency(accessLogs.policy);

    // `open: false`: else the listener would accept everyone who can reach it.
    const listener = balancer.addListener('Listener', { port: 80, protocol: ApplicationProtocol.HTTP, open: false });
    listener.addTargets('Dashboard', {
      port: DASHBOARD_PORT,
      protocol: ApplicationProtocol.HTTP,
      targets: [host.group],
      deregistrationDelay: Duration.seconds(10),
      healthCheck: { path: '/healthz', interval: Duration.seconds(30), healthyThresholdCount: 2, unhealthyThresholdCount: 3 },
    });
    group.addIngressRule(linkGroup, Port.tcp(80), 'HTTP API');
    linkGroup.addEgressRule(group, Port.tcp(80), 'Load balancer');
    return listener;
  }
}
