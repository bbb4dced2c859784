import { pairs, sorted, statementsOf } from '../support/policy';
import { resolve } from '../support/resolve';
import { synthesize } from '../support/synthesize';

const stack = synthesize('prod');
const crawler = stack.properties('AWS::Glue::Crawler');
const statements = statementsOf(stack, 'CatalogueRole');

const { S3Targets } = Object(resolve(stack, crawler.Targets));
const targets: readonly URL[] = [...S3Targets].map(({ Path }) => new URL(String(Path)));
const security = crawler.CrawlerSecurityConfiguration;
const glue = (rest: string) => `arn:aws:glue:us-east-1:000000000000:${rest}`;
const database = [glue('catalog'), glue(`database/${crawler.DatabaseName}`)];
const table = [...database, glue(`table/${crawler.DatabaseName}/processed`)];
const log = `arn:aws:logs:us-east-1:000000000000:log-group:/aws-glue/crawlers-role/orders_processed_crawler-${security}:*`;
const on = (actions: readonly string[], resources: readonly string[]) =>
  actions.flatMap(action => resources.map(resource => `${action} ${resource}`));

/**
 * A crawler's calls cannot be recorded: it runs inside Glue. AWS documents what its role needs as the managed policy AWSGlueServiceRole
 * "or a scoped down version of this policy" (Glue's guide, "Crawler prerequisites"), and with encrypted logs `logs:AssociateKmsKey`
 * (the same, "Setting up encryption"). So each action of version 5 of that policy stands here with what the crawler's settings make of it.
 */
const MANAGED_POLICY = new Map<string, readonly string[]>([
  [
    'glue:*',
    [
      ...on(['glue:GetDatabase'], database),
      ...on(
        ['GetTable', 'GetTables', 'CreateTable', 'UpdateTable', 'GetPartition', 'GetPartitions', 'BatchGetPartition'].map(
          action => `glue:${action}`,
        ),
        table,
      ),
      // The crawler reads its security configuration as its role, and Glue has no resource for one.
      ...(security === undefined ? [] : ['glue:GetSecurityConfiguration *']),
    ],
  ],
  ['s3:GetBucketLocation', targets.map(({ hostname }) => `s3:GetBucketLocation arn:aws:s3:::${hostname}`)],
  ['s3:ListBucket', targets.map(({ hostname }) => `s3:ListBucket arn:aws:s3:::${hostname}`)],
  ['s3:GetObject', targets.map(({ hostname, pathname }) => `s3:GetObject arn:aws:s3:::${hostname}${pathname}*`)],
  ['logs:CreateLogGroup', on(security === undefined ? ['logs:CreateLogGroup'] : ['logs:CreateLogGroup', 'logs:AssociateKmsKey'], [log])],
  ['logs:CreateLogStream', on(['logs:CreateLogStream'], [log])],
  ['logs:PutLogEvents', on(['logs:PutLogEvents'], [log])],
]);

/** The rest of the managed policy, and why this crawler does without. */
const NOT_NEEDED = new Map([
  [/^ec2:/, 'for connections to a network; an S3 target has none'],
  [/^iam:/, 'for the console, which lists roles'],
  [/^cloudwatch:PutMetricData$/, 'for the metrics of jobs'],
  [/^s3:(ListAllMyBuckets|GetBucketAcl|CreateBucket)$/, 'for the console, which offers buckets and makes one for scripts'],
  [/^s3:(PutObject|DeleteObject)$/, 'for the scripts and temporary files of jobs, in buckets that Glue makes'],
]);

/** The actions of AWSGlueServiceRole, version 5 of 2023-09-11, which is still the default in 2026-11. */
const ACTIONS = [
  ...['glue:*', 's3:GetBucketLocation', 's3:ListBucket', 's3:ListAllMyBuckets', 's3:GetBucketAcl'],
  ...['ec2:DescribeVpcEndpoints', 'ec2:DescribeRouteTables', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface'],
  ...['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcAttribute'],
  ...['iam:ListRolePolicies', 'iam:GetRole', 'iam:GetRolePolicy', 'cloudwatch:PutMetricData'],
  ...['s3:CreateBucket', 's3:GetObject', 's3:PutObject', 's3:DeleteObject'],
  ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'ec2:CreateTags', 'ec2:DeleteTags'],
];

describe('the role of the crawler', () => {
  it.each(ACTIONS)('takes a decision on %s of the managed policy', action => {
    const decided = MANAGED_POLICY.has(action) || [...NOT_NEEDED.keys()].some(pattern => pattern.test(action));
    expect(decided).toBe(true);
  });

  it('allows what of it the settings of the crawler ask for, and nothing else', () => {
    expect(pairs(statements)).toEqual(sorted([...MANAGED_POLICY.values()].flat()));
  });

  it('may look up the security configuration that the crawler names, which fails the first crawl otherwise', () => {
    expect(security).toBeDefined();
    expect(pairs(statements)).toContain('glue:GetSecurityConfiguration *');
  });

  it('lists the folder that it crawls and no other', () => {
    const [list] = statements.filter(({ Action }) => Action.includes('s3:ListBucket'));
    expect(list?.Condition).toEqual({ StringLikeIfExists: { 's3:prefix': ['processed/*'] } });
  });

  it('does not touch a table with a policy of updates that would let it', () => {
    expect(crawler.SchemaChangePolicy).toEqual({ UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' });
  });
});
