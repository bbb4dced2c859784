import { execFileSync } from 'node:child_process';
import { createReadStream, readdirSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, ListExecutionsCommand, paginateGetExecutionHistory, SFNClient } from '@aws-sdk/client-sfn';
import { Upload } from '@aws-sdk/lib-storage';
import { clientSettings } from 'local-aws/identity';
import { startLocalPipeline } from '../../local/local-pipeline';
import { manifestKey, parseManifest } from '../../pipeline/manifest';
import { generateOrders } from '../../sample/generate';
import { median } from '../median';
import { type Usage, usage } from './processes';

/** How long each state of the execution took that one upload starts, in seconds, and the most memory that all processes held together. */
export async function uploadOrders(input: string, directory: string) {
  return withPipeline(directory, async ({ s3, sfn, bucket, next }) => {
    const peak = watchPeak();
    const execution = next();
    await new Upload({ client: s3, params: { Bucket: bucket, Key: 'raw/orders.csv', Body: createReadStream(input) } }).done();
    const arn = await execution;
    await finished(sfn, arn);
    const { megabytes: peakMegabytes } = peak();
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

/** As many small uploads at the same time, which share their queries as in AWS: what they run, and what that takes. */
export async function uploadsAtOnce(count: number, directory: string): Promise<[string, string][]> {
  const work = async ({ s3, sfn, bucket, stateMachineArn }: Running): Promise<[string, string][]> => {
    const body = [...generateOrders({ seed: 1, rows: 20 })].join('');
    const began = performance.now();
    const before = usage();
    const peak = watchPeak();
    const put = (upload: number) => s3.send(new PutObjectCommand({ Bucket: bucket, Key: `raw/${upload}.csv`, Body: body }));
    await Promise.all(Array.from({ length: count }, (_, upload) => put(upload)));
    const confirmed = (performance.now() - began) / 1000;
    const list = async () => (await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }))).executions ?? [];
    while ((await list()).filter(({ status }) => status !== 'RUNNING').length < count) await sleep(200);
    const seconds = (performance.now() - began) / 1000;
    const { megabytes, openFiles } = peak();
    const read = async (execution: string) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: manifestKey(execution) }));
      return parseManifest((await Body?.transformToString()) ?? '');
    };
    const manifests = await Promise.all((await list()).map(({ name = '' }) => read(name)));
    const distinct = (values: readonly (string | null | undefined)[]) => new Set(values.filter(Boolean)).size;
    return [
      ['seconds until S3 had confirmed them all', confirmed.toFixed(2)],
      ['seconds until all were answered', seconds.toFixed(2)],
      ['seconds of the processor for an upload', ((usage().cpuSeconds - before.cpuSeconds) / count).toFixed(2)],
      ['executions that did not succeed', String(manifests.filter(manifest => manifest?.outcome !== 'Succeeded').length)],
      ['sets of queries', String(distinct(manifests.map(manifest => manifest?.snapshot?.id)))],
      ['crawls', String(distinct(manifests.map(manifest => manifest?.crawl?.startedAt)))],
      ['memory before and at most, MB', `${before.megabytes.toFixed(0)}, ${megabytes.toFixed(0)}`],
      ['open files before and at most', `${before.openFiles}, ${openFiles}`],
    ];
  };
  return withPipeline(directory, work, { together: AWS_TOGETHER });
}

/** Seconds: what a stage in AWS has unless it says otherwise. */
const AWS_TOGETHER = 10;
const BYTES_OF_ROW = 48;

/** One upload of so many gigabytes, which are made as they are sent: how long each state took, and the most memory during it. */
export async function uploadLarge(gigabytes: number, directory: string): Promise<[string, string][]> {
  return withPipeline(directory, async ({ s3, sfn, bucket, next }) => {
    const execution = next();
    const sending = watchPeak();
    const began = performance.now();
    const Body = Readable.from(blocks(Math.ceil((gigabytes * 1e9) / BYTES_OF_ROW)), { objectMode: false });
    await new Upload({ client: s3, params: { Bucket: bucket, Key: 'raw/large.csv', Body } }).done();
    const sent = (performance.now() - began) / 1000;
    const [whileSent, working] = [sending(), watchPeak()];
    const arn = await execution;
    await finished(sfn, arn);
    const seconds = await secondsByState(sfn, arn);
    const states = ['FilterOrders', 'WaitForCrawl', 'BuildOrders', 'RunQueries'];
    return [
      ['seconds until S3 had it, made on the way', sent.toFixed(1)],
      ...states.map((state): [string, string] => [`seconds in ${state}`, (seconds.get(state) ?? 0).toFixed(1)]),
      ['memory at most while it was sent, MB', whileSent.megabytes.toFixed(0)],
      ['memory at most while it was worked on, MB', working().megabytes.toFixed(0)],
    ];
  });
}

/** The bytes of so many orders, some 64 KiB at a time. */
function* blocks(rows: number): Generator<Buffer> {
  let block = '';
  for (const line of generateOrders({ seed: 1, rows })) {
    block += line;
    if (block.length < 65_536) continue;
    yield Buffer.from(block);
    block = '';
  }
  yield Buffer.from(block);
}

/** Looks every 100 ms, until it is asked for the most that it saw. */
function watchPeak(): () => Pick<Usage, 'megabytes' | 'openFiles'> {
  let [megabytes, openFiles] = [0, 0];
  const look = () => {
    const now = usage();
    megabytes = Math.max(megabytes, now.megabytes);
    openFiles = Math.max(openFiles, now.openFiles);
  };
  const timer = setInterval(look, 100);
  return () => {
    clearInterval(timer);
    look();
    return { megabytes, openFiles };
  };
}

interface Running {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly bucket: string;
  readonly stateMachineArn: string;
  /** The ARN of the next execution that starts. */
  next(): Promise<string>;
}

async function withPipeline<T>(directory: string, work: (running: Running) => Promise<T>, settings = {}): Promise<T> {
  let onExecution = (_arn: string) => {};
  const local = await startLocalPipeline({ directory, port: 0, settings, onExecution: arn => onExecution(arn) });
  const [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
  const next = () =>
    new Promise<string>(resolve => {
      onExecution = resolve;
    });
  try {
    return await work({ s3, sfn, bucket: local.bucket, stateMachineArn: local.stateMachineArn, next });
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
