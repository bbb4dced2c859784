import { execFileSync } from 'node:child_process';
import { createReadStream, readdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, paginateGetExecutionHistory, SFNClient } from '@aws-sdk/client-sfn';
import { Upload } from '@aws-sdk/lib-storage';
import { clientSettings } from 'local-aws/identity';
import { startLocalPipeline } from '../../local/local-pipeline';
import { generateOrders } from '../../sample/generate';
import { median } from '../median';
import { usage } from './processes';

/** How long each state of the execution took that one upload starts, in seconds, and the most memory that all processes held together. */
export async function uploadOrders(input: string, directory: string) {
  return withPipeline(directory, async ({ s3, sfn, bucket, next }) => {
    let peakMegabytes = 0;
    const watch = setInterval(() => {
      peakMegabytes = Math.max(peakMegabytes, usage().megabytes);
    }, 100);
    const execution = next();
    await new Upload({ client: s3, params: { Bucket: bucket, Key: 'raw/orders.csv', Body: createReadStream(input) } }).done();
    const arn = await execution;
    await finished(sfn, arn);
    clearInterval(watch);
    return { seconds: await secondsByState(sfn, arn), peakMegabytes };
  });
}

/** The first and the last of `count` small uploads, one after the other, and what they leave. */
export async function uploadsInARow(count: number, directory: string): Promise<[string, string][]> {
  return withPipeline(directory, async ({ s3, sfn, bucket, next }) => {
    const body = [...generateOrders({ seed: 1, rows: 20 })].join('');
    const taken: number[] = [];
    const used: number[] = [];
    const tenth = Math.max(1, Math.floor(count / 10));
    const held = [usage()];
    for (let upload = 0; upload < count; upload += 1) {
      const began = performance.now();
      const { cpuSeconds } = usage();
      const execution = next();
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `raw/${upload}.csv`, Body: body }));
      await finished(sfn, await execution);
      const now = usage();
      taken.push((performance.now() - began) / 1000);
      used.push(now.cpuSeconds - cpuSeconds);
      if (upload + 1 === tenth || upload + 1 === count) held.push(now);
    }
    const [kilobytes = ''] = execFileSync('du', ['-sk', directory], { encoding: 'utf8' }).split('\t');
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).length;
    return [
      ['seconds for an upload, first tenth (median)', median(taken.slice(0, tenth)).toFixed(2)],
      ['seconds for an upload, last tenth (median)', median(taken.slice(-tenth)).toFixed(2)],
      ['seconds of the processor, first tenth (median)', median(used.slice(0, tenth)).toFixed(2)],
      ['seconds of the processor, last tenth (median)', median(used.slice(-tenth)).toFixed(2)],
      ['memory before, after the first tenth and after all, MB', held.map(({ megabytes }) => megabytes.toFixed(0)).join(', ')],
      ['open files before, after the first tenth and after all', held.map(({ openFiles }) => openFiles).join(', ')],
      ['disk, MB', (Number(kilobytes) / 1024).toFixed(0)],
      ['files on disk, for an upload', (files / count).toFixed(1)],
    ];
  });
}

interface Running {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly bucket: string;
  /** The ARN of the next execution that starts. */
  next(): Promise<string>;
}

async function withPipeline<T>(directory: string, work: (running: Running) => Promise<T>): Promise<T> {
  let onExecution = (_arn: string) => {};
  const local = await startLocalPipeline({ directory, port: 0, onExecution: arn => onExecution(arn) });
  const [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
  const next = () =>
    new Promise<string>(resolve => {
      onExecution = resolve;
    });
  try {
    return await work({ s3, sfn, bucket: local.bucket, next });
  } finally {
    s3.destroy();
    sfn.destroy();
    await local.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function finished(sfn: SFNClient, executionArn: string): Promise<void> {
  for (;;) {
    const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return;
    if (status !== 'RUNNING') throw new Error(`expected an execution that succeeds, got ${status}: ${error}: ${cause}`);
    await sleep(20);
  }
}

/** The states of the machine itself; those inside of a Map run side by side. */
async function secondsByState(sfn: SFNClient, executionArn: string): Promise<ReadonlyMap<string, number>> {
  const seconds = new Map<string, number>();
  const entered = new Map<string, number>();
  let depth = 0;
  for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn }, { executionArn })) {
    for (const { type = '', timestamp, stateEnteredEventDetails, stateExitedEventDetails } of events) {
      const time = timestamp?.getTime() ?? 0;
      const [enters, exits] = [stateEnteredEventDetails?.name, stateExitedEventDetails?.name];
      if (type === 'MapStateExited') depth -= 1;
      if (enters !== undefined && depth === 0) entered.set(enters, time);
      if (exits !== undefined && depth === 0) seconds.set(exits, (seconds.get(exits) ?? 0) + (time - (entered.get(exits) ?? time)) / 1000);
      if (type === 'MapStateEntered') depth += 1;
    }
  }
  return seconds;
}
