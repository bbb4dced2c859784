import { text } from 'node:stream/consumers';
import { PREFIXES } from '../../pipeline/prefixes';
import { type Manifest, parseManifest, uploadKeyOf } from './manifest';
import { createMemo } from './memo';
import type { ExecutionDescription, ExecutionItem, Reads } from './reads';

/** One execution with all that is known of it. */
export interface Execution extends ExecutionItem {
  /** Null while it runs, and after an end that no Catch sees (abort, timeout). */
  readonly manifest: Manifest | null;
  readonly uploadKey: string | null;
  readonly error: { readonly name: string; readonly state: string | null; readonly cause: string | null } | null;
}

export interface ExecutionReader {
  /** Undefined where there is no execution of that name. */
  find(name: string): Promise<Execution | undefined>;
  /** What else is known of an execution in a list. */
  complete(execution: ExecutionItem): Promise<Execution>;
}

export interface ExecutionReaderOptions {
  readonly reads: Reads;
  /** Milliseconds for which what is known of a running execution holds. */
  readonly live: number;
  readonly now: () => number;
}

/** What Step Functions admits as a name. Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]{1,80}$/;

/** Joins what Step Functions and the manifest say of an execution. S3 has no limits that we would reach, so the manifest is asked first. */
export function createExecutionReader({ reads, live, now }: ExecutionReaderOptions): ExecutionReader {
  const described = createMemo<ExecutionDescription | undefined>({ holds: live, entries: 50, now });
  const stopped = createMemo<Execution>({ entries: 500 });

  async function complete(execution: ExecutionItem): Promise<Execution> {
    if (execution.stoppedAt) return stopped(versionOf(execution), () => readStopped(execution));
    const description = await describe(execution.name);
    return { ...execution, manifest: null, uploadKey: uploadKeyOf(description?.input ?? null), error: null };
  }

  async function readStopped({ name, status, startedAt, stoppedAt }: ExecutionItem): Promise<Execution> {
    const execution = { name, status, startedAt, stoppedAt };
    // A redriven execution that was then aborted still has the manifest of its former end.
    const manifest = status === 'SUCCEEDED' || status === 'FAILED' ? await readManifest(name) : undefined;
    if (manifest) return { ...execution, manifest, uploadKey: manifest.upload?.key ?? null, error: manifest.error };
    const { input = null, output = null, error = null, cause = null } = (await describe(name)) ?? {};
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

  function describe(name: string): Promise<ExecutionDescription | undefined> {
    return described(name, () => reads.describeExecution(name));
  }

  return {
    async find(name) {
      const execution = NAME.test(name) ? await describe(name) : undefined;
      return execution && complete(execution);
    },
    complete,
  };
}

/** Tells the ends of an execution apart: a redrive gives it another. */
export function versionOf({ name, status, stoppedAt }: ExecutionItem): string {
  return `${name} ${status} ${stoppedAt?.getTime()}`;
}
