import { pairs, sorted, statementsOf } from '../support/policy';
import { resolve } from '../support/resolve';
import { synthesize } from '../support/synthesize';

const stack = synthesize('prod');
const crawler = stack.properties('AWS::Glue::Crawler');
const statements = statementsOf(stack, 'CatalogueRole');

/**
 * A crawler's calls cannot be recorded: it runs inside Glue. What it needs follows from its settings, by "Create an IAM role for AWS
 * Glue" and "Step 3: Configure security settings" of Glue's guide: its targets, its database, its log.
 */
function needs(): readonly string[] {
  const { S3Targets } = Object(resolve(stack, crawler.Targets));
  const database = `arn:aws:glue:us-east-1:000000000000:database/${crawler.DatabaseName}`;
  const catalogue = ['arn:aws:glue:us-east-1:000000000000:catalog', database];
  const table = `arn:aws:glue:us-east-1:000000000000:table/${crawler.DatabaseName}/processed`;
  const log = `arn:aws:logs:us-east-1:000000000000:log-group:/aws-glue/crawlers-role/orders_processed_crawler-${crawler.CrawlerSecurityConfiguration}:*`;
  const targets = [...S3Targets].map(({ Path }) => new URL(String(Path)));
  const tableActions = ['GetTable', 'GetTables', 'CreateTable', 'UpdateTable', 'GetPartition', 'GetPartitions', 'BatchGetPartition'];
  return [
    ...targets.flatMap(({ hostname, pathname }) => [
      `s3:GetObject arn:aws:s3:::${hostname}${pathname}*`,
      `s3:ListBucket arn:aws:s3:::${hostname}`,
      `s3:GetBucketLocation arn:aws:s3:::${hostname}`,
    ]),
    ...catalogue.map(arn => `glue:GetDatabase ${arn}`),
    ...tableActions.flatMap(action => [...catalogue, table].map(arn => `glue:${action} ${arn}`)),
    ...['AssociateKmsKey', 'CreateLogGroup', 'CreateLogStream', 'PutLogEvents'].map(action => `logs:${action} ${log}`),
  ];
}

describe('the role of the crawler', () => {
  it('allows what its settings ask for, and nothing else', () => {
    expect(pairs(statements)).toEqual(sorted(needs()));
  });

  it('lists the folder that it crawls and no other', () => {
    const [list] = statements.filter(({ Action }) => Action.includes('s3:ListBucket'));
    expect(list?.Condition).toEqual({ StringLikeIfExists: { 's3:prefix': ['processed/*'] } });
  });

  it('does not touch a table with a policy of updates that would let it', () => {
    expect(crawler.SchemaChangePolicy).toEqual({ UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' });
  });
});
