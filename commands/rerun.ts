import { parseArgs } from 'node:util';
import { PREFIXES } from '../pipeline/prefixes';
import { dayFrom } from './executions/day';
import { startExecution } from './executions/start';
import { followAndTell } from './following/upload-and-follow';
import { resolveTarget } from './target/target';
import { run } from './terminal/run';
import { terminal } from './terminal/terminal';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run rerun -- raw/KEY [--as-of DAY] [--bucket BUCKET] [--stage STAGE]';

/** Starts an execution for an upload again, as if its event arrived once more. */
run(USAGE, async args => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { 'as-of': { type: 'string' }, bucket: { type: 'string' }, stage: { type: 'string' } },
    allowPositionals: true,
  });
  const [key, ...rest] = positionals;
  if (!key?.startsWith(PREFIXES.raw) || rest.length > 0)
    throw new UsageError(`expected one key under raw/, got ${positionals.join(' ') || 'none'}`);
  const target = resolveTarget(values);
  const input = { detail: { bucket: { name: target.bucket }, object: { key } }, ...dayFrom(values['as-of']) };
  const { ending } = await followAndTell(await startExecution(target, input), target, terminal());
  return ending.status === 'SUCCEEDED' ? 0 : 1;
});
