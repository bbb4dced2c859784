import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCrawlerCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetBucketNotificationConfigurationCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
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

/** Every command of the runbook: run below, or what it is that only an account has. */
const COMMANDS: Readonly<Record<string, 'run' | string>> = {
  'aws s3 cp orders.csv s3://BUCKET/raw/orders.csv': 'run',
  'npm run rerun -- raw/KEY --bucket BUCKET': 'run',
  'aws stepfunctions list-state-machines --query "stateMachines[?name==\'orders-pipeline\'].stateMachineArn" --output text': 'run',
  'aws stepfunctions list-executions --state-machine-arn "$machine" --status-filter FAILED --max-results 5': 'run',
  'aws stepfunctions describe-execution --execution-arn EXECUTION_ARN --query input --output text > input.json': 'run',
  'aws stepfunctions start-execution --state-machine-arn "$machine:live" --input file://input.json': 'run',
  'aws stepfunctions redrive-execution --execution-arn EXECUTION_ARN': 'run',
  'npm run reread -- --all --at-once 50 --bucket BUCKET': 'run',
  'npm run reread -- --all --bucket BUCKET': 'run',
  'aws glue get-crawler --name orders_processed_crawler': 'run',
  'npm run replay -- --stage prod': 'run',
  'npm run replay -- --stage prod all': 'run',
  'aws s3api list-objects-v2 --bucket BUCKET --prefix raw/': 'run',
  'aws s3 ls s3://BUCKET/raw/': 'run',
  'aws events describe-rule --name orders-upload': 'run',
  'aws s3api get-bucket-notification-configuration --bucket BUCKET': 'run',
  'npm run cost -- --table-gb G': 'run',
  'npm run cost': 'run',
  'npm run requeue -- FILE --bucket BUCKET': 'run',
  'aws logs tail /aws/lambda/ReportEnd --since 1h': 'the logs of CloudWatch',
  'aws ssm start-session --target INSTANCE_ID': 'the dashboard’s host',
  'systemctl status orders-dashboard; journalctl -u orders-dashboard -n 100; tail /var/log/orders-dashboard/*.log': 'the dashboard’s host',
  'aws ec2 terminate-instances --instance-ids INSTANCE_ID': 'the dashboard’s host',
};

/** In blocks and in sentences, without the comment behind it. */
function commandsIn(page: string): readonly string[] {
  const lines = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.split('\n'));
  const inSentences = [...page.replace(/```[\s\S]*?```/g, '').matchAll(/`((?:aws|npm run) [^`]+)`/g)].map(([, code = '']) => code);
  const bare = (line: string) =>
    line
      .replace(/ +#.*$/, '')
      .replace(/^machine=\$\((.*)\)$/, '$1')
      .replaceAll('\n', ' ');
  return [...lines, ...inSentences].map(bare).filter(line => line !== '');
}

it('the runbook has a test for each command, or says that only an account has it', () => {
  expect([...new Set(commandsIn(RUNBOOK))].toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
});

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
    local = await startLocalPipeline({ directory: join(directory, 'data'), port: 0, faults: { faults: [fault] } });
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

  /** `npm run NAME -- ARGS`, without npm. */
  const command = (name: string, ...args: string[]): Promise<{ code: number | null; printed: string }> => {
    const { AWS_ENDPOINT_URL: _, ...own } = process.env;
    const preload = ['./register.cjs', './local/point-here.ts'].flatMap(file => ['--require', file]);
    const env = { ...own, LOCAL_AWS_PORT: new URL(local.url).port };
    const child = spawn(process.execPath, [...preload, `commands/${name}.ts`, ...args], { env });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (printed += chunk));
    return new Promise(resolve => child.once('close', code => resolve({ code, printed })));
  };

  it('lists the uploads', async () => {
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: local.bucket, Prefix: 'raw/' }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['raw/orders.csv']);
  });

  it('runs a key again, also for another day, and reads all again', async () => {
    const bucket = ['--bucket', local.bucket];
    expect(await command('rerun', 'raw/orders.csv', ...bucket)).toEqual({ code: 0, printed: expect.stringContaining('NothingNew') });
    const ofDay = await command('rerun', 'raw/orders.csv', '--as-of', '2025-03-01', ...bucket);
    expect(ofDay).toEqual({ code: 0, printed: expect.stringMatching(/Succeeded after[\s\S]*/) });
    expect(await command('reread', '--all', '--at-once', '50', ...bucket)).toEqual({
      code: 0,
      printed: expect.stringContaining('1 of 1 uploads are read as they now must be'),
    });
  });

  it('uploads corrected rows of a quarantine file', async () => {
    const file = join(directory, 'quarantined_orders.csv');
    writeFileSync(
      file,
      'OrderID,Customer,Amount,Status,OrderDate,line,column,rule,value,reason\nA9,Bob,5.00,shipped,2025-02-15,2,Amount,bad-amount,x,y\n',
    );
    expect(await command('requeue', file, '--bucket', local.bucket)).toEqual({
      code: 0,
      printed: expect.stringContaining('Succeeded after'),
    });
  });

  it('says whether the rule is enabled and the bucket sends events', async () => {
    const answer = await fetch(local.url, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AWSEvents.DescribeRule' },
      body: JSON.stringify({ Name: 'orders-upload' }),
    });
    expect(await answer.json()).toMatchObject({ Name: 'orders-upload', State: 'ENABLED', EventPattern: expect.stringContaining('raw/') });
    const { EventBridgeConfiguration } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: local.bucket }));
    expect(EventBridgeConfiguration).toEqual({});
  });

  it('lists dead letters and delivers them again', async () => {
    // Longer than an event is tried: six attempts, each with those of the client.
    local.faults.add({ faults: [{ service: 'states', operation: 'StartExecution', fault: 'internalError', times: 18, after: 0 }] });
    await s3.send(new PutObjectCommand({ Bucket: local.bucket, Key: 'raw/letter.csv', Body: ORDERS.replace('A1', 'A7') }));
    const listed = async () => (await command('replay')).printed;
    let letters = await listed();
    while (letters === 'no dead letters\n') letters = await listed();
    local.faults.clear();
    const [id = ''] = letters.split(' ');
    expect(letters).toMatch(/^\S+ {2}\S+ {2}raw\/letter\.csv {2}InternalServerError: /);
    expect(await command('replay', id)).toEqual({ code: 0, printed: '1 delivered again\n' });
    expect(await command('replay', 'all')).toEqual({ code: 0, printed: '0 delivered again\n' });
  });

  it('computes what an upload would cost', async () => {
    expect(await command('cost', '--table-gb', '10')).toEqual({ code: 0, printed: expect.stringContaining('One upload alone') });
  });

  it.each([['logs', 'Logs_20140328.FilterLogEvents']])('is told by name that %s is not here', async (service, target) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=local/20261201/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const answer = await fetch(local.url, { method: 'POST', headers: { 'X-Amz-Target': target, authorization }, body: '{}' });
    expect([answer.status >= 400, await answer.text()]).toEqual([true, expect.stringContaining(service)]);
  });
});
