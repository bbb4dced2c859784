import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { describeWith } from '../../packages/local-aws/test/support/needs';
import { PRICES } from '../../pipeline/prices';
import { pairs, statementsOf } from './support/policy';
import { resolve } from './support/resolve';
import { synthesize } from './support/synthesize';

const Policy = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string(),
      Effect: z.literal('Allow'),
      Resource: z.string(),
      Condition: z.object({ StringEquals: z.record(z.string(), z.string()).optional() }).optional(),
    }),
  ),
});

const Viewers = z.object({
  Statement: z.array(
    z.looseObject({
      Sid: z.string(),
      Effect: z.literal('Allow'),
      Action: z.unknown(),
      Resource: z.string(),
      Condition: z.unknown().optional(),
    }),
  ),
});

const STAGES = ['prod', 'dev', 'demo'];

describe.each(STAGES)('the host of stage %s', stage => {
  const stack = synthesize(stage);
  const launch = resolve(stack, stack.properties('AWS::EC2::LaunchTemplate').LaunchTemplateData);

  it('gives credentials to nobody but itself: session tokens, one hop', () => {
    expect(launch).toMatchObject({ MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 } });
  });

  it('has an encrypted disk', () => {
    expect(launch).toMatchObject({ BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true } }] });
  });

  it('has no key pair', () => {
    expect(JSON.stringify(stack.json)).not.toMatch(/KeyName|AWS::EC2::KeyPair/);
  });

  it('is a small arm64 machine with the newest Amazon Linux 2023', () => {
    expect(launch).toMatchObject({
      InstanceType: 't4g.micro',
      ImageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
    });
  });

  it('heals itself: a group of one, renewed every fortnight', () => {
    expect(stack.properties('AWS::AutoScaling::AutoScalingGroup')).toMatchObject({
      MinSize: '1',
      MaxSize: '1',
      MaxInstanceLifetime: 1_209_600,
    });
  });

  it('makes a deployment wait until the new machine answers, through S3', () => {
    const [[, wait] = []] = stack.all('AWS::CloudFormation::WaitCondition');
    const [handleId] = [...stack.all('AWS::CloudFormation::WaitConditionHandle').keys()];
    expect(wait?.Properties).toMatchObject({ Handle: { Ref: handleId }, Count: 1, Timeout: '900' });
    expect(wait?.DependsOn).toEqual(expect.arrayContaining([...stack.all('AWS::AutoScaling::AutoScalingGroup').keys()]));
    expect(JSON.stringify(launch)).toContain(`ANSWER_URL='<${handleId}>'`);
    const [group] = stack.all('AWS::AutoScaling::AutoScalingGroup').values();
    expect(group).not.toHaveProperty('CreationPolicy');
  });

  it('boots when its ways out are there', () => {
    const [group] = stack.all('AWS::AutoScaling::AutoScalingGroup').values();
    const ways = ['AWS::EC2::VPCEndpoint', 'AWS::EC2::Route', 'AWS::EC2::SubnetRouteTableAssociation'].flatMap(type => [
      ...stack.all(type).keys(),
    ]);
    expect(group?.DependsOn).toEqual(expect.arrayContaining(ways));
  });

  it('goes out to HTTPS alone', () => {
    expect(stack.properties('AWS::EC2::SecurityGroup', 'NetworkHostGroup').SecurityGroupEgress).toEqual([
      expect.objectContaining({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
    ]);
  });

  it('lets nothing in from an address: no port 22, no port at all', () => {
    const rules = [...stack.all('AWS::EC2::SecurityGroup').values(), ...stack.all('AWS::EC2::SecurityGroupIngress').values()];
    expect(JSON.stringify(rules.map(({ Properties }) => Properties.SecurityGroupIngress ?? []))).not.toMatch(/Cidr|PrefixList/);
    expect(JSON.stringify([...stack.all('AWS::EC2::SecurityGroupIngress').values()])).not.toMatch(/CidrIp|PrefixList|"FromPort":22\b/);
  });
});

