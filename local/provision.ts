import { AthenaClient, CreateWorkGroupCommand, UpdateWorkGroupCommand } from '@aws-sdk/client-athena';
import {
  CreateClassifierCommand,
  CreateCrawlerCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  GlueClient,
  UpdateClassifierCommand,
  UpdateCrawlerCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineVersionCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { clientSettings, roleArn, stateMachineArn } from 'local-aws/identity';
import { csvClassifier, processedCrawler } from '../pipeline/crawler';
import type { Names } from '../pipeline/names';
import type { TableFormat } from '../pipeline/table-format';
import { declaredTables } from '../pipeline/tables';
import { ordersWorkGroup } from '../pipeline/work-group';

export interface ProvisionOptions {
  readonly endpoint: string;
  readonly names: Names;
  readonly bucket: string;
  readonly format: TableFormat;
  /** The state machine's definition, filled. */
  readonly definition: object;
}

/** Creates what `infra/` deploys, over the wire, or updates it to the declared settings. */
export async function provision({ endpoint, names, bucket, format, definition }: ProvisionOptions): Promise<void> {
  const client = clientSettings(endpoint);
  const [s3, glue, athena, sfn] = [new S3Client(client), new GlueClient(client), new AthenaClient(client), new SFNClient(client)];
  const classifier = { CsvClassifier: csvClassifier(names) };
  const crawler = processedCrawler(names, bucket, roleArn('orders-crawler'));
  const { Name: WorkGroup, Description, Configuration } = ordersWorkGroup(names, bucket);
  const { ResultConfiguration, ...limits } = Configuration;
  try {
    await ensure(() => s3.send(new CreateBucketCommand({ Bucket: bucket })));
    await ensure(() => glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: names.database } })));
    const { dropped, uploads, snapshots } = declaredTables(bucket, format);
    for (const TableInput of [dropped, uploads, snapshots]) {
      await ensure(
        () => glue.send(new CreateTableCommand({ DatabaseName: names.database, TableInput })),
        () => glue.send(new UpdateTableCommand({ DatabaseName: names.database, TableInput })),
      );
    }
    await ensure(
      () => glue.send(new CreateClassifierCommand(classifier)),
      () => glue.send(new UpdateClassifierCommand(classifier)),
    );
    await ensure(
      () => glue.send(new CreateCrawlerCommand(crawler)),
      () => glue.send(new UpdateCrawlerCommand(crawler)),
    );
    await ensure(
      () => athena.send(new CreateWorkGroupCommand({ Name: WorkGroup, Description, Configuration })),
      () =>
        athena.send(
          new UpdateWorkGroupCommand({
            WorkGroup,
            Description,
            ConfigurationUpdates: { ...limits, ResultConfigurationUpdates: ResultConfiguration },
          }),
        ),
    );
    await declareStateMachine(sfn, names.stateMachine, definition);
  } finally {
    for (const each of [s3, glue, athena, sfn]) each.destroy();
  }
}

/** How many versions are kept, so that the alias can be pointed back; AWS keeps up to 1,000. */
const KEPT_VERSIONS = 10;

/** Creates or updates the state machine, and points the alias `live` to the new version, as `infra/` does. Running executions keep theirs. */
export async function declareStateMachine(sfn: SFNClient, name: string, definition: object): Promise<void> {
  const json = JSON.stringify(definition);
  const arn = stateMachineArn(name);
  await ensure(
    () => sfn.send(new CreateStateMachineCommand({ name, definition: json, roleArn: roleArn('orders-pipeline') })),
    () => sfn.send(new UpdateStateMachineCommand({ stateMachineArn: arn, definition: json })),
  );
  const { stateMachineVersionArn } = await sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn: arn }));
  const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
  await ensure(
    () => sfn.send(new CreateStateMachineAliasCommand({ name: LIVE, routingConfiguration })),
    () => sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn: `${arn}:${LIVE}`, routingConfiguration })),
  );
  const { stateMachineVersions = [] } = await sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn: arn }));
  for (const { stateMachineVersionArn: old } of stateMachineVersions.slice(KEPT_VERSIONS))
    await sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: old }));
}

const LIVE = 'live';

/** How each service reports that the name is taken. */
const TAKEN = new Set(['BucketAlreadyOwnedByYou', 'AlreadyExistsException', 'StateMachineAlreadyExists', 'ConflictException']);

async function ensure(create: () => Promise<unknown>, update: () => Promise<unknown> = async () => undefined): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const taken = TAKEN.has(error.name) || (error.name === 'InvalidRequestException' && /already (exists|created)/i.test(error.message));
    if (!taken) throw error;
    await update();
  }
}
