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
import { type LocalPipeline, startLocalPipeline } from '../../local/local-pipeline';
import { TABLE_FORMATS } from '../../pipeline/table-format';

const silent: Terminal = { line: () => {}, step: () => {}, progress: () => {} };

describe.each(TABLE_FORMATS)('with tables that are %s', format => {
  const directory = mkdtempSync(join(tmpdir(), 'smoke-'));
  let local: LocalPipeline;
  beforeAll(async () => {
    local = await startLocalPipeline({ directory, port: 0, settings: { format } });
  });
  afterAll(async () => {
    await local?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('finds nothing wrong in local AWS, twice', async () => {
    const [s3, sfn] = [new S3Client(clientSettings(local.url)), new SFNClient(clientSettings(local.url))];
    const bucket = await findBucket(sfn, await findStateMachine({ sfn, stage: 'prod' }));
    const target = { s3, sfn, stage: 'prod', bucket };
    expect(await smoke(target, silent)).toEqual([]);
    expect(await smoke(target, silent)).toEqual([]);
    s3.destroy();
    sfn.destroy();
  });
});
