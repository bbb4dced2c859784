import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FolderOwnedError } from 'local-aws/data-folder';
import { run } from '../commands/terminal/run';
import { UsageError } from '../commands/terminal/usage-error';
import { CLEAN_HEADER } from './clean-service';
import { readEnvironment, retentionOf } from './environment';
import { type LocalPipeline, startLocalPipeline } from './local-pipeline';
import { Forgotten, type Retention } from './retention';

const USAGE = 'npm run clean [-- --days N]';

/** Makes the data folder smaller now, whether `npm start` runs or not. */
run(USAGE, async args => {
  const { values } = parseArgs({ args: [...args], options: { days: { type: 'string' } } });
  if (values.days !== undefined && !/^\d{1,5}(\.\d{1,9})?$/.test(values.days))
    throw new UsageError(`--days: expected a number of days, got "${values.days}"`);
  const days = values.days === undefined ? undefined : Number(values.days);
  const environment = readEnvironment(process.env);
  const { LOCAL_AWS_DIR: directory, LOCAL_AWS_PORT: port } = environment;
  if (!existsSync(directory)) {
    console.log(`${directory}: there is no such folder, so nothing to forget`);
    return 0;
  }
  const before = sizeOf(directory);
  const { executions, queries, objects, deadLetters } = await clean(directory, port, { retention: retentionOf(environment), days });
  console.log(`forgot ${executions} executions, ${queries} records of queries, ${objects} objects and ${deadLetters} dead letters`);
  console.log(`${directory}: ${megabytes(before)} before, ${megabytes(sizeOf(directory))} now`);
  return 0;
});

interface CleanOptions {
  readonly retention: Retention;
  readonly days: number | undefined;
}

/** Done by the process that owns the folder: the running pipeline, else this one. */
async function clean(directory: string, port: number, { retention, days }: CleanOptions): Promise<Forgotten> {
  let local: LocalPipeline;
  try {
    local = await startLocalPipeline({ directory, port: 0, retention, isIdle: true });
  } catch (error) {
    if (!(error instanceof FolderOwnedError)) throw error;
    return ask(`http://127.0.0.1:${port}`, days).catch(problem => {
      throw new Error(`${error.message}; at port ${port}, which LOCAL_AWS_PORT names, it could not be asked: ${problem.message}`);
    });
  }
  try {
    return await ask(local.url, days);
  } finally {
    await local.close();
  }
}

async function ask(url: string, days: number | undefined): Promise<Forgotten> {
  const answer = await fetch(`${url}/_clean`, { method: 'POST', headers: { [CLEAN_HEADER]: '1' }, body: JSON.stringify({ days }) });
  if (answer.status !== 200) throw new Error(await answer.text());
  return Forgotten.parse(await answer.json());
}

/** In bytes, of all files in a folder; 0 where there is none. */
function sizeOf(directory: string): number {
  let size = 0;
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) size += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  return size;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
