import { declaredTables } from '../../pipeline/tables';
import { loadQueries } from '../../queries/load';
import { resolve } from './support/resolve';
import { synthesize } from './support/synthesize';

const stack = synthesize('prod');
const crawler = stack.properties('AWS::Glue::Crawler');
const workGroup = stack.properties('AWS::Athena::WorkGroup');

describe('the crawler', () => {
  it('encrypts its log, in a group that is made for it and does not grow for ever', () => {
    expect(stack.properties('AWS::Glue::SecurityConfiguration')).toMatchObject({
      Name: crawler.CrawlerSecurityConfiguration,
      EncryptionConfiguration: { CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS' } },
    });
    const role = stack.properties('AWS::IAM::Role', 'CatalogueRole');
    expect(stack.properties('AWS::Logs::LogGroup', 'CatalogueLog')).toMatchObject({
      LogGroupName: `/aws-glue/crawlers-role/${role.RoleName}-${crawler.CrawlerSecurityConfiguration}`,
      RetentionInDays: 90,
      KmsKeyId: expect.anything(),
    });
  });

  it('makes one table of the folder, whatever the files hold, and leaves the declared one alone', () => {
    expect(crawler.SchemaChangePolicy).toEqual({ UpdateBehavior: 'LOG', DeleteBehavior: 'LOG' });
    expect(resolve(stack, crawler.Targets)).toEqual({ S3Targets: [{ Path: 's3://orders-pipeline-local/processed/', SampleSize: 10 }] });
    expect(JSON.parse(String(crawler.Configuration))).toMatchObject({
      Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas', TableLevelConfiguration: 2 },
    });
  });

  it('is told that there is a header, and which', () => {
    expect(crawler.Classifiers).toEqual(['orders_csv']);
    expect(stack.properties('AWS::Glue::Classifier')).toMatchObject({
      CsvClassifier: { Name: 'orders_csv', ContainsHeader: 'PRESENT', Header: ['OrderID', 'Customer', 'Amount', 'Status', 'OrderDate'] },
    });
  });

  it('is trusted to Glue alone, and its role is passed to nobody by us', () => {
    const { AssumeRolePolicyDocument } = stack.properties('AWS::IAM::Role', 'CatalogueRole');
    expect(JSON.stringify(AssumeRolePolicyDocument)).toContain('"Principal":{"Service":"glue.amazonaws.com"}');
    expect(JSON.stringify(stack.json)).not.toContain('iam:PassRole');
  });
});

describe.each([
  ['prod', 'csv'],
  ['fourth', 'parquet'],
] as const)('the tables of stage %s, in %s', (stage, format) => {
  const declared = declaredTables('orders-pipeline-local', format);
  const tables = [...synthesize(stage).all('AWS::Glue::Table').values()].map(({ Properties }) =>
    Object(resolve(synthesize(stage), Properties)),
  );
  const named = (name: string) => tables.find(({ TableInput }) => TableInput.Name === name)?.TableInput;

  it('are all but the one that is crawled', () => {
    expect(tables.map(({ TableInput }) => TableInput.Name).sort()).toEqual(['dropped', 'orders_snapshots', 'uploads']);
    expect(new Set(tables.map(({ DatabaseName }) => DatabaseName)).size).toBe(1);
  });

  it.each([declared.dropped, declared.uploads, declared.snapshots])('are as the pipeline declares them: $Name', table => {
    const { PartitionKeys = [], ...input } = named(table.Name);
    expect(input).toEqual({ ...table, PartitionKeys: undefined });
    expect(PartitionKeys).toEqual('PartitionKeys' in table ? table.PartitionKeys : []);
  });
});

describe('the workgroup', () => {
  it('has its own way, whatever a client asks for', () => {
    expect(workGroup.WorkGroupConfiguration).toMatchObject({ EnforceWorkGroupConfiguration: true, PublishCloudWatchMetricsEnabled: true });
  });

  it('writes results encrypted, and to no bucket of somebody else', () => {
    expect(resolve(stack, workGroup.WorkGroupConfiguration)).toMatchObject({
      ResultConfiguration: {
        OutputLocation: 's3://orders-pipeline-local/enriched/',
        EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
        ExpectedBucketOwner: '000000000000',
      },
    });
  });

  it('cancels a query that reads too much', () => {
    expect(workGroup.WorkGroupConfiguration).toMatchObject({ BytesScannedCutoffPerQuery: 10 * 1024 ** 3 });
  });

  it('does not stand in the way when the stack goes', () => {
    expect(workGroup.RecursiveDeleteOption).toBe(true);
  });

  it('has every query as a named query, of the orders as of today', () => {
    const named = [...stack.all('AWS::Athena::NamedQuery').values()].map(({ Properties }) => Properties);
    expect(named.map(({ Name, Database, WorkGroup }) => ({ Name, Database, WorkGroup }))).toEqual(
      loadQueries().map(({ title }) => ({ Name: title, Database: 'orders_db', WorkGroup: 'orders' })),
    );
    for (const { QueryString } of named) {
      expect(QueryString).toContain("date_diff('day', CAST(orderdate AS DATE), current_date) >= 30");
      expect(QueryString).not.toMatch(/\{\{|\$\{|orders_snapshots/);
    }
  });
});
