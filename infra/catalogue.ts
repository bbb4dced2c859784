import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnClassifier, CfnCrawler, CfnDatabase, CfnSecurityConfiguration, CfnTable } from 'aws-cdk-lib/aws-glue';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { csvClassifier, processedCrawler } from '../pipeline/crawler';
import { type Names, TABLES } from '../pipeline/names';
import { PREFIXES } from '../pipeline/prefixes';
import { declaredTables } from '../pipeline/tables';
import type { EncryptionKey } from './encryption-key';
import { type Grant, serviceRole } from './service-role';
import type { Stage } from './stages/stage';

export interface CatalogueProps {
  readonly stage: Stage;
  readonly names: Names;
  readonly bucket: Bucket;
  readonly encryption: EncryptionKey;
}

/**
 * The Glue database, its tables, and the crawler that makes table `processed`, which is not declared here: the state machine holds it to its
 * definition. The others are never crawled.
 */
export class Catalogue extends Construct {
  readonly crawlerArn: string;
  /** What Glue checks for an action on table `processed`: the catalogue, the database and the table. */
  readonly processedArns: readonly string[];
  /** The same for any of the tables. */
  readonly tableArns: readonly string[];
  /** The same for the database. */
  readonly databaseArns: readonly string[];

  constructor(scope: Construct, id: string, props: CatalogueProps) {
    super(scope, id);
    const { names } = props;
    const arn = (resource: string, resourceName: string) => Stack.of(this).formatArn({ service: 'glue', resource, resourceName });
    const catalogueArn = Stack.of(this).formatArn({ service: 'glue', resource: 'catalog', arnFormat: ArnFormat.NO_RESOURCE_NAME });
    this.crawlerArn = arn('crawler', names.crawler);
    this.databaseArns = [catalogueArn, arn('database', names.database)];
    this.processedArns = [...this.databaseArns, arn('table', `${names.database}/${TABLES.processed}`)];
    this.tableArns = [...this.databaseArns, ...Object.values(TABLES).map(table => arn('table', `${names.database}/${table}`))];

    const database = new CfnDatabase(this, 'Database', {
      catalogId: Stack.of(this).account,
      databaseInput: { name: names.database, description: 'Orders, as the pipeline has processed them' },
    });
    const crawler = this.crawler(props);
    for (const needing of [crawler, ...this.tables(props)]) needing.addResourceDependency(database);
  }

  private tables({ stage, names, bucket }: CatalogueProps): CfnTable[] {
    const { processed: _crawled, ...declared } = declaredTables(bucket.bucketName, stage.format);
    return Object.entries(declared).map(
      ([id, { Name, TableType, Parameters, StorageDescriptor, ...table }]) =>
        new CfnTable(this, `Table-${id}`, {
          catalogId: Stack.of(this).account,
          databaseName: names.database,
          tableInput: {
            name: Name,
            tableType: TableType,
            parameters: Parameters,
            partitionKeys: (table.PartitionKeys ?? []).map(columnOf),
            storageDescriptor: {
              columns: StorageDescriptor.Columns.map(columnOf),
              location: StorageDescriptor.Location,
              inputFormat: StorageDescriptor.InputFormat,
              outputFormat: StorageDescriptor.OutputFormat,
              serdeInfo: {
                serializationLibrary: StorageDescriptor.SerdeInfo.SerializationLibrary,
                parameters: StorageDescriptor.SerdeInfo.Parameters,
              },
            },
          },
        }),
    );
  }

