import { parseArgs } from 'node:util';
import { dayFrom } from './executions/day';
import { startExecution } from './executions/start';
import { followAndTell } from './following/upload-and-follow';
import { resolveTarget } from './target/target';
import { run } from './terminal/run';
import { terminal } from './terminal/terminal';

const USAGE = 'npm run refresh [-- --as-of DAY] [--bucket BUCKET] [--stage STAGE]';

/** Runs all queries again as of today, or of the given day; first starts executions for open uploads. */
run(USAGE, async args => {
  const { values } = parseArgs({
    args: [...args],
    options: { 'as-of': { type: 'string' }, bucket: { type: 'string' }, stage: { type: 'string' } },
  });
  const target = resolveTarget(values);
  const arn = await startExecution(target, { refresh: true, ...dayFrom(values['as-of']) });
  const { ending } = await followAndTell(arn, target, terminal());
  return ending.status === 'SUCCEEDED' ? 0 : 1;
});
