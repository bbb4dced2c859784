import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCrawlerCommand, GlueClient } from '@aws-sdk/client-glue';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { clientSettings } from 'local-aws/identity';
import { type LocalPipeline, startLocalPipeline } from '../../local/local-pipeline';

const RUNBOOK = readFileSync(join(__dirname, '../../docs/runbook.md'), 'utf8');
const ORDERS = 'OrderID,Customer,Amount,Status,OrderDate\nA1,Ann,10.00,shipped,2025-02-14\n';

/** What the runbook tells people to type about executions, in its order, as the clients send it. */
describe('the runbook, against local AWS', () => {
  const directory = mkdtempSync(join(tmpdir(), 'runbook-'));
  let local: LocalPipeline;
  let sfn: SFNClient;
  let s3: S3Client;
  let glue: GlueClient;
  beforeAll(async () => {
    // The first crawl fails: an execution to begin with that a person has to look after.
    const fault = { service: 'glue', fault: 'crawl', status: 'FAILED', message: 'no access', times: 1, after: 0 } as const;
    local = await startLocalPipeline({ directory, port: 0, faults: { faults: [fault] } });
    const settings = clientSettings(local.url);
    [sfn, s3, glue] = [new SFNClient(settings), new S3Client(settings), new GlueClient(settings)];
    await s3.send(new PutObjectCommand({ Bucket: local.bucket, Key: 'raw/orders.csv', Body: ORDERS }));
  });
  afterAll(async () => {
    for (const client of [sfn, s3, glue]) client.destroy();
    await local.close();
    rmSync(directory, { recursive: true });
  });
  const ended = async (executionArn: string | undefined) => {
    for (;;) {
      const answer = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (answer.status !== 'RUNNING') return answer;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  };
  const machine = async () => {
    const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
    return stateMachines.find(({ name }) => name === 'orders-pipeline')?.stateMachineArn ?? '';
  };
  const failed = async () => {
    for (;;) {
      const { executions = [] } = await sfn.send(
        new ListExecutionsCommand({ stateMachineArn: await machine(), statusFilter: 'FAILED', maxResults: 5 }),
      );
      if (executions[0]) return executions[0];
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  };

  it('lists what failed, with its error and where to look', async () => {
    expect(RUNBOOK).toMatch(
      /list-state-machines[\s\S]*list-executions --state-machine-arn "\$machine" --status-filter FAILED --max-results 5/,
    );
    expect(await ended((await failed()).executionArn)).toMatchObject({ error: 'CrawlFailed', cause: expect.stringContaining('no access') });
    const { Crawler } = await glue.send(new GetCrawlerCommand({ Name: 'orders_processed_crawler' }));
    expect(Crawler?.LastCrawl).toMatchObject({ Status: 'FAILED', ErrorMessage: 'no access' });
  });

  it('redrives it: it goes on with what failed, and ends well', async () => {
    expect(RUNBOOK).toContain('aws stepfunctions redrive-execution --execution-arn EXECUTION_ARN');
    const { executionArn } = await failed();
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  });

  it('runs it again with its input, by the alias live, which points to the newest version', async () => {
    expect(RUNBOOK).toContain('start-execution --state-machine-arn "$machine:live" --input file://input.json');
    const arn = await machine();
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: arn, maxResults: 1 }));
    const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn: executions[0]?.executionArn }));
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: `${arn}:live`, input }));
    expect(await ended(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: expect.stringContaining('"outcome":"NothingNew"') });
    const { routingConfiguration } = await sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn: `${arn}:live` }));
    expect(routingConfiguration).toEqual([{ stateMachineVersionArn: `${arn}:1`, weight: 100 }]);
  });

  it('lists the uploads', async () => {
    expect(RUNBOOK).toContain('list-objects-v2 --bucket BUCKET --prefix raw/');
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: local.bucket, Prefix: 'raw/' }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['raw/orders.csv']);
  });
});
