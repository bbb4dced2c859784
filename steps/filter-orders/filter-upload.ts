import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { outputKeys } from '../../pipeline/output-keys';
import { type Rules, rulesName } from '../../pipeline/rules';
import { decide } from './decide';
import { filterObject } from './filter-object';
import { parseAsOf } from './judging/dates';
import type { FilterRequest } from './request';
import { type FilterResult, filterResult } from './result';
import { findFormerOutput, OutputChanged } from './storage/former-output';
import { findSucceeded } from './storage/manifest';
import { findSource, SourceGone } from './storage/source';

export interface FilterUploadOptions {
  readonly s3: S3Client;
  readonly settings: Rules;
  /** Told facts, never rows. */
  readonly log: (fact: Readonly<Record<string, unknown>>) => void;
}

/** When others get in between more often than that, something else must be wrong. */
const MAX_ROUNDS = 5;

/**
 * Filters one upload from raw/ to processed/, with the bad rows to quarantine/. Whatever else happens to the key meanwhile, the rows of a later
 * upload are never replaced by those of an earlier one: the source is read by its ETag, and the output replaces only what was looked at.
 */
export async function filterUpload(request: FilterRequest, options: FilterUploadOptions): Promise<FilterResult> {
  for (let round = 1; ; round++) {
    try {
      return await lookAndFilter(request, options);
    } catch (error) {
      if (error instanceof SourceGone) return filterResult('Superseded', { request, settings: options.settings });
      if (!(error instanceof OutputChanged) || round === MAX_ROUNDS) throw error;
      options.log({ fact: 'output changed', round });
    }
  }
}

/** Throws SourceGone and OutputChanged. */
async function lookAndFilter(request: FilterRequest, { s3, settings, log }: FilterUploadOptions): Promise<FilterResult> {
  const keys = outputKeys(request.key);
  const source = await findSource(s3, request);
  const former = await findFormerOutput(s3, request.bucket, keys.processed);
  const asOf = request.asOf ?? parseAsOf(source.lastModified.toISOString());
  // An execution by hand knows no sequencer; where it filters the very bytes again, those have one.
  const sequencer = request.sequencer ?? (former?.provenance?.etag === source.etag ? former.provenance.sequencer : undefined);
  const provenance = { etag: source.etag, sequencer, asOf, rule: rulesName(settings), execution: request.execution };
  const answered = { request, settings, source, asOf };

  let outcome: 'Written' | 'Unchanged' | 'NothingNew' = 'Written';
  const decision = decide(provenance, former?.provenance);
  if (decision === 'superseded') return filterResult('Superseded', answered);
  if (decision === 'same') {
    const counted = await findSucceeded(s3, request.bucket, former?.provenance?.execution ?? '', request.questions);
    if (counted && counted.quarantined === 0) {
      // A file with too many bad rows may have been here in between: it left its rows in quarantine, and the output alone.
      await s3.send(new DeleteObjectCommand({ Bucket: request.bucket, Key: keys.quarantine }));
      return filterResult('NothingNew', { ...answered, counted });
    }
    outcome = counted ? 'NothingNew' : 'Unchanged';
  }
  const report = await filterObject({ s3, settings, asOf, source, keys, former, provenance, rewrite: outcome === 'Written', log });
  const counted = { ...report, quarantineKey: report.quarantined > 0 ? keys.quarantine : null };
  return filterResult(outcome, { ...answered, counted });
}
