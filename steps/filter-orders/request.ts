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
  /** Stands for the questions that the execution asks; undefined for whoever asks none. */
  readonly questions: string | undefined;
}

/** The longest key that S3 takes, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;

const Payload = z.object({
  execution: z.string().min(1),
  bucket: z.string().optional(),
  questions: z.string().optional(),
  input: z.object({
    'detail-type': z.literal('Object Created').optional(),
    time: z.string().optional(),
    detail: z.object({
      bucket: z.object({ name: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'Expected the name of a bucket') }),
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
 * Reads what the state machine sends: `{ input, execution, startedAt, bucket, questions }`, where `input` is an EventBridge event "Object Created" of
 * S3 or, by hand, `{"detail":{"bucket":{"name"},"object":{"key"}}}`, either with an optional `asOf`. Whoever invokes the function alone may send the
 * input as it is: `invocation` then stands for the execution. Throws InvalidUpload and InvalidAsOf.
 */
export function parseRequest(payload: unknown, invocation = ''): FilterRequest {
  const result = Payload.safeParse(isBare(payload) ? { input: payload, execution: invocation } : payload);
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new InvalidUpload(
      `Expected S3's event "Object Created", or {"detail":{"bucket":{"name":"…"},"object":{"key":"raw/….csv"}}}; ${faults.slice(0, 500)}`,
    );
  }
  const { execution, input, bucket: lake, questions } = result.data;
  const { bucket, object } = input.detail;
  if (!object.key.startsWith('raw/') || !/\.csv$/i.test(object.key)) {
    throw new InvalidUpload(`Expected a key under raw/ that ends in .csv, got "${object.key.slice(0, 1024)}"`);
  }
  if (!object.key.isWellFormed() || Buffer.byteLength(object.key) > MAX_KEY_BYTES) {
    throw new InvalidUpload(`Expected a key of at most ${MAX_KEY_BYTES} bytes of UTF-8, got ${Buffer.byteLength(object.key)} bytes`);
  }
  if (lake !== undefined && bucket.name !== lake) {
    throw new InvalidUpload(`Expected an upload to the bucket ${lake}, got one to ${bucket.name}`);
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
    questions,
  };
}

/** An input that nobody has put into an envelope. */
function isBare(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'detail' in payload && !('input' in payload);
}
