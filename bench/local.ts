import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, stateMachineArn } from 'local-aws/identity';
import * as z from 'zod';
import { LOCAL_BUCKET } from '../local/bucket';
import { generateOrders } from '../sample/generate';

/**
 * `npm run bench:local [-- --uploads N]`: how soon the local pipeline is ready, how much memory it takes, and how long from an upload to the dashboard.
 * Where others use the machine too, the processor's time is what to compare.
 */
const PORT = '14566';
const DASHBOARD_PORT = '13000';
const UPLOADS = Number(parseArgs({ options: { uploads: { type: 'string', default: '100' } } }).values.uploads);
const ENDPOINT = `http://127.0.0.1:${PORT}`;
const DASHBOARD = `http://127.0.0.1:${DASHBOARD_PORT}`;
const MACHINE = stateMachineArn('orders-pipeline');

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'orders-bench-'));
  const began = performance.now();
  const server = spawn(process.execPath, ['--max-semi-space-size=2', '--require', './register.cjs', 'local/start.ts'], {
    env: { ...process.env, LOCAL_AWS_PORT: PORT, PORT: DASHBOARD_PORT, LOCAL_AWS_DIR: directory, SAMPLE: 'none' },
    stdio: 'inherit',
  });
  const s3 = new S3Client(clientSettings(ENDPOINT));
  const sfn = new SFNClient(clientSettings(ENDPOINT));
  try {
    await until(async () => (await fetch(`${DASHBOARD}/healthz`)).ok);
    const rows: [string, string][] = [['ready (both ports answer)', seconds(performance.now() - began)]];
    rows.push(['CPU until then', seconds(1000 * processorSeconds(server.pid))]);
    await sleep(3_000);
    rows.push(['idle, before any upload', megabytes(server.pid)]);
    const sample = [...generateOrders({ seed: 1, rows: 480 })].join('');
    rows.push(['first upload, to the dashboard', seconds(await answered(s3, 'raw/bench-0.csv', sample))]);
    rows.push(['second upload, to the dashboard', seconds(await answered(s3, 'raw/bench-1.csv', sample))]);
    await sleep(3_000);
    rows.push(['idle, after two uploads', megabytes(server.pid)]);
    const start = performance.now();
    const before = processorSeconds(server.pid);
    for (let upload = 2; upload < UPLOADS + 2; upload++) {
      await s3.send(new PutObjectCommand({ Bucket: LOCAL_BUCKET, Key: `raw/bench-${upload}.csv`, Body: sample }));
      if (upload === UPLOADS / 2) {
        await until(() => isIdle(sfn));
        rows.push([`after ${UPLOADS / 2} uploads`, megabytes(server.pid)]);
      }
    }
    await until(() => isIdle(sfn));
    rows.push([`after ${UPLOADS} uploads`, megabytes(server.pid)], [`${UPLOADS} uploads in a row`, seconds(performance.now() - start)]);
    rows.push(['CPU of these', seconds(1000 * (processorSeconds(server.pid) - before))]);
    await sleep(5_000);
    rows.push(['idle again', megabytes(server.pid)]);
    for (const [what, figure] of rows) console.log(`${what.padEnd(32)} ${figure.padStart(10)}`);
  } finally {
    server.kill('SIGINT');
    await new Promise(resolve => server.once('exit', resolve));
    rmSync(directory, { recursive: true });
  }
}

/** Milliseconds from an upload, while nothing else runs, until the dashboard serves the results of its execution. */
async function answered(s3: S3Client, key: string, body: string): Promise<number> {
  const before = await shownExecution();
  const began = performance.now();
  await s3.send(new PutObjectCommand({ Bucket: LOCAL_BUCKET, Key: key, Body: body }));
  await until(async () => {
    const shown = await shownExecution();
    return shown !== undefined && shown !== before;
  });
  return performance.now() - began;
}

/** The execution whose results the front page shows, if there is one. */
async function shownExecution(): Promise<string | undefined> {
  const response = await fetch(`${DASHBOARD}/answers.json`);
  if (!response.ok) return undefined;
  const { execution } = z.object({ execution: z.string().nullable() }).parse(await response.json());
  return execution ?? undefined;
}

async function isIdle(sfn: SFNClient): Promise<boolean> {
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: MACHINE, statusFilter: 'RUNNING', maxResults: 1 }),
  );
  return executions.length === 0;
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 6_000; tries++) {
    if (await done().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error('expected it to happen within five minutes, it did not');
}

function megabytes(pid = 0): string {
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }));
  return `${(kilobytes / 1024).toFixed(0)} MB`;
}

/** The processor's time of a process and of all that it has started and still runs. `ps` prints it in whole seconds on Linux. */
function processorSeconds(pid = 0): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,time='], { encoding: 'utf8' }).trim().split('\n');
  const processes = lines.map(line => line.trim().split(/\s+/));
  const ofTree = (of: number): number =>
    processes.reduce((sum, [id, parent, time = '']) => {
      if (Number(id) === of) return sum + inSeconds(time);
      return Number(parent) === of ? sum + ofTree(Number(id)) : sum;
    }, 0);
  return ofTree(pid);
}

/** `1-02:03:04` or `2:03.45`. */
function inSeconds(time: string): number {
  const [seconds = 0, minutes = 0, hours = 0, days = 0] = time.split(/[-:]/).map(Number).reverse();
  return seconds + 60 * (minutes + 60 * (hours + 24 * days));
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

main();
