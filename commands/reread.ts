import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { PREFIXES } from '../pipeline/prefixes';
import { startExecution } from './executions/start';
import { resolveTarget, type Target } from './target/target';
import { run } from './terminal/run';
import { terminal } from './terminal/terminal';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run reread -- --key raw/KEY… | --all [--at-once 5] [--bucket BUCKET] [--stage STAGE]';

/**
 * Reads uploads again by the current sources, settings and rules. Outputs that would not change are left alone, so an
 * interrupted run is continued by the same command. A torn or missing output is made again.
 */
run(USAGE, async args => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      key: { type: 'string', multiple: true },
      all: { type: 'boolean' },
      'at-once': { type: 'string', default: '5' },
      bucket: { type: 'string' },
      stage: { type: 'string' },
    },
  });
  if ((values.key === undefined) === (values.all === undefined)) throw new UsageError('expected --key raw/KEY or --all');
  const atOnce = Number(values['at-once']);
  if (!Number.isInteger(atOnce) || atOnce < 1 || atOnce > 50) throw new UsageError(`expected --at-once 1 to 50, got ${values['at-once']}`);
  const target = resolveTarget(values);
  const screen = terminal();
  const keys = values.key ?? (await listUploads(target));
  const waiting = [...keys];
  const failed: string[] = [];
  let done = 0;
  const next = async () => {
    for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
      const problem = await reread(target, key);
      if (problem !== undefined) failed.push(`${key}: ${problem}`);
      screen.progress(`reading again ${keys.length} uploads`, ++done / keys.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, keys.length) }, next));
  for (const line of failed) screen.line(`✗ ${line}`, 'red');
  screen.line(
    `${keys.length - failed.length} of ${keys.length} uploads are read as they now must be`,
    failed.length === 0 ? 'green' : 'red',
  );
  return failed.length === 0 ? 0 : 1;
});

async function listUploads({ s3, bucket }: Target): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: PREFIXES.raw }))
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  return keys;
}

/** Why it failed; undefined where it did not. */
async function reread(target: Target, key: string): Promise<string | undefined> {
  const executionArn = await startExecution(target, { detail: { bucket: { name: target.bucket }, object: { key } } });
  for (let pause = 100; ; pause = Math.min(pause * 1.3, 3_000)) {
    const { status, error, cause } = await target.sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return undefined;
    if (status !== 'RUNNING') return `${error ?? status}: ${(cause ?? '').slice(0, 300)}`;
    await sleep(pause);
  }
}
