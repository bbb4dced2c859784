import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { clientSettings, stateMachineArn } from 'local-aws/identity';
import { readManifest } from '../../commands/results/manifest';
import { Started } from './started';

const BUCKET = 'orders-pipeline-local';
const MACHINE = stateMachineArn('orders-pipeline');
const CRAWL_SECONDS = 600;

/** A place for a data folder, of which a test takes all room and gives it back. */
interface Disk {
  readonly folder: string;
  fill(pid: number): void;
  free(pid: number): void;
  remove(): void;
}

/** Of a few megabytes, in memory. */
function smallDisk(): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
  execFileSync('mount', [...SMALL, folder], { stdio: 'ignore' });
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => void spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k']),
    free: () => rmSync(filler),
    remove() {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

const SMALL = ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs'];

/** In a name space of its own, which takes the disk with it. */
function canMount(): boolean {
  return spawnSync('unshare', ['--mount', 'mount', ...SMALL, tmpdir()]).status === 0 && process.getuid?.() === 0;
}

/** The system refuses every byte that the process writes to a file. */
function forbiddingDisk(): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
  const limit = (pid: number, bytes: string) => execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  return {
    folder,
    fill: pid => void limit(pid, '0'),
    free: pid => void limit(pid, 'unlimited'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

const isMountable = canMount();
if (!isMountable) process.stderr.write('skipped: npm start on a disk of 8 MB: this user may not mount one\n');
const disks: readonly (readonly [string, string, () => Disk])[] = [
  ...(isMountable ? [['a disk that is full', 'ENOSPC', smallDisk] as const] : []),
  // Linux alone has prlimit.
  ...(process.platform === 'linux' ? [['a system that refuses every byte', 'EFBIG', forbiddingDisk] as const] : []),
];

describe.each(disks)('npm start on %s', (_what, code, make) => {
  let disk: Disk;
  let directory: string;
  let server: Started;
  let endpoint: string;
  let dashboard: string;
  let s3: S3Client;
  let sfn: SFNClient;

  beforeAll(async () => {
    disk = make();
    directory = join(disk.folder, 'data');
    const faults = join(disk.folder, 'faults.json');
    // Of three crawls the second and the third last.
    writeFileSync(faults, JSON.stringify({ faults: [{ service: 'glue', fault: 'crawl', running: CRAWL_SECONDS, after: 1, times: 2 }] }));
    server = new Started(directory, { SAMPLE: 'none' }, ['--clock', '--faults', faults]);
    [endpoint, dashboard] = [await server.says(/AWS endpoint +(\S+)/), await server.says(/Dashboard +(\S+)/)];
    [s3, sfn] = [new S3Client({ ...clientSettings(endpoint), maxAttempts: 1 }), new SFNClient(clientSettings(endpoint))];
    await put('raw/first.csv', 'A1');
    await until(async () => (await executions()).find(({ status }) => status === 'SUCCEEDED'));
  });
  afterAll(async () => {
    s3.destroy();
    sfn.destroy();
    await server.kill('SIGKILL');
    disk.remove();
  });

  const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  };
  const put = (Key: string, id: string) => {
    const Body = `OrderID,Customer,Amount,Status,OrderDate\n${id},Ann,10.00,shipped,2025-02-14\n`;
    return s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  };
  const executions = async () => (await sfn.send(new ListExecutionsCommand({ stateMachineArn: MACHINE }))).executions ?? [];
  const describeIt = async (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));
  const move = (seconds: number) => fetch(`${endpoint}/_clock`, { method: 'POST', body: JSON.stringify({ seconds }) });
  /** An upload whose execution waits for a crawl. */
  const waiting = async (key: string, id: string) => {
    const before = server.output.split('fault 1: glue crawl').length;
    await put(key, id);
    await until(async () => (server.output.split('fault 1: glue crawl').length > before ? true : undefined));
    const running = (await executions()).find(({ status }) => status === 'RUNNING');
    return { executionArn: running?.executionArn ?? '', name: running?.name ?? '' };
  };

  it('refuses an upload and a start with the path and what to do, shows nothing of them, and its pages stand', async () => {
    disk.fill(server.pid);
    const told = new RegExp(`${directory}/.* cannot be written: ${code}: .*, and the next attempt goes on by itself\\)`);
    await expect(put('raw/refused.csv', 'A2')).rejects.toMatchObject({ name: 'InternalError', message: expect.stringMatching(told) });
    await expect(sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE, input: '{"refresh":true}' }))).rejects.toThrow(told);
    for (const page of ['/', '/executions', '/uploads']) expect((await fetch(`${dashboard}${page}`)).status).toBe(200);
    disk.free(server.pid);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'raw/' }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(['raw/first.csv']);
    expect((await executions()).map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  it('fails an execution by name, lets another be stopped, and goes on with both when there is room', async () => {
    const failed = await waiting('raw/failed.csv', 'A3');
    disk.fill(server.pid);
    await move(60);
    const end = await until(async () => {
      const execution = await describeIt(failed.executionArn);
      return execution.status === 'RUNNING' ? undefined : execution;
    });
    expect(end).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringMatching(new RegExp(`${failed.name}/history\\.jsonl cannot be written: ${code}: `)),
    });
    disk.free(server.pid);

    // The crawl that the first one began ends, and the second one begins its own.
    await move(CRAWL_SECONDS);
    const stopped = await waiting('raw/stopped.csv', 'A4');
    disk.fill(server.pid);
    await sfn.send(new StopExecutionCommand({ executionArn: stopped.executionArn, error: 'Ann' }));
    expect((await describeIt(stopped.executionArn)).status).toBe('ABORTED');
    disk.free(server.pid);

    const again = await until(async () => {
      await move(30);
      return (await executions()).find(({ name = '', status }) => name.startsWith('again-') && status === 'SUCCEEDED');
    });
    const manifests = await Promise.all([failed, stopped, again].map(({ name = '' }) => until(() => readManifest(s3, BUCKET, name))));
    expect(manifests.map(manifest => [manifest.upload?.key, manifest.outcome, manifest.error?.name])).toEqual([
      ['raw/failed.csv', 'Failed', 'States.Runtime'],
      ['raw/stopped.csv', 'Failed', 'Ann'],
      ['raw/failed.csv', 'Succeeded', undefined],
    ]);
    const { results } = Object(await (await fetch(`${dashboard}/answers.json`)).json());
    // Who stopped an execution does not want its results, but its orders are in the table, which is queried for all.
    expect(results['total-sales-by-customer'].rows).toEqual([['Ann', '30.00']]);
    expect(readdirSync(directory, { recursive: true }).filter(file => String(file).endsWith('.tmp'))).toEqual([]);
  });
});

(isMountable ? describe : describe.skip)('a start on a small disk', () => {
  let disk: Disk;
  beforeAll(() => {
    disk = smallDisk();
  });
  afterAll(() => disk.remove());

  it('that is full or read-only says so in one line', async () => {
    const { folder } = disk;
    disk.fill(0);
    const full = new Started(join(folder, 'full'), { SAMPLE: 'none' });
    expect(await full.ended).toBe(1);
    expect(full.output).toMatch(/^\/.*\/owner\.pid cannot be written: ENOSPC: .*free some space.*LOCAL_AWS_DIR\n$/);
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const readOnly = new Started(join(folder, 'new'), { SAMPLE: 'none' });
    expect(await readOnly.ended).toBe(1);
    expect(readOnly.output).toMatch(/^\/.*\/new cannot be written: EROFS: .*make it writable.*LOCAL_AWS_DIR\n$/);
  });
});
