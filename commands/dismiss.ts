import { parseArgs } from 'node:util';
import { startExecution } from './executions/start';
import { followAndTell } from './following/upload-and-follow';
import { resolveTarget } from './target/target';
import { run } from './terminal/run';
import { terminal } from './terminal/terminal';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run dismiss -- raw/KEY [--bucket BUCKET] [--stage STAGE]';

/** Marks a refused upload as seen: it is no longer shown on the front page. */
run(USAGE, async args => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { bucket: { type: 'string' }, stage: { type: 'string' } },
    allowPositionals: true,
  });
  const [key, ...rest] = positionals;
  if (key === undefined || rest.length > 0) throw new UsageError(`expected one key under raw/, got ${positionals.length}`);
  const target = resolveTarget(values);
  const { ending } = await followAndTell(await startExecution(target, { dismiss: key }), target, terminal());
  return ending.status === 'SUCCEEDED' ? 0 : 1;
});