describe('a private dashboard', () => {
  const stack = synthesize('prod');

  it('is opened by a command that finds the machine and forwards its port', () => {
    const tunnel = Object.entries(stack.json.Outputs).find(([name]) => name === 'DashboardTunnel')?.[1].Value;
    expect(resolve(stack, tunnel)).toMatch(
      /^aws ec2-instance-connect open-tunnel --region us-east-1 --instance-id "\$\(aws ec2 describe-instances .*orders-pipeline-dashboard.*\)" --remote-port 3389 --local-port 3000$/,
    );
  });

  it('has an end of the tunnel on the port that the endpoint takes, in front of the dashboard', () => {
    expect(hostFile('orders-dashboard-tunnel.socket')).toContain('ListenStream=0.0.0.0:3389\n');
    expect(hostFile('orders-dashboard-tunnel.service')).toContain(' 127.0.0.1:3000\n');
    expect(hostFile('boot.sh')).toContain('systemctl enable --now orders-dashboard-tunnel.socket');
  });

  it('lets in the tunnel and nothing else, and the tunnel out to the host and nowhere else', () => {
    const [groupId] = [...stack.all('AWS::EC2::SecurityGroup').keys()].filter(id => id.startsWith('HostTunnelGroup'));
    const rules = [...stack.all('AWS::EC2::SecurityGroupIngress').values()].map(({ Properties }) => Properties);
    const toHost = rules.filter(({ GroupId }) => JSON.stringify(GroupId).includes('NetworkHostGroup'));
    expect(toHost).toEqual([
      expect.objectContaining({ FromPort: 3389, ToPort: 3389, SourceSecurityGroupId: { 'Fn::GetAtt': [groupId, 'GroupId'] } }),
    ]);
    const out = [...stack.all('AWS::EC2::SecurityGroupEgress').values()].map(({ Properties }) => Properties);
    expect(out.filter(({ GroupId }) => JSON.stringify(GroupId).includes(String(groupId)))).toEqual([
      expect.objectContaining({ FromPort: 3389, ToPort: 3389, DestinationSecurityGroupId: expect.anything() }),
    ]);
  });

  it('costs at most 20 dollars a month of endpoints, and no NAT gateway', () => {
    const interfaces = [...stack.all('AWS::EC2::VPCEndpoint').values()].filter(
      ({ Properties }) => Properties.VpcEndpointType === 'Interface',
    );
    const zones = interfaces.flatMap(({ Properties }) => z.array(z.unknown()).parse(Properties.SubnetIds));
    expect(zones.length * 730 * PRICES.ec2.interfaceEndpointHour).toBeLessThanOrEqual(20);
    expect(stack.all('AWS::EC2::NatGateway').size).toBe(0);
  });

  it('has no route to the internet with its own endpoints', () => {
    for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::Route']) expect(stack.all(type).size).toBe(0);
    const services = [...stack.all('AWS::EC2::VPCEndpoint').values()].map(({ Properties }) =>
      String(resolve(stack, Properties.ServiceName)),
    );
    expect(services.map(service => service.replace('com.amazonaws.us-east-1.', '')).sort()).toEqual(['logs', 's3', 'states']);
  });

  it('listens to its own machine alone and asks for no password', () => {
    const data = resolve(stack, stack.properties('AWS::EC2::LaunchTemplate').LaunchTemplateData);
    expect(JSON.stringify(data)).toContain('HOST=127.0.0.1');
    expect(JSON.stringify(data)).not.toContain('SIGN_IN_SECRET_ARN');
    // The endpoints let in the host, and the host the tunnel.
    expect(stack.all('AWS::EC2::SecurityGroupIngress').size).toBe(2);
  });
});

