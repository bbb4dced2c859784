import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GlueClient, StopCrawlerCommand } from '@aws-sdk/client-glue';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { clientSettings } from 'local-aws/identity';
import { readManifest } from '../../commands/results/manifest';
import { type LocalPipeline, startLocalPipeline } from '../../local/local-pipeline';
import type { Manifest } from '../../pipeline/manifest';

const ORDERS = 'OrderID,Customer,Amount,Status,OrderDate\nA1,Ann,10.00,shipped,2025-02-14\n';
/** Longer than the state machine may run. */
const ENDLESS_CRAWL = { service: 'glue', fault: 'crawl', running: 80_000, times: 1, after: 0 } as const;

/** The ends that no Catch of the definition sees. */
describe('an execution that ends without its last state', () => {
  const directory = mkdtempSync(join(tmpdir(), 'ends-'));
  let pipeline: LocalPipeline;
  let clients: { readonly s3: S3Client; readonly sfn: SFNClient; readonly glue: GlueClient };
  const open = async () => {
    pipeline = await startLocalPipeline({ directory, port: 0, movableClock: true });
    const settings = clientSettings(pipeline.url);
    clients = { s3: new S3Client(settings), sfn: new SFNClient(settings), glue: new GlueClient(settings) };
  };
  const close = async () => {
    for (const client of Object.values(clients)) client.destroy();
    await pipeline.close();
  };
  beforeAll(open);
  afterAll(async () => {
    await close();
    rmSync(directory, { recursive: true });
  });

  const move = (seconds: number) => fetch(`${pipeline.url}/_clock`, { method: 'POST', body: JSON.stringify({ seconds }) });
  const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  /** An execution that waits for a crawl. */
  const started = async (key: string) => {
    pipeline.faults.add({ faults: [ENDLESS_CRAWL] });
    await clients.s3.send(new PutObjectCommand({ Bucket: pipeline.bucket, Key: key, Body: ORDERS }));
    const { executionArn = '', name = '' } = await until(async () => {
      const { executions = [] } = await clients.sfn.send(
        new ListExecutionsCommand({ stateMachineArn: pipeline.stateMachineArn, statusFilter: 'RUNNING' }),
      );
      return executions[0];
    });
    await until(async () => (pipeline.faults.left().length === 0 ? true : undefined));
    return { executionArn, name };
  };
  const status = async (executionArn: string) => (await clients.sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
  const ended = (executionArn: string) =>
    until(async () => {
      const now = await status(executionArn);
      return now === 'RUNNING' ? undefined : now;
    });
  const manifestOf = (name: string, isIt: (manifest: Manifest) => boolean = () => true) =>
    until(async () => {
      const manifest = await readManifest(clients.s3, pipeline.bucket, name);
      return manifest && isIt(manifest) ? manifest : undefined;
    });

  it.each([
    {
      end: 'ABORTED',
      how: (executionArn: string) => clients.sfn.send(new StopExecutionCommand({ executionArn, error: 'Ann', cause: 'the wrong file' })),
      error: { name: 'Ann', cause: 'the wrong file' },
    },
    {
      end: 'TIMED_OUT',
      how: () => move(7_200),
      error: { name: 'States.Timeout', cause: 'The execution ran longer than the state machine may' },
    },
  ])('as $end gets a manifest, which stands until a redrive has its own', async ({ end, how, error }) => {
    const key = `raw/${end}.csv`;
    const { executionArn, name } = await started(key);
    await how(executionArn);
    expect(await ended(executionArn)).toBe(end);
    expect(await manifestOf(name)).toMatchObject({
      execution: name,
      outcome: 'Failed',
      trigger: 'upload',
      upload: { key, size: ORDERS.length },
      error,
    });

    await clients.glue.send(new StopCrawlerCommand({ Name: 'orders_processed_crawler' }));
    await clients.sfn.send(new RedriveExecutionCommand({ executionArn }));
    expect(await manifestOf(name)).toMatchObject({ error });
    expect(await ended(executionArn)).toBe('SUCCEEDED');
    expect(await manifestOf(name)).toMatchObject({ outcome: 'Succeeded', error: null, filter: { kept: 1 } });
  });

  it('as its process was killed gets a manifest at the next start, which also starts it again', async () => {
    const { executionArn, name } = await started('raw/killed.csv');
    await close();
    await open();
    expect(await manifestOf(name)).toMatchObject({
      outcome: 'Failed',
      upload: { key: 'raw/killed.csv' },
      error: { name: 'States.Runtime', cause: 'The process that ran this execution ended before the execution did.' },
    });
    expect(await status(executionArn)).toBe('FAILED');
    const { executions = [] } = await clients.sfn.send(new ListExecutionsCommand({ stateMachineArn: pipeline.stateMachineArn }));
    const again = executions.find(each => each.name?.startsWith('again-'));
    expect(await ended(again?.executionArn ?? '')).toBe('SUCCEEDED');
    expect(await manifestOf(again?.name ?? '')).toMatchObject({ outcome: 'Succeeded', upload: { key: 'raw/killed.csv' } });
  });
});
