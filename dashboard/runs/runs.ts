import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { PREFIXES } from '../../pipeline/prefixes';
import { type Manifest, parseManifest, uploadKeyOf } from './manifest';
import { createMemo } from './memo';
import type { Execution, ExecutionDescription, ExecutionPage, Reads } from './reads';
import { type Result, readResult } from './result';
import { type Visit, visitsOf } from './timeline';

/** One execution with all that is known of it. */
export interface Run extends Execution {
  /** Null while it runs, and after an end that no Catch sees (abort, timeout). */
  readonly manifest: Manifest | null;
  readonly uploadKey: string | null;
  readonly error: { readonly name: string; readonly state: string | null; readonly cause: string | null } | null;
}

export interface Runs {
  /** The execution whose answers are shown: the one with query results that stopped last; undefined before the first. */
  latest(): Promise<Run | undefined>;
  /** The newest executions, up to `RECENT`. */
  recent(): Promise<readonly Execution[]>;
  page(token: string | undefined): Promise<{ readonly runs: readonly Run[]; readonly nextToken: string | undefined }>;
  find(name: string): Promise<Run | undefined>;
  complete(execution: Execution): Promise<Run>;
  /** Undefined where Step Functions keeps no history any more. */
  timeline(execution: Execution): Promise<readonly Visit[] | undefined>;
  /** The beginning of a query's result; undefined where the file is gone. */
  result(location: string): Promise<Result | undefined>;
  openResult(location: string): Promise<Readable | undefined>;
}

/** How many of the newest executions are looked at for the latest answers and for what failed since. */
export const RECENT = 200;
const PAGE = 25;
/** How far back the latest answers are looked for when the newest executions have none, and for how long that answer holds. */
const LOOK_BACK_PAGES = 5;
const LOOK_BACK_MS = 60_000;
const MAX_EVENTS = 5000;
/** Within a second every viewer sees the same: at most one ListExecutions per second, of the five that AWS gives an account. */
const LIVE_MS = 1000;
/** What Step Functions admits as a name. Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/;

export interface RunsOptions {
  readonly reads: Reads;
  readonly bucket: string;
  readonly now?: () => number;
}

/** Executions, what they say of themselves, and their results, remembered so that a view costs few reads. */
export function createRuns({ reads, bucket, now = Date.now }: RunsOptions): Runs {
  const pages = createMemo<ExecutionPage>({ holds: LIVE_MS, entries: 20, now });
  const older = createMemo<Run | undefined>({ holds: LOOK_BACK_MS, entries: 1, now });
  const described = createMemo<ExecutionDescription | undefined>({ holds: LIVE_MS, entries: 50, now });
  const liveTimelines = createMemo<readonly Visit[] | undefined>({ holds: LIVE_MS, entries: 10, now });
  const stoppedRuns = createMemo<Run>({ entries: 500 });
  const timelines = createMemo<readonly Visit[] | undefined>({ entries: 20 });
  const results = createMemo<Result | undefined>({ entries: 32 });

  async function recentPage(): Promise<ExecutionPage> {
    return pages('', () => reads.listExecutions({ limit: RECENT }));
  }

  async function latest(): Promise<Run | undefined> {
    const { executions, nextToken } = await recentPage();
    return (await lastWithResults(executions)) ?? (nextToken === undefined ? undefined : older('', lookBack));
  }

  async function lookBack(): Promise<Run | undefined> {
    let token: string | undefined;
    for (let page = 0; page < LOOK_BACK_PAGES; page++) {
      const { executions, nextToken } = await reads.listExecutions({ limit: 1000, onlySucceeded: true, token });
      const found = await lastWithResults(executions);
      if (found || nextToken === undefined) return found;
      token = nextToken;
    }
    return undefined;
  }

  async function lastWithResults(executions: readonly Execution[]): Promise<Run | undefined> {
    const succeeded = executions.filter(({ status }) => status === 'SUCCEEDED');
    for (const execution of succeeded.toSorted((a, b) => stopOf(b) - stopOf(a))) {
      const run = await complete(execution);
      if (run.manifest?.queries.some(({ location }) => location !== null)) return run;
    }
    return undefined;
  }

  function describe(name: string): Promise<ExecutionDescription | undefined> {
    return described(name, () => reads.describeExecution(name));
  }

  /** A redrive gives an execution another end, so the end is part of the key. */
  function versionOf({ name, status, stoppedAt }: Execution): string {
    return `${name} ${status} ${stoppedAt?.getTime()}`;
  }

  async function complete(execution: Execution): Promise<Run> {
    if (execution.stoppedAt) return stoppedRuns(versionOf(execution), () => readStopped(execution));
    const description = await describe(execution.name);
    return { ...execution, manifest: null, uploadKey: uploadKeyOf(description?.input ?? null), error: null };
  }

  async function readStopped({ name, status, startedAt, stoppedAt }: Execution): Promise<Run> {
    const execution = { name, status, startedAt, stoppedAt };
    const manifest = status === 'SUCCEEDED' || status === 'FAILED' ? await readManifest(name) : undefined;
    if (manifest) return { ...execution, manifest, uploadKey: manifest.upload?.key ?? null, error: manifest.error };
    const description = await describe(name);
    const { input = null, output = null, error = null, cause = null } = description ?? {};
    return {
      ...execution,
      manifest: parseManifest(output ?? '') ?? null,
      uploadKey: uploadKeyOf(input),
      error: error === null ? null : { name: error, state: null, cause },
    };
  }

  async function readManifest(name: string): Promise<Manifest | undefined> {
    const file = await reads.openObject(`${PREFIXES.runs}${name}.json`);
    return file && parseManifest(await text(file));
  }

  async function readTimeline(name: string): Promise<readonly Visit[] | undefined> {
    const events = await reads.readHistory(name, MAX_EVENTS);
    return events && visitsOf(events);
  }

  /** A manifest may only point into our own results. */
  async function openResult(location: string): Promise<Readable | undefined> {
    const home = `s3://${bucket}/${PREFIXES.enriched}`;
    return location.startsWith(home) ? reads.openObject(location.slice(`s3://${bucket}/`.length)) : undefined;
  }

  return {
    latest,
    recent: async () => (await recentPage()).executions,
    async page(token) {
      const { executions, nextToken } = await pages(`page ${token ?? ''}`, () => reads.listExecutions({ limit: PAGE, token }));
      return { runs: await Promise.all(executions.map(complete)), nextToken };
    },
    async find(name) {
      const execution = NAME.test(name) ? await describe(name) : undefined;
      return execution && complete(execution);
    },
    complete,
    timeline: execution =>
      execution.stoppedAt
        ? timelines(versionOf(execution), () => readTimeline(execution.name))
        : liveTimelines(execution.name, () => readTimeline(execution.name)),
    result: location =>
      results(location, async () => {
        const file = await openResult(location);
        return file && readResult(file);
      }),
    openResult,
  };
}

function stopOf({ stoppedAt }: Execution): number {
  return stoppedAt?.getTime() ?? 0;
}
