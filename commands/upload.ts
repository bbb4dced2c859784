import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PREFIXES } from '../pipeline/prefixes';
import { loadQueries, QueryFileError } from '../queries/load';
import { uploadAndFollow } from './following/upload-and-follow';
import { resolveTarget } from './target/target';
import { run } from './terminal/run';
import { type Terminal, terminal } from './terminal/terminal';
import { UsageError } from './terminal/usage-error';

const USAGE = 'npm run upload -- FILE.csv [--key NAME.csv] [--bucket BUCKET] [--stage STAGE]';

/** Uploads a CSV of orders, follows its execution and prints the five answers. Ends with 0 only if the execution succeeded. npm tells in INIT_CWD where it was called. */
run(USAGE, async args => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { bucket: { type: 'string' }, stage: { type: 'string' }, key: { type: 'string' } },
    allowPositionals: true,
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0) throw new UsageError(`expected one file, got ${positionals.length}`);
  const screen = terminal();
  warnOfQueries(screen);
  const { ending } = await uploadAndFollow(
    resolve(process.env.INIT_CWD ?? '.', file),
    keyFor(values.key ?? basename(file)),
    resolveTarget(values),
    screen,
  );
  return ending.status === 'SUCCEEDED' ? 0 : 1;
});

/** Under `raw/`, and with the ending that starts an execution. */
function keyFor(name: string): string {
  const key = name.startsWith(PREFIXES.raw) ? name : PREFIXES.raw + name;
  if (!/\.csv$/i.test(key)) throw new UsageError(`expected a name that ends in .csv, since nothing else starts an execution, got ${name}`);
  return key;
}

/** A question whose file is wrong is not asked, on the laptop or by a deployment, until it is mended. */
function warnOfQueries(screen: Terminal): void {
  try {
    loadQueries();
  } catch (error) {
    if (!(error instanceof QueryFileError)) throw error;
    screen.line(`✗ ${error.message}; the questions of before are asked`, 'red');
  }
}
