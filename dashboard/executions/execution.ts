import { PREFIXES } from '../../pipeline/prefixes';
import { isRefresh, type Manifest, parseManifest, uploadKeyOf } from './manifest';
import { createMemo } from './memo';
import type { ExecutionDescription, ExecutionItem, Reads } from './reads';
import { readText } from './text';

/** One execution with all that is known of it. */
export interface Execution extends ExecutionItem {
  /** Null while it runs, and after an end that no Catch sees (abort, timeout). */
  readonly manifest: Manifest | null;
  readonly uploadKey: string | null;
  readonly error: { readonly name: string; readonly state: string | null; readonly cause: string | null } | null;
  /** It asks all queries again, and is about no upload. */
  readonly isRefresh?: true;
  /** AWS did not answer, so some of its data is missing. */
  readonly unread?: true;
}

export interface ExecutionReader {
  /** Undefined where there is no execution of that name. */
  find(name: string): Promise<Execution | undefined>;
  /** Completes an execution of a list. Never rejects: one that cannot be read is `unread`. */
  complete(execution: ExecutionItem): Promise<Execution>;
}

export interface ExecutionReaderOptions {
  readonly reads: Reads;
  /** Milliseconds for which what is known of a running execution holds. */
  readonly live: number;
  readonly now: () => number;
  /** Called with every execution that was looked up by its name. */
  readonly onFound: (item: ExecutionItem) => void;
}

/** What Step Functions admits as a name. Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/;
/** How long a list waits for the details of its executions (milliseconds). */
const PATIENCE_MS = 2000;

/** Joins what Step Functions and the manifest say of an execution. S3 has no limits that we would reach, so the manifest is asked first. */
export function createExecutionReader({ reads, live, now, onFound }: ExecutionReaderOptions): ExecutionReader {
  const described = createMemo<ExecutionDescription | undefined>({ holds: live, entries: 50, now });
  const stopped = createMemo<Execution>({ entries: 1000, holds: ({ unread }) => (unread ? live : Number.POSITIVE_INFINITY), now });

  async function complete(execution: ExecutionItem): Promise<Execution> {
    const unread: Execution = { ...execution, manifest: null, uploadKey: null, error: null, unread: true };
    const known = execution.stoppedAt ? stopped(versionOf(execution), () => readStopped(execution)) : readRunning(execution);
    return firstOf(known, PATIENCE_MS, unread);
  }

  async function readRunning(execution: ExecutionItem): Promise<Execution> {
    const description = await describe(execution.name);
    const input = description?.input ?? null;
    return { ...execution, manifest: null, uploadKey: uploadKeyOf(input), error: null, ...(isRefresh(input) && { isRefresh: true }) };
  }

  async function readStopped({ name, status, startedAt, stoppedAt }: ExecutionItem): Promise<Execution> {
    const execution = { name, status, startedAt, stoppedAt };
    // A redriven execution that was then aborted still has the manifest of its previous end.
    const read = status === 'SUCCEEDED' || status === 'FAILED' ? await readManifest(name) : { manifest: undefined, failed: false };
    if (read.manifest)
      return { ...execution, manifest: read.manifest, uploadKey: read.manifest.upload?.key ?? null, error: read.manifest.error };
    const { input = null, output = null, error = null, cause = null } = (await describe(name)) ?? {};
    return {
      ...execution,
      manifest: parseManifest(output ?? '') ?? null,
      uploadKey: uploadKeyOf(input),
      error: error === null ? null : { name: error, state: null, cause },
      ...(isRefresh(input) && { isRefresh: true }),
      ...(read.failed && { unread: true }),
    };
  }

  /** If the manifest cannot be read, Step Functions still has most of it. */
  async function readManifest(name: string): Promise<{ readonly manifest: Manifest | undefined; readonly failed: boolean }> {
    try {
      const file = await reads.openObject(`${PREFIXES.runs}${name}.json`);
      return { manifest: file && parseManifest(await readText(file)), failed: false };
    } catch {
      return { manifest: undefined, failed: true };
    }
  }

  async function describe(name: string): Promise<ExecutionDescription | undefined> {
    const description = await described(name, () => reads.describeExecution(name));
    if (description) onFound(description);
    return description;
  }

  return {
    async find(name) {
      const execution = NAME.test(name) ? await describe(name) : undefined;
      return execution && complete(execution);
    },
    complete,
  };
}

/** Identifies one end of an execution: after a redrive it has another. */
export function versionOf({ name, status, stoppedAt }: ExecutionItem): string {
  return `${name} ${status} ${stoppedAt?.getTime()}`;
}

async function firstOf<T>(value: Promise<T>, milliseconds: number, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<T>(resolve => {
    timer = setTimeout(() => resolve(otherwise), milliseconds);
  });
  try {
    return await Promise.race([value.catch(() => otherwise), waited]);
  } finally {
    clearTimeout(timer);
  }
}
