import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';

export interface Pipeline {
  /** Of the dashboard. */
  readonly url: string;
  upload(key: string, text: string): Promise<void>;
  /** The name of the execution that runs. */
  running(): Promise<string>;
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const ROOT = join(__dirname, '../..');
/** Milliseconds between looks, and for how long at most. */
const LOOK = 100;
const PATIENCE = 120_000;

const executionsJson = z.object({ executions: z.array(z.object({ name: z.string(), stoppedAt: z.string().nullable() })) });

/** `npm start` in a new folder, without the sample, on free ports. */
export async function startPipeline(directory: string): Promise<Pipeline> {
  const [awsPort, port] = [await freePort(), await freePort()];
  const env = { ...process.env, LOCAL_AWS_DIR: directory, LOCAL_AWS_PORT: String(awsPort), PORT: String(port), SAMPLE: 'none' };
  const child = spawn(process.execPath, ['--require', join(ROOT, 'register.cjs'), join(ROOT, 'local/start.ts')], {
    env,
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    endpoint: `http://127.0.0.1:${awsPort}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const sfn = new SFNClient(settings);
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:orders-pipeline';
  let uploads = 0;
  await until(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok);

  async function list() {
    const response = await fetch(`${url}/executions.json`);
    return executionsJson.parse(await response.json()).executions;
  }

  return {
    url,
    async upload(Key, Body) {
      uploads += 1;
      // The currency of an export is a setting of its upload.
      const Metadata = { reading: JSON.stringify({ currency: 'EUR' }) };
      await s3.send(new PutObjectCommand({ Bucket: 'orders-pipeline-local', Key, Body, Metadata }));
    },
    // Asked of Step Functions itself: the dashboard's list may be some seconds old.
    running: () =>
      until(async () => {
        const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
        return executions?.[0]?.name;
      }),
    async settled() {
      await until(async () => {
        const executions = await list();
        return executions.length >= uploads && executions.every(({ stoppedAt }) => stoppedAt !== null);
      });
    },
    async stop() {
      child.kill('SIGINT');
      await exited;
    },
  };
}

/** Polls until there is a value. */
async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const found = await look();
    if (found) return found;
    await wait(LOOK);
  }
  throw new Error(`expected the pipeline to get on within ${PATIENCE / 1000} s`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('expected a port'))));
    });
  });
}