describe.each(['prod', 'fourth'])('the endpoints of stage %s', name => {
  const stack = synthesize(name);
  const endpoints = [...stack.all('AWS::EC2::VPCEndpoint').values()].map(({ Properties }) => ({
    service: String(resolve(stack, Properties.ServiceName)).split('.').at(-1),
    statements: Policy.parse(resolve(stack, Properties.PolicyDocument)).Statement,
  }));

  it('have policies, all of them', () => {
    expect(endpoints.length).toBeGreaterThan(2);
    for (const { statements } of endpoints) expect(statements.length).toBeGreaterThan(0);
  });

  it.each(endpoints.map(endpoint => [endpoint.service, endpoint.statements] as const))(
    'serve at %s credentials of this account alone, but for what AWS has signed or published',
    (_service, statements) => {
      const open = statements.filter(({ Condition }) => Condition?.StringEquals?.['aws:PrincipalAccount'] !== '000000000000');
      expect(open.map(({ Sid, Resource }) => [Sid, Resource])).toEqual(
        _service === 's3'
          ? [
              ['AmazonLinuxPackages', 'arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*'],
              ['AnswerToCloudFormation', 'arn:aws:s3:::cloudformation-waitcondition-us-east-1/*'],
            ]
          : [],
      );
    },
  );

  it.each(endpoints.map(endpoint => [endpoint.service, endpoint.statements] as const))(
    'reach at %s resources of this account alone, where the service has any',
    (service, statements) => {
      const [own] = statements;
      if (service === 's3') expect(own?.Condition?.StringEquals).toMatchObject({ 'aws:ResourceAccount': '000000000000' });
      else if (service === 'ssm' || service === 'ssmmessages') expect(own?.Resource).toBe('*');
      else expect(own?.Resource).toMatch(/^arn:aws:[a-z]+:us-east-1:000000000000:\*$/);
    },
  );
});

describe('the policy for viewers', () => {
  const statements = (name: string) => {
    const stack = synthesize(name);
    const { PolicyDocument } = stack.properties('AWS::IAM::ManagedPolicy');
    return Viewers.parse(resolve(stack, PolicyDocument)).Statement;
  };

  it('opens the tunnel to the one port, and finds the host', () => {
    expect(statements('prod')).toEqual([
      {
        Sid: 'OpenTunnel',
        Effect: 'Allow',
        Action: 'ec2-instance-connect:OpenTunnel',
        Resource: expect.stringMatching(/^arn:aws:ec2:us-east-1:000000000000:instance-connect-endpoint\/<HostTunnelEndpoint/),
        Condition: { NumericEquals: { 'ec2-instance-connect:remotePort': '3389' } },
      },
      {
        Sid: 'FindHost',
        Effect: 'Allow',
        Action: ['ec2:DescribeInstanceConnectEndpoints', 'ec2:DescribeInstances'],
        Resource: '*',
      },
    ]);
  });

  it('through Session Manager starts one document, whose port is fixed, on one host: no shell', () => {
    const [host, document, ...others] = statements('fourth').filter(({ Sid }) => Sid.startsWith('Start'));
    expect(others).toEqual([]);
    expect(host).toMatchObject({
      Resource: 'arn:aws:ec2:us-east-1:000000000000:instance/*',
      Condition: {
        StringEquals: { 'ssm:resourceTag/Name': 'orders-pipeline-fourth-dashboard' },
        Bool: { 'ssm:SessionDocumentAccessCheck': 'true' },
      },
    });
    expect(document?.Resource).toMatch(/^arn:aws:ssm:us-east-1:000000000000:document\/<HostTunnelDocument/);
    const { DocumentType, Content } = synthesize('fourth').properties('AWS::SSM::Document');
    expect([DocumentType, Content]).toEqual([
      'Session',
      expect.objectContaining({
        sessionType: 'Port',
        properties: { portNumber: '3000', type: 'LocalPortForwarding', localPortNumber: '3000' },
      }),
    ]);
  });

  it('is attached to nobody by us, and each statement of it only allows', () => {
    const { Roles, Users, Groups } = synthesize('prod').properties('AWS::IAM::ManagedPolicy');
    expect([Roles, Users, Groups]).toEqual([undefined, undefined, undefined]);
  });
});

