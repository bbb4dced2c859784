import { type Execution, versionOf } from './executions/execution';
import type { Executions } from './executions/executions';
import { createIdentity } from './executions/identity';
import { createMemo } from './executions/memo';
import { readPrevious } from './executions/previous';
import type { Result } from './executions/result';
import { readOlder, readResults } from './executions/results';
import { readSince, type Since } from './executions/since';
import type { Older, PreviousAnswers } from './pages/answers';
import { totalsOf } from './pages/key-figures';
import type { Uploads, UploadsData } from './uploads/uploads';

/** All that the front page shows. */
export interface Front {
  readonly since: Since;
  /** Null before the first answers. */
  readonly answers: FrontAnswers | null;
  /** Changes whenever anything on the page changes. */
  readonly key: string;
}

export interface FrontAnswers {
  readonly run: Execution;
  readonly results: ReadonlyMap<string, Result>;
  readonly previous: PreviousAnswers | null;
  readonly older: ReadonlyMap<string, Older>;
  readonly uploads: UploadsData | null;
}

export interface FrontOptions {
  readonly runs: Executions;
  readonly uploads: Uploads;
  /** How long what was read is reused, in milliseconds, so that many viewers cost one read. */
  readonly holds: number;
}

export function createFrontReader({ runs, uploads, holds }: FrontOptions): () => Promise<Front> {
  const looks = createMemo<Front>({ holds, entries: 1 });
  const idOf = createIdentity();
  return () => looks('', read);

  async function read(): Promise<Front> {
    const run = await runs.latest();
    const since = await readSince(runs, run);
    const answers = run ? await readAnswers(run) : null;
    return { since, answers, key: JSON.stringify([keyOfSince(since), answers && keyOfAnswers(answers)]) };
  }

  async function readAnswers(run: Execution): Promise<FrontAnswers> {
    const [results, previous, older, known] = await Promise.all([
      readResults(runs, run),
      readPreviousAnswers(runs, run),
      readOlder(runs, run),
      uploads.soon(),
    ]);
    return { run, results, previous, older, uploads: known ?? null };
  }

  function keyOfSince({ running, lastFailed, failed }: Since): unknown {
    return [failed, running?.uploadKey, lastFailed?.unread, keyOf(running), keyOf(lastFailed)];
  }

  function keyOfAnswers({ run, results, previous, older, uploads: known }: FrontAnswers): unknown {
    const shown = [...results.values(), ...[...older.values()].map(({ result }) => result), known];
    return [keyOf(run), keyOf(previous?.run), shown.map(idOf)];
  }

  function keyOf(execution: Execution | undefined): unknown {
    return execution && [versionOf(execution), idOf(execution.manifest)];
  }
}

export async function readPreviousAnswers(runs: Executions, run: Execution): Promise<PreviousAnswers | null> {
  const previous = await readPrevious(runs, run);
  return previous ? { run: previous, totals: totalsOf(await readResults(runs, previous)) } : null;
}
