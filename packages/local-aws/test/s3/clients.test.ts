import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '../support/needs';
import { type StartedS3, startS3 } from './start-s3';

const run = promisify(execFile);

describeWith('aws', 'the AWS CLI on S3', () => {
  let s3: StartedS3;
  let folder: string;

  beforeAll(async () => {
    s3 = await startS3();
    folder = await mkdtemp(join(tmpdir(), 's3-cli-'));
  });
  afterAll(async () => {
    await s3.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function aws(...words: string[]): Promise<string> {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: s3.url,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
    };
    return (await run('aws', words, { cwd: folder, env })).stdout;
  }

  it('makes a bucket, and carries files there and back, in one piece and in parts', async () => {
    const large = randomBytes(9 * 1024 * 1024);
    await writeFile(join(folder, 'large.bin'), large);
    await aws('s3', 'mb', 's3://cli');
    await aws('s3', 'cp', 'large.bin', 's3://cli/raw/große Datei+1%.bin', '--metadata', 'from=cli');
    const head = JSON.parse(await aws('s3api', 'head-object', '--bucket', 'cli', '--key', 'raw/große Datei+1%.bin'));
    expect(head).toMatchObject({ Metadata: { from: 'cli' }, ContentLength: large.length });
    await aws('s3', 'mv', 's3://cli/raw/große Datei+1%.bin', 's3://cli/moved.bin');
    await aws('s3', 'cp', 's3://cli/moved.bin', 'back.bin');
    expect((await readFile(join(folder, 'back.bin'))).equals(large)).toBe(true);
    expect(await aws('s3', 'ls', 's3://cli', '--recursive')).toMatch(/ 9437184 moved\.bin\n$/);
  }, 60_000);

  it('synchronizes a folder once, and empties it', async () => {
    await mkdir(join(folder, 'tree', 'deep'), { recursive: true });
    await writeFile(join(folder, 'tree', 'a b.csv'), 'x');
    await writeFile(join(folder, 'tree', 'deep', '日本.csv'), 'y');
    // The CLI compares fractions of a second, which S3 does not keep.
    const past = new Date('2026-01-01T00:00:00Z');
    for (const name of ['a b.csv', 'deep/日本.csv']) await utimes(join(folder, 'tree', name), past, past);
    await aws('s3', 'mb', 's3://tree');
    expect(await aws('s3', 'sync', 'tree', 's3://tree')).toContain('upload:');
    expect(await aws('s3', 'sync', 'tree', 's3://tree')).toBe('');
    await aws('s3', 'rb', 's3://tree', '--force');
    expect(await aws('s3', 'ls')).not.toContain('tree');
  }, 60_000);
});