describe('a dashboard on the internet', () => {
  const stack = synthesize('demo');
  const id = (type: string, begins: string) => [...stack.all(type).keys()].find(key => key.startsWith(begins));
  const group = (begins: string) => ({ 'Fn::GetAtt': [id('AWS::EC2::SecurityGroup', begins), 'GroupId'] });

  it('is reached by HTTPS through the API, which is slowed down and logged', () => {
    expect(stack.properties('AWS::ApiGatewayV2::Stage')).toMatchObject({
      StageName: '$default',
      AccessLogSettings: { DestinationArn: expect.anything() },
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 60 },
    });
    expect(stack.properties('AWS::ApiGatewayV2::Integration')).toMatchObject({ ConnectionType: 'VPC_LINK' });
    expect(stack.json.Outputs.DashboardUrl).toBeDefined();
  });

  it('is told who asks by a header that nobody else can set', () => {
    expect(stack.properties('AWS::ApiGatewayV2::Integration').RequestParameters).toEqual({
      'overwrite:header.orders-client-address': '$context.identity.sourceIp',
    });
    const data = JSON.stringify(resolve(stack, stack.properties('AWS::EC2::LaunchTemplate').LaunchTemplateData));
    expect(data).toContain('CLIENT_ADDRESS_HEADER=orders-client-address');
  });

  it('has a load balancer without an address on the internet', () => {
    expect(stack.properties('AWS::ElasticLoadBalancingV2::LoadBalancer')).toMatchObject({ Scheme: 'internal' });
  });

  it.each([
    ['the load balancer', 'FrontDoorBalancerGroup', 'FrontDoorLinkGroup', 80],
    ['the host', 'NetworkHostGroup', 'FrontDoorBalancerGroup', 3000],
  ])('%s lets in the one before it, and nobody else but the tunnel', (_name, target, source, port) => {
    const rules = [...stack.all('AWS::EC2::SecurityGroupIngress').values()].map(({ Properties }) => Properties);
    const own = rules.filter(
      ({ GroupId, SourceSecurityGroupId }) =>
        JSON.stringify(GroupId) === JSON.stringify(group(target)) &&
        JSON.stringify(SourceSecurityGroupId) !== JSON.stringify(group('HostTunnelGroup')),
    );
    expect(own).toEqual([expect.objectContaining({ SourceSecurityGroupId: group(source), FromPort: port, ToPort: port })]);
  });

  it('cannot be seen without the password, which Secrets Manager makes', () => {
    const data = JSON.stringify(resolve(stack, stack.properties('AWS::EC2::LaunchTemplate').LaunchTemplateData));
    expect(data).toContain('SIGN_IN_SECRET_ARN=');
    expect(stack.properties('AWS::SecretsManager::Secret')).toMatchObject({
      GenerateSecretString: { GenerateStringKey: 'password', PasswordLength: 24 },
    });
  });

  it('may read its own password and no other secret', () => {
    const [secretId] = [...stack.all('AWS::SecretsManager::Secret').keys()];
    const reading = statementsOf(stack, 'DashboardHostRole').filter(({ Action }) =>
      Action.some(action => action.startsWith('secretsmanager:')),
    );
    expect(reading).toEqual([expect.objectContaining({ Action: ['secretsmanager:GetSecretValue'], Resource: [`<${secretId}>`] })]);
  });

  it('replaces a machine that no longer answers', () => {
    expect(stack.properties('AWS::AutoScaling::AutoScalingGroup')).toMatchObject({ HealthCheckType: 'ELB' });
    expect(stack.properties('AWS::ElasticLoadBalancingV2::TargetGroup')).toMatchObject({ HealthCheckPath: '/healthz' });
  });
});

