import { Stack } from 'aws-cdk-lib';
import { CfnInstanceConnectEndpoint, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Names } from '../pipeline/names';
import { DASHBOARD_PORT } from './dashboard-host';
import type { Network } from './network';
import { acknowledgeWildcard, type Grant, statementsFrom } from './service-role';
import type { Stage } from './stages/stage';

/** The port of the host that a tunnel ends at. EC2 Instance Connect Endpoint takes 22 and 3389 alone, and 22 means a shell. */
export const TUNNEL_PORT = 3389;

export interface HostTunnelProps {
  readonly stage: Stage;
  readonly names: Names;
  readonly network: Network;
  /** The tag `Name` of the host. */
  readonly hostName: string;
}

/**
 * How people reach a host that nothing on the internet can reach: a tunnel that IAM opens, to the dashboard's port and to nothing else.
 * `docs/cost.md` weighs the two ways.
 */
export class HostTunnel extends Construct {
  /** Opens the dashboard at http://127.0.0.1:3000. The machine is looked up each time, since the group may have replaced it. */
  readonly command: string;
  /** A policy to attach to the people who view the dashboard. */
  readonly viewers: ManagedPolicy;

  constructor(scope: Construct, id: string, props: HostTunnelProps) {
    super(scope, id);
    const { names, hostName } = props;
    const { region } = Stack.of(this);
    const instance = [
      `aws ec2 describe-instances --region ${region}`,
      `--filters Name=tag:Name,Values=${hostName} Name=instance-state-name,Values=running`,
      "--query 'Reservations[0].Instances[0].InstanceId' --output text",
    ].join(' ');
    const { command, grants } = props.stage.dashboard.tunnel === 'instance-connect' ? this.byEndpoint(props) : this.bySession(props);
    this.command = command(`"$(${instance})"`);
    this.viewers = new ManagedPolicy(this, 'Viewers', {
      managedPolicyName: `${names.stateMachine}-viewers`,
      description: `Opens the dashboard of ${names.stateMachine} through a tunnel, and nothing else`,
      statements: statementsFrom([...grants, FIND_HOST]),
    });
    for (const grant of [...grants, FIND_HOST]) acknowledgeWildcard(this.viewers, grant);
  }

  /** Costs nothing, and needs no agent and no endpoint of Systems Manager. The security groups let it reach one port of one host. */
  private byEndpoint({ network }: HostTunnelProps): Way {
    const { region } = Stack.of(this);
    const group = new SecurityGroup(this, 'Group', {
      vpc: network.vpc,
      description: 'Tunnel: out to the dashboard host',
      allowAllOutbound: false,
    });
    group.addEgressRule(network.hostGroup, Port.tcp(TUNNEL_PORT), 'Dashboard host');
    network.hostGroup.addIngressRule(group, Port.tcp(TUNNEL_PORT), 'Tunnel');
    const [subnetId = ''] = network.vpc.selectSubnets(network.subnets).subnetIds;
    const endpoint = new CfnInstanceConnectEndpoint(this, 'Endpoint', {
      subnetId,
      securityGroupIds: [group.securityGroupId],
      preserveClientIp: false,
    });
    return {
      command: target =>
        `aws ec2-instance-connect open-tunnel --region ${region} --instance-id ${target} --remote-port ${TUNNEL_PORT} --local-port ${DASHBOARD_PORT}`,
      grants: [
        {
          sid: 'OpenTunnel',
          actions: ['ec2-instance-connect:OpenTunnel'],
          resources: [Stack.of(this).formatArn({ service: 'ec2', resource: 'instance-connect-endpoint', resourceName: endpoint.ref })],
          conditions: { NumericEquals: { 'ec2-instance-connect:remotePort': String(TUNNEL_PORT) } },
        },
      ],
    };
  }

  /** A session document whose port is fixed: a right to start any document is a right to start a shell. */
  private bySession({ names, hostName }: HostTunnelProps): Way {
    const { account, partition, region } = Stack.of(this);
    const name = `${names.stateMachine}-dashboard`;
    const document = new CfnDocument(this, 'Document', {
      name,
      documentType: 'Session',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '1.0',
        description: 'The dashboard of the orders pipeline, and no other port',
        sessionType: 'Port',
        properties: { portNumber: String(DASHBOARD_PORT), type: 'LocalPortForwarding', localPortNumber: String(DASHBOARD_PORT) },
      },
    });
    const grants: Grant[] = [
      {
        sid: 'StartOnHost',
        actions: ['ssm:StartSession'],
        resources: [`arn:${partition}:ec2:${region}:${account}:instance/*`],
        // Without the check, a person who may start a session on the host could omit the document and get a shell.
        conditions: { StringEquals: { 'ssm:resourceTag/Name': hostName }, Bool: { 'ssm:SessionDocumentAccessCheck': 'true' } },
        because: 'The group replaces the host, which is known by its tag',
      },
      {
        sid: 'StartDocument',
        actions: ['ssm:StartSession'],
        resources: [Stack.of(this).formatArn({ service: 'ssm', resource: 'document', resourceName: document.ref })],
      },
      {
        sid: 'OwnSessions',
        actions: ['ssm:TerminateSession', 'ssm:ResumeSession'],
        resources: [`arn:${partition}:ssm:${region}:${account}:session/\${aws:userid}-*`],
        because: 'A session is named after who started it',
      },
    ];
    return { command: target => `aws ssm start-session --region ${region} --target ${target} --document-name ${name}`, grants };
  }
}

const FIND_HOST: Grant = {
  sid: 'FindHost',
  actions: ['ec2:DescribeInstances', 'ec2:DescribeInstanceConnectEndpoints'],
  resources: ['*'],
  because: 'EC2 has no resources that a policy could name for what only describes',
};

interface Way {
  /** Opens the tunnel to the machine whose id the text gives. */
  readonly command: (target: string) => string;
  readonly grants: readonly Grant[];
}
