import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { GetClassifierCommand, GetCrawlerCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { matches } from 'local-aws/eventbridge';
import { clientSettings } from 'local-aws/identity';
import { z } from 'zod';
import { follow } from '../../commands/following/follow';
import { asciiJson } from '../../infra/ascii-json';
import { defineStage } from '../../infra/stages/stage';
import { type LocalPipeline, startLocalPipeline } from '../../local/local-pipeline';
import { filterEnvironment, RULES } from '../../pipeline/rules';
import { resolve } from './support/resolve';
import { synthesize } from './support/synthesize';

const stack = synthesize('prod');
const deployed = (type: string, idBegins?: string) =>
  z.record(z.string(), z.unknown()).parse(resolve(stack, stack.properties(type, idBegins)));

const FilterSettings = z.object({ dropStatuses: z.array(z.string()), dropAfterDays: z.number(), maxBadShare: z.number() });

/** Of these the deployed pattern takes three, of which two are order files. */
const KEYS = ['processed/a.csv', 'raw/a.txt', 'raw.csv', 'raw/b.cSv', 'enriched/raw/c.csv', 'raw/deep/er/d.csv'];
const BODY = Buffer.from('OrderID,Customer,Amount,Status,OrderDate\n1,Ann,10.00,shipped,2025-02-03\n');

const Output = z.object({ upload: z.object({ key: z.string() }), filter: z.object({ settings: FilterSettings.nullish() }) });

const directory = mkdtempSync(join(tmpdir(), 'drift-'));
let local: LocalPipeline;
let clients: { readonly s3: S3Client; readonly sfn: SFNClient; readonly glue: GlueClient; readonly athena: AthenaClient };
/** What the executions answered that the uploads started. */
let outputs: readonly z.output<typeof Output>[];

beforeAll(async () => {
  const started: string[] = [];
  let enough = () => {};
  const three = new Promise<void>(resolve => {
    enough = resolve;
  });
  // The one setting with another default in local AWS.
  const shared = { together: defineStage({ name: 'prod' }).together };
  local = await startLocalPipeline({ directory, port: 0, settings: shared, onExecution: arn => started.push(arn) === 3 && enough() });
  const settings = clientSettings(local.url);
  clients = {
    s3: new S3Client(settings),
    sfn: new SFNClient(settings),
    glue: new GlueClient(settings),
    athena: new AthenaClient(settings),
  };
  for (const key of KEYS) await clients.s3.send(new PutObjectCommand({ Bucket: local.bucket, Key: key, Body: BODY }));
  await three;
  const endings = [];
  for (const arn of started) endings.push(await follow(clients.sfn, arn, () => {}));
  outputs = endings.map(({ output = '{}' }) => Output.parse(JSON.parse(output)));
});
afterAll(async () => {
  for (const client of Object.values(clients ?? {})) client.destroy();
  await local?.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('what local AWS runs is what is deployed:', () => {
  it('the definition of the state machine', async () => {
    const { definition = '' } = await clients.sfn.send(new DescribeStateMachineCommand({ stateMachineArn: local.stateMachineArn }));
    const { DefinitionString } = deployed('AWS::StepFunctions::StateMachine');
    // What the sweep starts: in AWS the alias, locally the state machine.
    expect(JSON.parse(definition)).toEqual(
      JSON.parse(String(DefinitionString).replace(':stateMachine:orders-pipeline:live"', ':stateMachine:orders-pipeline"')),
    );
  });

  it('the classifier', async () => {
    const { CsvClassifier } = deployed('AWS::Glue::Classifier');
    const { Classifier } = await clients.glue.send(new GetClassifierCommand({ Name: 'orders_csv' }));
    expect(Classifier?.CsvClassifier).toMatchObject(Object(CsvClassifier));
  });

  it('the crawler', async () => {
    const {
      Role: _role,
      CrawlerSecurityConfiguration: _encryption,
      Configuration,
      Tags: _tags,
      ...settings
    } = deployed('AWS::Glue::Crawler');
    const { Crawler } = await clients.glue.send(new GetCrawlerCommand({ Name: String(settings.Name) }));
    expect(Crawler).toMatchObject(settings);
    expect(JSON.parse(Crawler?.Configuration ?? '')).toEqual(JSON.parse(String(Configuration)));
  });

  it('the workgroup', async () => {
    const { Name, WorkGroupConfiguration } = deployed('AWS::Athena::WorkGroup');
    const { ResultConfiguration, ...limits } = z
      .looseObject({ ResultConfiguration: z.record(z.string(), z.unknown()) })
      .parse(WorkGroupConfiguration);
    const { ExpectedBucketOwner: _owner, ...results } = ResultConfiguration;
    const { WorkGroup } = await clients.athena.send(new GetWorkGroupCommand({ WorkGroup: String(Name) }));
    expect(WorkGroup?.Configuration).toMatchObject({ ...limits, ResultConfiguration: results });
  });

  it('what starts an execution', () => {
    const { EventPattern } = deployed('AWS::Events::Rule', 'UploadTrigger');
    const expected = KEYS.filter(key => matches(EventPattern, created(key)));
    expect(outputs.map(({ upload }) => upload.key).sort()).toEqual(expected.sort());
    expect(expected).toEqual(expect.arrayContaining(['raw/a.txt', 'raw/b.cSv', 'raw/deep/er/d.csv']));
  });

  it('the settings of the filter', () => {
    const { Environment } = deployed('AWS::Lambda::Function', 'Filter');
    for (const { filter } of outputs) expect(filterEnvironment({ ...RULES, ...filter.settings })).toEqual(Object(Environment).Variables);
  });

  it('the table', async () => {
    const { DefinitionString } = deployed('AWS::StepFunctions::StateMachine');
    const { Table } = await clients.glue.send(new GetTableCommand({ DatabaseName: 'orders_db', Name: 'processed' }));
    expect(String(DefinitionString)).toContain(`"SerdeInfo":${ascii(Table?.StorageDescriptor?.SerdeInfo)}`);
    expect(String(DefinitionString)).toContain(`"Columns":${ascii(Table?.StorageDescriptor?.Columns)}`);
    expect(String(DefinitionString)).toContain(`"Location":${ascii(Table?.StorageDescriptor?.Location)}`);
  });
});

function created(key: string): object {
  return {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: local.bucket }, object: { key }, reason: 'PutObject' },
  };
}

function ascii(value: unknown): string {
  return asciiJson(z.union([z.string(), z.looseObject({}), z.array(z.unknown())]).parse(value));
}
