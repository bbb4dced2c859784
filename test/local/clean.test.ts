import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings } from 'local-aws/identity';
import { findLatest } from '../../commands/results/latest';
import { type LocalPipeline, startLocalPipeline } from '../../local/local-pipeline';

const ORDERS = 'OrderID,Customer,Amount,Status,OrderDate\nA1,Ann,10.00,shipped,2025-02-14\n';

/** `npm run clean`, without npm. */
function clean(environment: Readonly<Record<string, string>>, ...args: string[]): Promise<{ code: number | null; printed: string }> {
  const { AWS_ENDPOINT_URL: _, ...own } = process.env;
  const child = spawn(process.execPath, ['--require', './register.cjs', 'local/clean.ts', ...args], { env: { ...own, ...environment } });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (printed += chunk));
  return new Promise(resolve => child.once('close', code => resolve({ code, printed })));
}

describe('npm run clean', () => {
  const directory = mkdtempSync(join(tmpdir(), 'clean-'));
  let local: LocalPipeline;
  let s3: S3Client;
  let sfn: SFNClient;
  const open = async () => {
    local = await startLocalPipeline({ directory, port: 0 });
    [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
  };
  const close = async () => {
    s3.destroy();
    sfn.destroy();
    await local.close();
  };
  const statuses = async () => {
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: local.stateMachineArn }));
    return executions.map(({ status }) => status);
  };
  const keys = async (Prefix: string) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: local.bucket, Prefix }));
    return Contents.flatMap(({ Key }) => Key ?? []);
  };
  /** An upload and its execution, to the end. */
  const upload = async (key: string, executions: number) => {
    await s3.send(new PutObjectCommand({ Bucket: local.bucket, Key: key, Body: ORDERS }));
    for (;;) {
      const found = await statuses();
      if (found.length === executions && !found.includes('RUNNING')) return;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  };

  beforeAll(async () => {
    await open();
    await upload('raw/a.csv', 1);
    await upload('raw/b.csv', 2);
  });
  afterAll(async () => {
    await close();
    rmSync(directory, { recursive: true });
  });

  it('forgets nothing that is young, and says how large the folder is', async () => {
    const result = await clean({ LOCAL_AWS_DIR: directory, LOCAL_AWS_PORT: new URL(local.url).port });
    expect(result).toEqual({
      code: 0,
      printed: expect.stringMatching(
        /^forgot 0 executions, 0 records of queries, 0 objects and 0 dead letters\n.*: \d+\.\d MB before, \d+\.\d MB now\n$/,
      ),
    });
    expect(await keys('latest/')).toHaveLength(2);
  });

  it('keeps what the latest answers and the ledger need while npm start runs, and forgets the rest', async () => {
    const kept = await Promise.all(['raw/', 'processed/', 'dropped/', 'uploads/'].map(keys));
    const result = await clean({ LOCAL_AWS_DIR: directory, LOCAL_AWS_PORT: new URL(local.url).port }, '--days', '0');
    expect(result).toEqual({ code: 0, printed: expect.stringMatching(/^forgot 2 executions, \d+ records of queries, \d+ objects/) });
    expect(await statuses()).toEqual([]);
    expect(await Promise.all(['raw/', 'processed/', 'dropped/', 'uploads/'].map(keys))).toEqual(kept);
    expect(await keys('latest/')).toHaveLength(1);

    const latest = await findLatest(s3, local.bucket);
    expect(latest?.queries).toHaveLength(5);
    for (const { location } of [...(latest?.queries ?? []), latest?.uploads].flatMap(each => each ?? []))
      await s3.send(new GetObjectCommand({ Bucket: local.bucket, Key: location?.replace(`s3://${local.bucket}/`, '') }));
    const snapshots = new Set((await keys('orders/')).map(key => key.split('/')[1]));
    expect([...snapshots]).toEqual([latest?.snapshot?.id]);
  });

  it('works on a folder that no process owns, and starts no execution in it', async () => {
    await upload('raw/c.csv', 1);
    await close();
    const result = await clean({ LOCAL_AWS_DIR: directory }, '--days', '0');
    expect(result).toEqual({ code: 0, printed: expect.stringMatching(/^forgot 1 executions/) });
    await open();
    expect(await statuses()).toEqual([]);
  });

  it.each<[string, Record<string, string>, string[], number, RegExp]>([
    ['a wrong number of days', {}, ['--days', 'all'], 2, /^--days: expected a number of days, got "all"\nusage: npm run clean/],
    ['a wrong setting', { KEEP_RESULTS: 'ever' }, [], 1, /^error: KEEP_RESULTS: expected a number of days, got "ever"\n$/],
    [
      'a port where no pipeline runs',
      { LOCAL_AWS_PORT: '1' },
      [],
      1,
      /^error: The data folder .* belongs to .*; at port 1, which LOCAL_AWS_PORT names/,
    ],
  ])('refuses %s', async (_what, environment, args, code, message) => {
    expect(await clean({ LOCAL_AWS_DIR: directory, ...environment }, ...args)).toEqual({ code, printed: expect.stringMatching(message) });
  });

  it('is refused to what is not a command of this machine', async () => {
    expect((await fetch(`${local.url}/_clean`, { method: 'POST', body: '{"days":0}' })).status).toBe(403);
  });
});
