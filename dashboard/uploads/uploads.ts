import { type LedgerInput, ledger, type RulesFor } from '../../pipeline/ledger';
import { outputKeys } from '../../pipeline/output-keys';
import { PREFIXES } from '../../pipeline/prefixes';
import type { Execution } from '../executions/execution';
import type { Executions } from '../executions/executions';
import { createMemo } from '../executions/memo';
import type { ExecutionItem } from '../executions/reads';
import { type CountedUpload, countedUploads } from './counted';
import { type Coverage, coverageOf } from './coverage';
import { createRecords, listAll } from './records';
import { type Upload, uploadsOf } from './upload';

export interface UploadsData {
  /** The execution whose snapshot was counted; undefined before the first. */
  readonly run: Execution | undefined;
  readonly uploads: readonly Upload[];
  /** Null where the query `uploads` of that execution has no result. */
  readonly coverage: Coverage | null;
  /** Executions that took an upload back, the newest first. */
  readonly withdrawn: readonly Execution[];
}

export interface Uploads {
  read(): Promise<UploadsData>;
  /** The same for a page that does not wait: undefined if AWS does not answer, or the first read is slow. */
  soon(): Promise<UploadsData | undefined>;
  find(key: string): Promise<Upload | undefined>;
}

export interface UploadsOptions {
  readonly runs: Executions;
  /** After how many days the stage lets `raw/` expire; null for never. */
  readonly rawDays: number | null;
  /** By which rules an upload must be read today; null where that is not known. */
  readonly rulesFor: RulesFor | null;
  readonly now: () => Date;
}

/** Milliseconds for which a look at the bucket holds: for a page that is about the uploads, and for one that mentions them. */
const HOLDS_MS = 1000;
const SOON_HOLDS_MS = 30_000;
/** How long a page about something else waits (milliseconds). */
const PATIENCE_MS = 1000;
/** How many executions are looked through for withdrawals. */
const LOOKS = 100;

/** What became of every upload: what lies in `raw/`, the records, and what the latest snapshot counted. */
export function createUploads({ runs, rawDays, rulesFor, now }: UploadsOptions): Uploads {
  const { reads } = runs;
  const readRecords = createRecords(reads);
  const clock = () => now().getTime();
  const kept = createMemo<UploadsData>({ holds: HOLDS_MS, entries: 2, now: clock });
  const keptLonger = createMemo<UploadsData>({ holds: SOON_HOLDS_MS, entries: 2, now: clock });

  /** By execution: a new snapshot is counted at once. */
  async function read(): Promise<UploadsData> {
    const run = await runs.latest();
    return kept(run?.name ?? '', async () => {
      const [raw, processed, dropped, records, counted, withdrawn] = await Promise.all([
        listAll(reads, PREFIXES.raw),
        listAll(reads, PREFIXES.processed),
        listAll(reads, PREFIXES.dropped),
        readRecords(),
        readCounted(run),
        readWithdrawn(),
      ]);
      const input: LedgerInput = {
        raw: new Map(raw.map(({ key, etag, lastModified }) => [key, { etag, lastModified }])),
        records,
        outputs: new Map([...processed, ...dropped].map(({ key, etag }) => [key, etag])),
        outputKeys,
        latestBegun: begunOf(run),
        rulesFor,
        rawDays,
        now: now(),
      };
      const uploads = uploadsOf(ledger(input), counted ?? [], now());
      return { run, uploads, coverage: counted ? coverageOf(uploads) : null, withdrawn };
    });
  }

  /** Only executions change what is shown, so the bucket is listed again when one starts or ends. A listing costs money. */
  async function readForAWhile(): Promise<UploadsData> {
    const [run, [newest]] = await Promise.all([runs.latest(), runs.recent()]);
    return keptLonger([run?.name, newest?.name, newest?.status].join(' '), read);
  }

  /** Undefined where the query failed, or the execution is of a version that did not have it. */
  async function readCounted(run: Execution | undefined): Promise<readonly CountedUpload[] | undefined> {
    const location = run?.manifest?.uploads?.location;
    const result = location ? await runs.result(location) : undefined;
    return result && countedUploads(result);
  }

  async function readWithdrawn(): Promise<readonly Execution[]> {
    const recent: readonly ExecutionItem[] = (await runs.recent()).slice(0, LOOKS);
    const complete = await Promise.all(recent.filter(({ stoppedAt }) => stoppedAt).map(runs.complete));
    return complete.filter(({ manifest }) => manifest?.filter?.outcome === 'Withdrawn');
  }

  return {
    read,
    soon: () => withinPatience(readForAWhile()),
    async find(key) {
      return (await read()).uploads.find(upload => upload.key === key);
    },
  };
}

function begunOf(run: Execution | undefined): Date | null {
  const begun = new Date(run?.manifest?.snapshot?.startedAt ?? '');
  return Number.isNaN(begun.getTime()) ? null : begun;
}

async function withinPatience<T>(value: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([value.catch(() => undefined), waited]);
  } finally {
    clearTimeout(timer);
  }
}
