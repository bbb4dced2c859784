import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AthenaClient } from '@aws-sdk/client-athena';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { clientEnvironment, clientSettings } from 'local-aws/identity';
import { startDashboard } from '../dashboard/start';
import { startLocalPipeline } from '../local/local-pipeline';
import { namesFor } from '../pipeline/names';
import { generateOrders } from '../sample/generate';
import { countCalls } from './dashboard/count-calls';
import { formerDesign } from './dashboard/former-design';
import { view } from './dashboard/viewers';
import { markdownTable } from './table';

/**
 * `npm run bench:dashboard [-- --seconds N --rows N]`: the front page, viewed by one and by a hundred who ask again as soon as they have it;
 * beside it the design before this one, in which each view runs five queries. Both, local AWS and the viewers share one process.
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '10' }, rows: { type: 'string', default: '20000' } } });
const SECONDS = Number(values.seconds);

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'orders-bench-'));
  let tell = (_executionArn: string) => {};
  const started = new Promise<string>(resolve => {
    tell = resolve;
  });
  const local = await startLocalPipeline({ directory, port: 0, onExecution: executionArn => tell(executionArn) });
  Object.assign(process.env, clientEnvironment(local.url));
  const [s3, sfn, athena] = [new S3Client(clientSettings(local.url)), new SFNClient({}), new AthenaClient({})];
  try {
    const Body = [...generateOrders({ seed: 1, rows: Number(values.rows) })].join('');
    await s3.send(new PutObjectCommand({ Bucket: local.bucket, Key: 'raw/orders.csv', Body }));
    await succeeded(sfn, await started);
    const own = { s3: new S3Client(clientSettings(local.url)), sfn: new SFNClient({}) };
    const dashboard = await startDashboard({ PORT: '0', STATE_MACHINE_ARN: local.stateMachineArn, BUCKET: local.bucket }, own);
    const names = namesFor('prod');
    const former = formerDesign(athena, names.database, names.workGroup);
    const formerUrl = await listen(former);
    const [ownCalls, formerCalls] = [countCalls([own.s3, own.sfn]), countCalls([athena])];
    const rows: string[][] = [];
    for (const viewers of [1, 100]) {
      console.error(`${viewers} viewers…`);
      rows.push(await measured('this dashboard', dashboard.url, viewers, ownCalls));
      rows.push(await measured('five queries a view', formerUrl, viewers, formerCalls));
    }
    console.log(markdownTable(['', 'viewers', 'requests/s', 'p50', 'p99', 'bytes', 'calls to AWS/min', 'failed'], rows));
    await dashboard.close();
    former.closeAllConnections();
    former.close();
  } finally {
    for (const client of [s3, sfn, athena]) client.destroy();
    await local.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measured(name: string, url: string, viewers: number, calls: () => number): Promise<string[]> {
  const before = calls();
  const began = performance.now();
  const { rate, p50, p99, bytes, failed } = await view(url, viewers, SECONDS);
  const minutes = (performance.now() - began) / 60_000;
  const perMinute = (calls() - before) / minutes;
  return [name, String(viewers), rate.toFixed(1), ms(p50), ms(p99), bytes.toFixed(0), perMinute.toFixed(0), String(failed)];
}

async function succeeded(sfn: SFNClient, executionArn: string): Promise<void> {
  for (;;) {
    const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return;
    if (status !== 'RUNNING') throw new Error(`expected an execution that succeeds, got ${status}: ${error}: ${cause}`);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

function listen(server: ReturnType<typeof formerDesign>): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '');
    });
  });
}

function ms(milliseconds: number): string {
  return milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : `${milliseconds.toFixed(0)} ms`;
}

main();
