import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { ListServiceQuotasCommand, type ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { inRegion, warnings } from '../../infra/stages/in-region';
import { REGIONS } from '../../infra/stages/regions';
import type { Stage } from '../../infra/stages/stage';
import { parseLatestKey } from '../../pipeline/latest';
import { namesFor } from '../../pipeline/names';
import { PREFIXES } from '../../pipeline/prefixes';
import type { Identity } from '../deployment/identity';
import { findBucket } from '../target/find-bucket';
import { findStateMachine } from '../target/target';
import { bad, type Check, type Finding, good, note } from './check';

export interface StageOptions {
  readonly stage: Stage;
  readonly identify: () => Promise<Identity>;
  readonly clients: {
    readonly ssm: SSMClient;
    readonly quotas: ServiceQuotasClient;
    readonly sns: SNSClient;
    readonly sfn: SFNClient;
    readonly s3: S3Client;
  };
  readonly now: Date;
}

/** What a deployment of a stage needs, and how a deployed one is. */
export function stageChecks({ stage, identify, clients, now }: StageOptions): readonly Check[] {
  return [
    { name: 'credentials', find: () => credentialsFinding(identify) },
    { name: 'account, region', find: async () => placeFinding(stage, await identify()) },
    { name: 'bootstrap', find: () => bootstrapFinding(clients.ssm) },
    ...QUOTAS.map(quota => ({ name: `quota: ${quota.what}`, find: () => quotaFinding(clients.quotas, quota) })),
    { name: 'addresses', find: async () => addressesFinding(clients.sns, stage, await identify()) },
    { name: 'last answers', find: () => answersFinding(clients.sfn, clients.s3, stage, now) },
  ];
}

async function credentialsFinding(identify: () => Promise<Identity>): Promise<Finding> {
  try {
    return good((await identify()).arn);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return bad(`none that AWS takes: ${message}`, 'sign in (`aws sso login`), or set AWS_PROFILE and AWS_REGION');
  }
}

function placeFinding(stage: Stage, { account, region }: Identity): Finding {
  const here = `${account} in ${region}`;
  if (stage.account !== undefined && (stage.account !== account || stage.region !== region)) {
    return bad(`${here}, but the stage pins ${stage.account} in ${stage.region}`, 'take other credentials (AWS_PROFILE, AWS_REGION)');
  }
  if (!REGIONS.some(known => known === region))
    return bad(`${here}, a region that no stage may name`, 'infra/stages/regions.ts lists them');
  const open = warnings(stage, inRegion(stage, region), region).filter(({ id }) => id !== 'no-address');
  return open.length === 0 ? good(here) : note(here, open.map(({ text }) => text).join('; '));
}

/** What CDK's templates of today ask for. */
const BOOTSTRAP = 6;

async function bootstrapFinding(ssm: SSMClient): Promise<Finding> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/cdk-bootstrap/hnb659fds/version' }));
    const version = Number(Parameter?.Value);
    return version >= BOOTSTRAP
      ? good(`version ${version}`)
      : bad(`version ${version}, expected ${BOOTSTRAP} or later`, 'npx cdk bootstrap');
  } catch (error) {
    if (error instanceof Error && error.name === 'ParameterNotFound') return bad('this account and region have none', 'npx cdk bootstrap');
    throw error;
  }
}

interface Quota {
  readonly what: string;
  readonly service: string;
  /** Its name at Service Quotas. */
  readonly name: RegExp;
  readonly least: number;
  readonly why: string;
}

const QUOTAS: readonly Quota[] = [
  {
    what: 'functions at once',
    service: 'lambda',
    name: /^Concurrent executions$/,
    least: 50,
    why: 'a new account has 10: a burst of uploads waits',
  },
  {
    what: 'queries at once',
    service: 'athena',
    name: /^Active DML queries$/i,
    least: 10,
    why: 'an execution asks six queries, five at a time',
  },
  { what: 'networks', service: 'vpc', name: /^VPCs per Region$/, least: 1, why: 'each stage has its own' },
  { what: 'processors', service: 'ec2', name: /^Running On-Demand Standard \(/, least: 2, why: 'the dashboard host has two' },
];

async function quotaFinding(quotas: ServiceQuotasClient, { service, name, least, why }: Quota): Promise<Finding> {
  let NextToken: string | undefined;
  do {
    const page = await quotas.send(new ListServiceQuotasCommand({ ServiceCode: service, NextToken }));
    const found = page.Quotas?.find(({ QuotaName = '' }) => name.test(QuotaName));
    if (found) {
      const value = found.Value ?? 0;
      return value >= least
        ? good(String(value))
        : bad(`${value}, expected ${least}: ${why}`, `ask for more under Service Quotas, ${found.QuotaName}`);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return note('this region does not say', `look under Service Quotas, ${service}`);
}

async function addressesFinding(sns: SNSClient, stage: Stage, { account, region }: Identity): Promise<Finding> {
  const { name, operations } = stage;
  if (operations.emails.length === 0)
    return bad('THE ALARMS HAVE NO RECIPIENT', `set operations.emails in infra/stages/${name}.ts, and deploy`);
  const TopicArn = `arn:aws:sns:${region}:${account}:${namesFor(name).stateMachine}-alarms`;
  try {
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const confirmed = Subscriptions.filter(({ SubscriptionArn = '' }) => SubscriptionArn.startsWith('arn:')).map(
      ({ Endpoint }) => Endpoint,
    );
    const waiting = operations.emails.filter(email => !confirmed.includes(email));
    if (waiting.length === 0) return good(operations.emails.join(', '));
    return bad(
      `not confirmed: ${waiting.join(', ')}`,
      'each got a mail with a link; `npm run deploy` sends it again after the stage was deployed without it',
    );
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('NotFound'))
      return note('the stage is not deployed', `npm run deploy -- --stage ${name}`);
    throw error;
  }
}

const HOUR = 3_600_000;

async function answersFinding(sfn: SFNClient, s3: S3Client, { name, operations }: Stage, now: Date): Promise<Finding> {
  const machine = await findStateMachine({ sfn, stage: name }).catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith('expected a state machine')) return undefined;
    throw error;
  });
  if (machine === undefined) return note('the stage is not deployed', `npm run deploy -- --stage ${name}`);
  const Bucket = await findBucket(sfn, machine);
  const { Contents: [newest] = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: PREFIXES.latest, MaxKeys: 1 }));
  const latest = parseLatestKey(newest?.Key ?? '');
  if (latest === undefined) return note('none yet', `npm run smoke -- --stage ${name}`);
  const hours = (now.getTime() - latest.begun.getTime()) / HOUR;
  const text = `of ${latest.begun.toISOString()}, by execution ${latest.execution}`;
  if (hours <= operations.noSuccessHours) return good(text);
  return bad(`${text}: ${Math.floor(hours)} hours old`, 'docs/runbook.md#no-success');
}
