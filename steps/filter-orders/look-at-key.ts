import type { S3Client } from '@aws-sdk/client-s3';
import { hasExpired } from '../../pipeline/ledger';
import { type OutputKeys, outputKeys } from '../../pipeline/output-keys';
import { PREFIXES } from '../../pipeline/prefixes';
import { decide } from './decide';
import { kindOfObject } from './kind-of-object';
import { convert, giveUp, ignore, readSource, relabel } from './make-outputs';
import type { LookRequest } from './request';
import { type FilterResult, lookResult } from './result';
import { type ReadingRules, rulesOfObject } from './rules-of-reading';
import { findManifest } from './storage/manifest';
import { lookAtOutputs, OutputChanged, type Outputs, removeOutput } from './storage/outputs';
import { findSource, isSameObject, type Source, SourceGone } from './storage/source';

export interface LookOptions extends ReadingRules {
  readonly s3: S3Client;
  /** After how many days the stage lets `raw/` expire; null for never. */
  readonly rawDays: number | null;
  readonly now: () => Date;
  /** Receives facts, never rows. */
  readonly log: (fact: Readonly<Record<string, unknown>>) => void;
}

/** One look at a key: what it holds, what its outputs are, and what this execution was asked. */
export interface Look extends LookOptions {
  readonly request: LookRequest;
  readonly keys: OutputKeys;
  readonly source: Source | undefined;
  readonly outputs: Outputs;
  /** To be called with the key of every output that changed. */
  readonly noteChange: (key: string) => void;
  /** To be called when the outputs are changed. Throws SourceGone where the upload's key holds another object by now. */
  readonly lookAgain: () => Promise<void>;
}

/** If others get in between more often than that, something else must be wrong. */
const MAX_ROUNDS = 20;

/**
 * Makes the outputs of one key agree with what the key holds now, independent of the event. It looks at the outputs first and at the source
 * after that; every write and removal is conditional on what was there; and once the outputs are changed, the record last, it looks at the
 * key once more: if that is not what the outputs now stand for, it starts over. Without the last rule histories end wrong (see the race test).
 */
export async function lookAtKey(request: LookRequest, options: LookOptions): Promise<FilterResult> {
  const keys = outputKeys(request.key, options.format);
  let created = request.created;
  let carried = false;
  for (let round = 1; ; round++) {
    let changesTable = false;
    try {
      const outputs = await lookAtOutputs(options.s3, request.bucket, keys);
      const source = await findSource(options.s3, request.bucket, request.key);
      const noteChange = (key: string) => {
        changesTable ||= key.startsWith(PREFIXES.processed) || key.startsWith(PREFIXES.dropped);
      };
      const lookAgain = async () => {
        const now = await findSource(options.s3, request.bucket, request.key);
        if (!isSameObject(now, source)) throw new SourceGone(`${request.key} holds another object by now, or none`);
      };
      const result = await act({ ...options, request, keys, source, outputs, noteChange, lookAgain }, created);
      return carried ? withChange(result) : result;
    } catch (error) {
      if (!(error instanceof SourceGone || error instanceof OutputChanged) || round === MAX_ROUNDS) throw error;
      options.log({ fact: 'started over', round, because: error.name });
      carried ||= changesTable;
      // From here on it is no longer about the object whose creation was reported: the outputs may stand for it already.
      created = null;
    }
  }
}

/** A table was changed otherwise, so crawl and queries are due even if the last look changed nothing. */
export function withChange(result: FilterResult): FilterResult {
  if (!result.filter) return result;
  const outcome = result.filter.outcome === 'NothingNew' ? 'Unchanged' : result.filter.outcome;
  return { ...result, filter: { ...result.filter, outcome, changed: true } };
}

async function act(look: Look, created: string | null): Promise<FilterResult> {
  const { request, source, outputs, rawDays, now } = look;
  const record = outputs.record?.value;
  const action = decide({
    source,
    outputs,
    created,
    rules: source ? rulesOfObject(look, source, request.asOf) : '',
    isOrderFile: kindOfObject(request.key) !== 'ignored',
    mayHaveExpired: record !== undefined && hasExpired(record, { rawDays, now: now() }),
    giveUp: request.giveUp,
  });
  look.log({ fact: 'decided', action });
  switch (action) {
    case 'superseded':
      return lookResult(look, { outcome: 'Superseded' });
    case 'nothing':
    case 'expired':
      return lookResult(look, { outcome: 'NothingNew' });
    case 'convert':
      return convert(look);
    case 'withdraw':
      return withdraw(look);
    case 'ignore':
      return ignore(withSource(look));
    case 'give-up':
      return giveUp(withSource(look));
    case 'same':
      return lookResult(look, { outcome: (await isAnswered(look)) ? 'NothingNew' : 'Unchanged', record });
    case 'relabel':
      return relabel(withSource(look));
    case 'read':
      return readSource(withSource(look));
  }
}

/**
 * Whether the execution that wrote the outputs succeeded with the same queries, model and rules, on the day that counts now; by its own
 * results, or by those of another execution that ran the queries for both.
 */
async function isAnswered({ s3, request, outputs }: Look): Promise<boolean> {
  const manifest = await findManifest(s3, request.bucket, outputs.record?.value?.execution ?? '');
  if (manifest?.outcome !== 'Succeeded') return false;
  if (manifest.queries.length === 0 && manifest.answeredBy === null) return false;
  return manifest.digest === request.digest && manifest.asOf === (request.asOf ?? request.today);
}

/** The object is gone: its outputs go, the record last. */
async function withdraw(look: Look): Promise<FilterResult> {
  const { s3, request, keys, outputs, noteChange, lookAgain } = look;
  const { processed, dropped, quarantine, record, leftover } = outputs;
  const going = [
    ...[leftover?.dropped, leftover?.processed].map(file => [file?.key ?? '', file?.etag ?? null] as const),
    [keys.dropped, dropped],
    [keys.processed, processed],
    [keys.quarantine, quarantine],
    [keys.record, record?.etag ?? null],
  ] as const;
  for (const [key, etag] of going) {
    if (etag === null) continue;
    await removeOutput(s3, request.bucket, key, etag);
    noteChange(key);
  }
  await lookAgain();
  return lookResult(look, { outcome: 'Withdrawn', changed: [processed, dropped, leftover].some(output => output !== null) });
}

/** These actions are decided only where the key holds an object. */
function withSource(look: Look): Look & { readonly source: Source } {
  const { source } = look;
  if (!source) throw new SourceGone(`${look.request.key} holds nothing`);
  return { ...look, source };
}
