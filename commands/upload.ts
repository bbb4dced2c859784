import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PREFIXES } from '../pipeline/prefixes';
import { loadQueries, QueryFileError } from '../queries/load';
import { uploadAndFollow } from './following/upload-and-follow';
import { SETTINGS_OPTIONS, SETTINGS_USAGE, settingsFrom } from './reading/settings';
import { resolveTarget } from './target/target';
import { run } from './terminal/run';
import { type Terminal, terminal } from './terminal/terminal';
import { UsageError } from './terminal/usage-error';

const USAGE = `npm run upload -- FILE [--key KEY] [--bucket BUCKET] [--stage STAGE] ${SETTINGS_USAGE}`;

/** Uploads an export of orders, follows its execution and prints the results. Ends with 0 only if the execution succeeded. npm sets INIT_CWD to where it was called. */
run(USAGE, async args => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { bucket: { type: 'string' }, stage: { type: 'string' }, key: { type: 'string' }, ...SETTINGS_OPTIONS },
    allowPositionals: true,
  });
  const { key, bucket, stage, ...settings } = values;
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError(`expected one file, got ${positionals.length}`);
  const screen = terminal();
  warnOfQueries(screen);
  const { ending } = await uploadAndFollow(
    resolve(process.env.INIT_CWD ?? '.', file),
    keyFor(key ?? basename(file)),
    resolveTarget({ bucket, stage }),
    screen,
    settingsFrom(settings),
  );
  return ending.status === 'SUCCEEDED' ? 0 : 1;
});

function keyFor(name: string): string {
  return name.startsWith(PREFIXES.raw) ? name : PREFIXES.raw + name;
}

/** A query whose file is wrong does not run, here or in a deployment, until it is corrected. */
function warnOfQueries(screen: Terminal): void {
  try {
    loadQueries();
  } catch (error) {
    if (!(error instanceof QueryFileError)) throw error;
    screen.line(`✗ ${error.message}; the previous queries run`, 'red');
  }
}
