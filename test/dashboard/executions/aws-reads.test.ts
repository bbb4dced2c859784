import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateStateMachineCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type Endpoint, openEndpoint } from 'local-aws/endpoint';
import { clientSettings } from 'local-aws/identity';
import { createS3 } from 'local-aws/s3';
import { createStepFunctions } from 'local-aws/stepfunctions';
import { createAwsReads } from '../../../dashboard/executions/aws-reads';
import { type Reads, UnknownPage } from '../../../dashboard/executions/reads';
import { visitsOf } from '../../../dashboard/executions/timeline';

const BUCKET = 'orders-pipeline-test';
const DEFINITION = {
  QueryLanguage: 'JSONata',
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Items: '{% [1, 2] %}',
      ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
      Next: 'End',
    },
    End: { Type: 'Fail', Error: 'Because', Cause: 'of this' },
  },
};

describe('reads through the official clients', () => {
  let directory: string;
  let endpoint: Endpoint;
  let sfn: SFNClient;
  let s3: S3Client;
  let reads: Reads;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'dashboard-'));
    const storage = await createS3({ directory: join(directory, 's3'), onCreated: async () => {} });
    await storage.createBucket(BUCKET);
    const tasks = () => Promise.reject(new Error('this definition has no tasks'));
    const states = await createStepFunctions({ directory: join(directory, 'states'), tasks });
    endpoint = await openEndpoint(0);
    endpoint.serve([storage, states]);
    sfn = new SFNClient(clientSettings(endpoint.url));
    s3 = new S3Client(clientSettings(endpoint.url));
    const { stateMachineArn = '' } = await sfn.send(
      new CreateStateMachineCommand({
        name: 'orders-pipeline',
        definition: JSON.stringify(DEFINITION),
        roleArn: 'arn:aws:iam::123456789012:role/orders',
      }),
    );
    for (const name of ['first', 'größe+1=(日本)', 'third'])
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: '{"a":1}' }));
    reads = createAwsReads({ sfn, s3, stateMachineArn, bucket: BUCKET });
  });

  afterAll(async () => {
    sfn.destroy();
    s3.destroy();
    await endpoint.close();
    await rm(directory, { recursive: true });
  });

  it('lists executions in pages, the newest first', async () => {
    const first = await reads.listExecutions({ limit: 2 });
    const second = await reads.listExecutions({ limit: 2, token: first.nextToken });
    const names = [...first.executions, ...second.executions].map(({ name }) => name);
    expect([names, second.nextToken]).toEqual([['third', 'größe+1=(日本)', 'first'], undefined]);
  });

  it('knows a token that is none', async () => {
    await expect(reads.listExecutions({ limit: 2, token: 'nonsense' })).rejects.toThrow(UnknownPage);
  });

  it('lists the succeeded alone', async () => {
    expect((await reads.listExecutions({ limit: 2, onlySucceeded: true })).executions).toEqual([]);
  });

  it('describes an execution by its name, with its end', async () => {
    let description = await reads.describeExecution('größe+1=(日本)');
    while (description?.status === 'RUNNING') description = await reads.describeExecution('größe+1=(日本)');
    expect(description).toEqual({
      name: 'größe+1=(日本)',
      status: 'FAILED',
      startedAt: expect.any(Date),
      stoppedAt: expect.any(Date),
      input: '{"a":1}',
      output: null,
      error: 'Because',
      cause: 'of this',
    });
  });

  it('reads the history of states, iterations apart, up to a limit', async () => {
    while ((await reads.describeExecution('first'))?.status === 'RUNNING');
    const events = (await reads.readHistory('first', 1000)) ?? [];
    const visits = visitsOf(events).map(({ state, iteration, leftAt }) => [state, iteration, leftAt !== null]);
    expect(visits.toSorted()).toEqual([
      ['Each', null, true],
      ['End', null, false],
      ['One', 0, true],
      ['One', 1, true],
    ]);
    expect(await reads.readHistory('first', 3)).toEqual(events.slice(0, 3));
  });

  it('reads an object', async () => {
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'runs/größe+1=(日本).json', Body: '{}' }));
    const file = await reads.openObject('runs/größe+1=(日本).json');
    expect(file && (await text(file))).toBe('{}');
  });

  it('knows what is not there', async () => {
    expect(await Promise.all([reads.describeExecution('none'), reads.readHistory('none', 5), reads.openObject('runs/none.json')])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
