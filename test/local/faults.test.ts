import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetExecutionHistoryCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings } from 'local-aws/identity';
import { readManifest } from '../../commands/results/manifest';
import { startLocalPipeline } from '../../local/local-pipeline';

const ORDERS = 'OrderID,Customer,Amount,Status,OrderDate\nA1,Ann,10.00,shipped,2025-02-14\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('an upload is answered though each service fails it once, and its event comes twice', async () => {
  const problems: string[] = [];
  const local = await startLocalPipeline({
    directory: join(folder, 'data'),
    port: 0,
    onProblem: problem => problems.push(problem),
    faults: {
      faults: [
        { service: 'lambda', function: 'Filter*', fault: 'crash', seconds: 0, times: 1, after: 0 },
        { service: 'glue', operation: 'GetCrawler', fault: 'throttle', times: 1, after: 0 },
        { service: 'athena', operation: 'StartQueryExecution', fault: 'internalError', times: 1, after: 0 },
        { service: 's3', operation: 'PutObject', key: 'runs/*', fault: 'slowDown', times: 1, after: 0 },
        { service: 'events', key: 'raw/*', fault: 'twice', seconds: 0, times: 1, after: 0 },
      ],
    },
  });
  const [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
  try {
    await s3.send(new PutObjectCommand({ Bucket: local.bucket, Key: 'raw/orders.csv', Body: ORDERS }));
    const ended = async () => {
      for (;;) {
        const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: local.stateMachineArn }));
        if (executions.length > 0 && executions.every(({ status }) => status !== 'RUNNING')) return executions;
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    };
    const executions = await ended();
    expect(executions.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    const { executionArn, name = '' } = executions[0] ?? {};
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    expect(events.flatMap(({ taskFailedEventDetails }) => taskFailedEventDetails?.error ?? [])).toEqual([
      'Runtime.ExitError',
      'Glue.ThrottlingException',
      'Athena.InternalServerException',
      'S3.S3Exception',
    ]);
    expect(await readManifest(s3, local.bucket, name)).toMatchObject({ outcome: 'Succeeded', filter: { kept: 1 } });
    expect(problems.filter(problem => problem.startsWith('fault '))).toHaveLength(5);
  } finally {
    s3.destroy();
    sfn.destroy();
    await local.close();
  }
});

it.each([
  ['{', /faults\.json cannot be used: .*JSON/],
  ['{"faults":[{"service":"lambda","fault":"crash"},{"service":"s3","fault":"explode"}]}', /faults\.json cannot be used: fault 2\.fault: /],
  ['{"faults":[{"service":"s3","fault":"slow","seconds":"long"}]}', /faults\.json cannot be used: fault 1\.seconds: .*expected number/],
])('npm start refuses the file of faults %s in one line', (text, message) => {
  const file = join(folder, 'faults.json');
  writeFileSync(file, text);
  const { AWS_ENDPOINT_URL: _, ...own } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', './register.cjs', 'local/start.ts', '--faults', file], {
    encoding: 'utf8',
    env: { ...own, LOCAL_AWS_PORT: '0', PORT: '0', LOCAL_AWS_DIR: join(folder, 'data') },
  });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
