import * as z from 'zod';
import { InvalidUpload } from './errors';
import { parseAsOf } from './judging/dates';

/** Which upload to filter, for which execution. What an input by hand leaves out is undefined: S3 knows it. */
export interface FilterRequest {
  readonly execution: string;
  readonly bucket: string;
  readonly key: string;
  /** Without quotes. */
  readonly etag: string | undefined;
  readonly sequencer: string | undefined;
  /** ISO 8601, as in the event. */
  readonly at: string | undefined;
  /** `YYYY-MM-DD`, by the input's `asOf` or else the event's time. */
  readonly asOf: string | undefined;
}

const Payload = z.object({
  execution: z.string().min(1),
  input: z.object({
    'detail-type': z.literal('Object Created').optional(),
    time: z.string().optional(),
    detail: z.object({
      bucket: z.object({ name: z.string().min(1) }),
      object: z.object({
        key: z.string(),
        etag: z
          .string()
          .min(1)
          .transform(etag => etag.replace(/^"(.*)"$/, '$1'))
          .optional(),
        sequencer: z
          .string()
          .regex(/^[0-9a-f]+$/i)
          .optional(),
      }),
    }),
    asOf: z.unknown().optional(),
  }),
});

/**
 * Reads what the state machine sends: `{ input, execution, startedAt }`, where `input` is an EventBridge event "Object Created" of S3 or, by hand,
 * `{"detail":{"bucket":{"name"},"object":{"key"}}}`, either with an optional `asOf`. Throws InvalidUpload and InvalidAsOf.
 */
export function parseRequest(payload: unknown): FilterRequest {
  const result = Payload.safeParse(payload);
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new InvalidUpload(
      `Expected S3's event "Object Created", or {"detail":{"bucket":{"name":"…"},"object":{"key":"raw/….csv"}}}; ${faults.slice(0, 500)}`,
    );
  }
  const { execution, input } = result.data;
  const { bucket, object } = input.detail;
  if (!object.key.startsWith('raw/') || !/\.csv$/i.test(object.key)) {
    throw new InvalidUpload(`Expected a key under raw/ that ends in .csv, got "${object.key.slice(0, 1024)}"`);
  }
  const asOf = 'asOf' in input ? input.asOf : input.time;
  return {
    execution,
    bucket: bucket.name,
    key: object.key,
    etag: object.etag,
    sequencer: object.sequencer,
    at: input.time,
    asOf: asOf === undefined ? undefined : parseAsOf(asOf),
  };
}