describe.each(STAGES)('user data of stage %s', stage => {
  const directory = mkdtempSync(join(tmpdir(), 'user-data-'));
  const file = join(directory, 'user-data.sh');
  beforeAll(() => {
    const stack = synthesize(stage);
    const { UserData } = Object(resolve(stack, stack.properties('AWS::EC2::LaunchTemplate').LaunchTemplateData));
    writeFileSync(file, String(UserData));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('fits into what EC2 takes', () => {
    expect(statSync(file).size).toBeLessThanOrEqual(16 * 1024);
  });

  describeWith('bash', 'as a script', () => {
    it('is one', () => {
      expect(spawnSync('bash', ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    });
  });

  describeWith('shellcheck', 'under shellcheck', () => {
    it('has nothing to be found', () => {
      expect(spawnSync('shellcheck', [file], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
    });
  });
});

describeWith('shellcheck', 'the scripts of the host', () => {
  it.each(['boot.sh', 'health.sh'])('has nothing to find in %s', script => {
    const path = join(__dirname, '../../infra/host', script);
    expect(spawnSync('shellcheck', [path], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
  });
});

const hostFile = (name: string) => readFileSync(join(__dirname, '../../infra/host', name), 'utf8');

describe('the logs of the host', () => {
  const UNITS = ['orders-dashboard.service', 'orders-dashboard-health.service'];

  it.each(UNITS)('have a folder before systemd opens the one of %s, since it makes none itself', unit => {
    const logs = [...hostFile(unit).matchAll(/^Standard(?:Output|Error)=append:(.*)\/[^/]+$/gm)].map(([, folder]) => folder);
    expect(logs).toEqual(['/var/log/orders-dashboard', '/var/log/orders-dashboard']);
    const boot = hostFile('boot.sh');
    const made = boot.indexOf('\ninstall -d -m 0755 /var/log/orders-dashboard\n');
    expect(made).toBeGreaterThan(0);
    expect(boot.indexOf('systemctl enable')).toBeGreaterThan(made);
  });

  it.each(UNITS)('are in a folder that %s does not own: root writes there', unit => {
    expect(hostFile(unit)).not.toMatch(/^LogsDirectory=/m);
  });

  it('all go to CloudWatch', () => {
    const { collect_list } = JSON.parse(hostFile('cloudwatch-agent.json')).logs.logs_collected.files;
    const collected: readonly string[] = collect_list.map(({ file_path }: { readonly file_path: string }) => file_path);
    const written = UNITS.flatMap(unit => [...hostFile(unit).matchAll(/=append:(.*)$/gm)].map(([, path]) => path));
    expect(collected).toEqual(expect.arrayContaining([...written, '/var/log/cloud-init-output.log']));
  });
});

describe('the systemd unit of the dashboard', () => {
  const unit = hostFile('orders-dashboard.service').split('\n');

  it.each([
    ['runs as its own user', 'User=orders-dashboard'],
    ['is restarted when it dies', 'Restart=always'],
    ['never stops trying', 'StartLimitIntervalSec=0'],
    ['gains no privileges', 'NoNewPrivileges=yes'],
    ['has no capability', 'CapabilityBoundingSet='],
    ['sees a system that it cannot write to', 'ProtectSystem=strict'],
    ['makes no calls but those of a service', 'SystemCallFilter=@system-service'],
    ['runs the Node that the host installs', 'ExecStart=/usr/bin/node-24 --max-old-space-size=384 server.js'],
  ])('%s', (_what, line) => {
    expect(unit).toContain(line);
  });

  it.each(['boot.sh', 'health.sh'])('listens where %s asks', script => {
    const data = JSON.stringify(resolve(synthesize('prod'), synthesize('prod').properties('AWS::EC2::LaunchTemplate').LaunchTemplateData));
    expect(data).toContain('PORT=3000');
    expect(hostFile(script)).toContain('http://127.0.0.1:3000/healthz');
  });

  it('is started from the package that the host installs', () => {
    expect(hostFile('boot.sh')).toMatch(/dnf install .*\bnodejs24\b/);
  });
});

describe('what people may do on the pages', () => {
  const ACTIONS = [
    's3:AbortMultipartUpload',
    's3:DeleteObject',
    's3:PutObject',
    'states:RedriveExecution',
    'states:StartExecution',
    'states:StopExecution',
  ];

  test.each([
    ['prod', [], []],
    ['fourth', ACTIONS, ['ACTIONS=on', 'UPLOADS=on', 'DROP_AFTER_DAYS=7', 'RAW_DAYS=20']],
  ])('in stage %s is %j', (stage, actions, settings) => {
    const allowed = pairs(statementsOf(synthesize(stage), 'DashboardHostRole')).map(pair => pair.split(' ')[0] ?? '');
    expect([...new Set(allowed)].filter(action => ACTIONS.includes(action)).sort()).toEqual(actions);
    const stack = synthesize(stage);
    const launch = JSON.stringify(resolve(stack, stack.properties('AWS::EC2::LaunchTemplate').LaunchTemplateData));
    for (const setting of ['ACTIONS=on', 'UPLOADS=on', 'DROP_AFTER_DAYS=7', 'RAW_DAYS=20'])
      expect(launch.includes(setting)).toBe(settings.includes(setting));
  });
});
