import { parseLatestKey } from '../../pipeline/latest';
import { hasResults } from '../../pipeline/manifest';
import { PREFIXES } from '../../pipeline/prefixes';
import type { Execution } from './execution';
import { type Manifest, parseManifest, type QueryRun } from './manifest';
import { createMemo } from './memo';
import type { ExecutionItem, Reads, StoredObject } from './reads';
import { readText } from './text';

/** The latest execution: the first key under `latest/` that holds results. */
export interface Latest {
  /** Undefined where nothing lies under `latest/`. */
  find(): Promise<Execution | undefined>;
  /** For each query of which `execution` has no result, the newest good one of an earlier execution. */
  older(execution: Execution): Promise<ReadonlyMap<string, OlderAnswer>>;
}

export interface OlderAnswer {
  readonly run: Execution;
  readonly query: QueryRun;
}

export interface LatestOptions {
  readonly reads: Reads;
  /** Milliseconds for which a listing holds. S3 has no limits that we would reach. */
  readonly live: number;
  readonly now: () => number;
  /** What Step Functions said of an execution, where it was listed. */
  readonly known: (name: string) => ExecutionItem | undefined;
  /** Called with the latest: the next list of executions may be seconds away. */
  readonly onFound: (item: ExecutionItem) => void;
}

/** How far back a result is looked for. */
const KEYS = 100;

export function createLatest({ reads, live, now, known, onFound }: LatestOptions): Latest {
  const listings = createMemo<readonly StoredObject[]>({ holds: live, entries: 1, now });
  const manifests = createMemo<Manifest | undefined>({ entries: 2 * KEYS });

  function list(): Promise<readonly StoredObject[]> {
    return listings('', async () => (await reads.listKeys({ prefix: PREFIXES.latest, limit: KEYS })).objects);
  }

  /** Undefined for an object that cannot be read, or is no manifest: the next one is taken then. */
  async function read(object: StoredObject): Promise<Execution | undefined> {
    const name = parseLatestKey(object.key)?.execution;
    if (name === undefined) return undefined;
    const manifest = await manifests(`${object.key} ${object.etag}`, async () => {
      const file = await reads.openObject(object.key);
      return file && parseManifest(await readText(file));
    }).catch(() => undefined);
    return manifest && hasResults(manifest) ? asExecution(name, manifest, object, known(name)) : undefined;
  }

  return {
    async find() {
      for (const object of await list()) {
        const execution = await read(object);
        if (!execution) continue;
        if (!known(execution.name)) onFound(execution);
        return execution;
      }
      return undefined;
    },
    async older(execution) {
      const open = new Set(execution.manifest?.queries.filter(query => !isGood(query)).map(({ id }) => id));
      const found = new Map<string, OlderAnswer>();
      if (open.size === 0) return found;
      const objects = await list();
      const own = objects.findIndex(({ key }) => parseLatestKey(key)?.execution === execution.name);
      for (const object of objects.slice(own + 1)) {
        const run = await read(object);
        for (const query of run?.manifest?.queries ?? []) {
          if (run && open.has(query.id) && isGood(query) && !found.has(query.id)) found.set(query.id, { run, query });
        }
        if (found.size === open.size) break;
      }
      return found;
    },
  };
}

export function isGood({ state, location }: QueryRun): boolean {
  return state === 'SUCCEEDED' && location !== null;
}

function asExecution(name: string, manifest: Manifest, { lastModified }: StoredObject, item: ExecutionItem | undefined): Execution {
  const startedAt = dateOf(manifest.startedAt) ?? lastModified;
  // It was published a moment before its end; what Step Functions says of it comes with the next list.
  const own: ExecutionItem = { name, status: manifest.outcome === 'Failed' ? 'FAILED' : 'SUCCEEDED', startedAt, stoppedAt: lastModified };
  const { status, stoppedAt } = item?.stoppedAt ? item : own;
  const stopped = stoppedAt && stoppedAt < startedAt ? startedAt : stoppedAt;
  return {
    name,
    status,
    startedAt: item?.startedAt ?? startedAt,
    stoppedAt: stopped,
    manifest,
    uploadKey: manifest.upload?.key ?? null,
    error: manifest.error,
  };
}

function dateOf(text: string | null): Date | undefined {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date;
}
