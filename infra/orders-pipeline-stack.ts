import { Fn, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { namesFor } from '../pipeline/names';
import { loadQueries } from '../queries/load';
import { Analytics } from './analytics';
import { Catalogue } from './catalogue';
import { DailyRefresh } from './daily-refresh';
import { DashboardHost } from './dashboard-host';
import { EncryptionKey } from './encryption-key';
import { Filter } from './filter';
import { FrontDoor } from './front-door';
import { HostTunnel } from './host-tunnel';
import { Lake } from './lake';
import { Network } from './network';
import { Operations } from './operations/operations';
import { describeOutputs } from './outputs';
import { SignIn } from './sign-in';
import type { Stage } from './stages/stage';
import { Sweep } from './sweep';
import { UploadTrigger } from './upload-trigger';
import { Workflow } from './workflow';

export interface OrdersPipelineStackProps extends StackProps {
  readonly stage: Stage;
}

/** CDK would tag these too; CloudFormation does not know their tags in every region yet. */
const UNTAGGED = ['AWS::CloudWatch::Dashboard', 'AWS::ElasticLoadBalancingV2::Listener'];

/** All of one stage. */
export class OrdersPipelineStack extends Stack {
  private readonly zones: readonly string[];

  constructor(scope: Construct, id: string, { stage, ...props }: OrdersPipelineStackProps) {
    super(scope, id, {
      description: `Orders pipeline, stage ${stage.name}`,
      // Data that has to be kept is not lost by one click on Delete, either: what runs on it stays too.
      terminationProtection: stage.data === 'keep',
      ...pin(stage),
      ...props,
    });
    this.zones = stage.dashboard.availabilityZones ?? [0, 1].map(index => Fn.select(index, Fn.getAzs()));
    const names = namesFor(stage.name);
    const queries = loadQueries();
    const named = { stage, names };

    const encryption = new EncryptionKey(this, 'Encryption', named);
    const { bucket, accessLogs } = new Lake(this, 'Lake', named);
    const filter = new Filter(this, 'Filter', { ...named, bucket });
    const sweep = new Sweep(this, 'Sweep', { ...named, bucket });
    const catalogue = new Catalogue(this, 'Catalogue', { ...named, bucket, encryption });
    const analytics = new Analytics(this, 'Analytics', { ...named, bucket, queries });
    const workflow = new Workflow(this, 'Workflow', { ...named, bucket, filter, sweep, catalogue, analytics, queries });
    const trigger = new UploadTrigger(this, 'UploadTrigger', { ...named, bucket, workflow });
    new DailyRefresh(this, 'DailyRefresh', { ...named, workflow, trigger });

    const open = stage.dashboard.access === 'internet';
    const network = new Network(this, 'Network', named);
    const signInSecret = open ? new SignIn(this, 'SignIn', named).secret : undefined;
    const host = new DashboardHost(this, 'DashboardHost', { ...named, bucket, workflow, network, signInSecret });
    const tunnel = new HostTunnel(this, 'HostTunnel', { ...named, network, hostName: host.hostName });
    const frontDoor = open ? new FrontDoor(this, 'FrontDoor', { ...named, accessLogs, network, host }) : undefined;

    const operations = new Operations(this, 'Operations', {
      ...named,
      encryption,
      bucket,
      filter,
      workflow,
      trigger,
      host,
      dashboardUrl: frontDoor?.url,
    });
    workflow.rollBackOn(operations.breakage);
    describeOutputs(this, { ...named, bucket, workflow, tunnel, operations, signInSecret, frontDoor });

    const tags = { Pipeline: names.stateMachine, Stage: stage.name, ...stage.tags };
    for (const [key, value] of Object.entries(tags)) Tags.of(this).add(key, value, { excludeResourceTypes: UNTAGGED });
  }

  /** Of a stage that names its region, too: CDK would ask the account for them, and synthesis must work offline. */
  override get availabilityZones(): string[] {
    return [...this.zones];
  }
}

/** Where the stage may be deployed; without a pin, wherever the credentials of the deployment point. */
function pin({ account, region }: Stage): StackProps {
  return account === undefined || region === undefined ? {} : { env: { account, region } };
}
