import { Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { modelSettings } from '../pipeline/definition';
import type { Names } from '../pipeline/names';
import { ordersWorkGroup } from '../pipeline/work-group';
import type { Query } from '../queries/load';
import { tablesToday } from '../queries/model';
import { withNamesInFront } from '../queries/names-in-front';
import type { Stage } from './stages/stage';

export interface AnalyticsProps {
  readonly stage: Stage;
  readonly names: Names;
  readonly bucket: Bucket;
  readonly queries: readonly Query[];
}

/** The Athena workgroup, and the queries as named queries, so that people find them in the console. */
export class Analytics extends Construct {
  readonly workGroupArn: string;

  constructor(scope: Construct, id: string, { stage, names, bucket, queries }: AnalyticsProps) {
    super(scope, id);
    const { Name, Description, Configuration } = ordersWorkGroup(names, bucket.bucketName, stage.bytesCutoff);
    const { ResultConfiguration } = Configuration;
    const workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: Name,
      description: Description,
      // The workgroup's history and named queries go with it; results are objects in the bucket, and stay.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: Configuration.EnforceWorkGroupConfiguration,
        publishCloudWatchMetricsEnabled: Configuration.PublishCloudWatchMetricsEnabled,
        bytesScannedCutoffPerQuery: Configuration.BytesScannedCutoffPerQuery,
        engineVersion: { selectedEngineVersion: Configuration.EngineVersion.SelectedEngineVersion },
        resultConfiguration: {
          outputLocation: ResultConfiguration.OutputLocation,
          encryptionConfiguration: { encryptionOption: ResultConfiguration.EncryptionConfiguration.EncryptionOption },
          // The account is known only here. A bucket of that name in another account gets no results.
          expectedBucketOwner: Stack.of(this).account,
        },
      },
    });
    for (const { id: queryId, title, sql } of queries) {
      new CfnNamedQuery(this, queryId, {
        name: title,
        description: `Orders pipeline: ${queryId}`,
        workGroup: Name,
        database: names.database,
        // A person who asks in the console has no snapshot: the query is of the orders as of today.
        queryString: withNamesInFront(sql, tablesToday(modelSettings({ rules: stage.filter, currency: stage.currency }))),
      }).addResourceDependency(workGroup);
    }
    this.workGroupArn = Stack.of(this).formatArn({ service: 'athena', resource: 'workgroup', resourceName: Name });
  }
}