  private crawler({ stage, names, bucket, encryption }: CatalogueProps): CfnCrawler {
    const classifierSettings = csvClassifier(names);
    const classifier = new CfnClassifier(this, 'Classifier', {
      csvClassifier: {
        name: classifierSettings.Name,
        delimiter: classifierSettings.Delimiter,
        quoteSymbol: classifierSettings.QuoteSymbol,
        containsHeader: classifierSettings.ContainsHeader,
        header: classifierSettings.Header,
        allowSingleColumn: classifierSettings.AllowSingleColumn,
        disableValueTrimming: classifierSettings.DisableValueTrimming,
      },
    });

    // With encrypted logs a crawler writes to its own group, named after its role and its security configuration.
    const securityName = names.crawler;
    const logGroupName = `/aws-glue/crawlers-role/${names.crawler}-${securityName}`;
    encryption.allowLogGroup(logGroupName);
    const log = new LogGroup(this, 'Log', {
      logGroupName,
      retention: stage.logDays,
      encryptionKey: encryption.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const security = new CfnSecurityConfiguration(this, 'Security', {
      name: securityName,
      encryptionConfiguration: {
        cloudWatchEncryption: { cloudWatchEncryptionMode: 'SSE-KMS', kmsKeyArn: encryption.key.keyArn },
        jobBookmarksEncryption: { jobBookmarksEncryptionMode: 'CSE-KMS', kmsKeyArn: encryption.key.keyArn },
        s3Encryptions: [{ s3EncryptionMode: 'SSE-S3' }],
      },
    });
    const role = serviceRole(this, 'Role', {
      roleName: names.crawler,
      description: 'Crawler of the orders pipeline: reads processed/, keeps one table',
      // Glue documents no aws:SourceArn for crawlers, so what the role may do, and who may pass it, has to be narrow enough.
      assumedBy: new ServicePrincipal('glue.amazonaws.com'),
      grants: [...dataGrants(bucket), ...this.catalogueGrants(), ...logGrants(log)],
    });

    const settings = processedCrawler(names, bucket.bucketName, role.roleArn);
    const crawler = new CfnCrawler(this, 'Crawler', {
      name: settings.Name,
      role: settings.Role,
      databaseName: settings.DatabaseName,
      classifiers: settings.Classifiers,
      targets: { s3Targets: settings.Targets.S3Targets.map(({ Path, SampleSize }) => ({ path: Path, sampleSize: SampleSize })) },
      recrawlPolicy: { recrawlBehavior: settings.RecrawlPolicy.RecrawlBehavior },
      schemaChangePolicy: {
        updateBehavior: settings.SchemaChangePolicy.UpdateBehavior,
        deleteBehavior: settings.SchemaChangePolicy.DeleteBehavior,
      },
      configuration: settings.Configuration,
      crawlerSecurityConfiguration: securityName,
    });
    for (const needed of [classifier, security]) crawler.addResourceDependency(needed);
    crawler.node.addDependency(log);
    return crawler;
  }

  private catalogueGrants(): Grant[] {
    return [
      { sid: 'ReadDatabase', actions: ['glue:GetDatabase'], resources: this.databaseArns },
      {
        sid: 'KeepTable',
        actions: [
          'glue:GetTable',
          'glue:GetTables',
          'glue:CreateTable',
          'glue:UpdateTable',
          'glue:GetPartition',
          'glue:GetPartitions',
          'glue:BatchGetPartition',
        ],
        resources: this.processedArns,
      },
      {
        // A crawler with a security configuration looks it up first, as its role. Without this its first crawl fails.
        sid: 'ReadSecurityConfiguration',
        actions: ['glue:GetSecurityConfiguration'],
        resources: ['*'],
        because: 'Glue has no resource for a security configuration that a policy could name',
      },
    ];
  }
}

function columnOf({ Name, Type }: { readonly Name: string; readonly Type: string }): CfnTable.ColumnProperty {
  return { name: Name, type: Type };
}

function dataGrants(bucket: Bucket): Grant[] {
  return [
    {
      sid: 'ReadProcessed',
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects(`${PREFIXES.processed}*`)],
      because: 'A crawler reads every file of its folder',
    },
    {
      sid: 'ListProcessed',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      // "IfExists": whether there is such a bucket is asked without a prefix.
      conditions: { StringLikeIfExists: { 's3:prefix': [`${PREFIXES.processed}*`] } },
    },
    { sid: 'LocateBucket', actions: ['s3:GetBucketLocation'], resources: [bucket.bucketArn] },
  ];
}

function logGrants(log: LogGroup): Grant[] {
  return [
    {
      sid: 'WriteLog',
      actions: ['logs:AssociateKmsKey', 'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [log.logGroupArn],
    },
  ];
}
