import * as z from 'zod';
import type { Manifest } from '../../pipeline/manifest';
import type { End } from './event';

/** The name of an end that has no error name. */
const ERRORS: Readonly<Record<End['status'], string>> = {
  SUCCEEDED: 'States.Runtime',
  FAILED: 'States.Runtime',
  TIMED_OUT: 'States.Timeout',
  ABORTED: 'Aborted',
};

const CAUSES: Readonly<Record<End['status'], string>> = {
  SUCCEEDED: 'The execution ended without a manifest',
  FAILED: 'The execution failed before it could publish a manifest',
  TIMED_OUT: 'The execution ran longer than the state machine may',
  ABORTED: 'The execution was stopped',
};

const Input = z.looseObject({
  asOf: z.string().nullable().catch(null),
  refresh: z.boolean().catch(false),
  time: z.string().nullable().catch(null),
  detail: z
    .object({
      bucket: z.object({ name: z.string().nullable().catch(null) }).catch({ name: null }),
      object: z
        .object({
          key: z.string().nullable().catch(null),
          etag: z.string().nullable().catch(null),
          size: z.number().nullable().catch(null),
          sequencer: z.string().nullable().catch(null),
        })
        .catch({ key: null, etag: null, size: null, sequencer: null }),
    })
    .nullable()
    .catch(null),
});

/**
 * The manifest of an execution that ended where no Catch of the definition sees it: aborted, timed out, `States.Runtime`. It says as much
 * as the event does, so that the pages and the ledger know the execution without asking Step Functions, which forgets after 90 days.
 */
export function missingManifest(end: End): Manifest {
  const { asOf, refresh, detail, time } = inputOf(end);
  return {
    version: 1,
    execution: end.name,
    outcome: 'Failed',
    trigger: refresh ? 'refresh' : time === null ? 'hand' : 'upload',
    startedAt: end.startDate === null ? null : new Date(end.startDate).toISOString(),
    upload: detail && {
      bucket: detail.bucket.name,
      key: detail.object.key,
      etag: detail.object.etag,
      size: detail.object.size,
      sequencer: detail.object.sequencer,
      at: time,
    },
    asOf,
    isAsOfGiven: asOf !== null,
    filter: null,
    reading: null,
    uploads: null,
    snapshot: null,
    crawl: null,
    queries: [],
    answeredBy: null,
    error: { name: end.error ?? ERRORS[end.status], state: null, cause: (end.cause ?? CAUSES[end.status]).slice(0, 4000) },
    digest: null,
  };
}

function inputOf({ input }: End): z.output<typeof Input> {
  const nothing = { asOf: null, refresh: false, detail: null, time: null };
  try {
    return Input.safeParse(JSON.parse(input ?? '{}')).data ?? nothing;
  } catch {
    return nothing;
  }
}
