import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings } from 'local-aws/identity';
import { smoke } from '../../commands/smoke-test/smoke-test';
import { findBucket } from '../../commands/target/find-bucket';
import { findStateMachine } from '../../commands/target/target';
import type { Terminal } from '../../commands/terminal/terminal';
import { type Laptop, startLaptop } from '../../local/laptop';

const directory = mkdtempSync(join(tmpdir(), 'smoke-'));
const silent: Terminal = { line: () => {}, step: () => {}, progress: () => {} };
let laptop: Laptop;

beforeAll(async () => {
  laptop = await startLaptop({ directory, port: 0 });
});
afterAll(async () => {
  await laptop?.close();
  rmSync(directory, { recursive: true, force: true });
});

it('finds nothing wrong on the laptop, twice', async () => {
  const [s3, sfn] = [new S3Client(clientSettings(laptop.url)), new SFNClient(clientSettings(laptop.url))];
  const bucket = await findBucket(sfn, await findStateMachine({ sfn, stage: 'prod' }));
  const target = { s3, sfn, stage: 'prod', bucket };
  expect(await smoke(target, silent)).toEqual([]);
  expect(await smoke(target, silent)).toEqual([]);
  s3.destroy();
  sfn.destroy();
});
