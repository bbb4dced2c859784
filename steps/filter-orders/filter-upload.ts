import type { S3Client } from '@aws-sdk/client-s3';
import { decide, type Provenance } from './decide';
import { filterObject } from './filter-object';
import { parseAsOf } from './judging/dates';
import type { FilterSettings } from './judging/rule';
import { outputKeys } from './output-keys';
import type { FilterRequest } from './request';
import { type FilterFacts, type FilterResult, NOTHING_READ, ruleOf } from './result';
import { findFormerOutput, OutputChanged } from './storage/former-output';
import { findSucceeded } from './storage/manifest';
import { findSource, type Source, SourceGone } from './storage/source';

export interface FilterUploadOptions {
  readonly s3: S3Client;
  readonly settings: FilterSettings;
  /** Told facts, never rows. */
  readonly log?: (fact: Readonly<Record<string, unknown>>) => void;
}

/** Another execution got in between so often that something else must be wrong. */
const MAX_ROUNDS = 5;

/**
 * Filters one upload from raw/ to processed/, with the bad rows to quarantine/. Whatever else happens to the key meanwhile, the rows of a later
 * upload are never replaced by those of an earlier one: the source is read by its ETag, and the output replaces only what was looked at.
 */
export async function filterUpload(request: FilterRequest, { s3, settings, log = () => {} }: FilterUploadOptions): Promise<FilterResult> {
  const keys = outputKeys(request.key);
  const result = (
    outcome: FilterFacts['outcome'],
    source?: Source,
    asOf = request.asOf,
    facts: Partial<FilterFacts> = {},
  ): FilterResult => ({
    upload: {
      bucket: request.bucket,
      key: request.key,
      etag: source?.etag ?? request.etag ?? null,
      size: source?.size ?? null,
      sequencer: request.sequencer ?? null,
      at: request.at ?? source?.lastModified.toISOString() ?? null,
    },
    asOf: asOf ?? null,
    filter: { ...NOTHING_READ, quarantineKey: null, ...facts, outcome, processedKey: keys.processed, settings },
  });

  for (let round = 1; ; round++) {
    try {
      const source = await findSource(s3, request);
      const asOf = request.asOf ?? parseAsOf(source.lastModified.toISOString());
      const former = await findFormerOutput(s3, request.bucket, keys.processed);
      const { etag, execution } = { ...request, etag: source.etag };
      const provenance: Provenance = { etag, sequencer: request.sequencer, asOf, rule: ruleOf(settings), execution };
      const decision = decide(provenance, former?.provenance);
      if (decision === 'superseded') return result('Superseded', source, asOf);
      if (decision === 'same' && former?.provenance) {
        const succeeded = await findSucceeded(s3, request.bucket, former.provenance.execution);
        if (succeeded) return result('NothingNew', source, asOf, succeeded);
      }
      const report = await filterObject({ s3, settings, asOf, source, keys, former, provenance, rewrite: decision === 'write', log });
      const quarantineKey = report.quarantined > 0 ? keys.quarantine : null;
      return result(decision === 'same' ? 'Unchanged' : 'Written', source, asOf, { ...report, quarantineKey });
    } catch (error) {
      if (error instanceof SourceGone) return result('Superseded');
      if (!(error instanceof OutputChanged) || round === MAX_ROUNDS) throw error;
      log({ fact: 'output changed meanwhile', round });
    }
  }
}
