import * as z from 'zod';
import { InvalidUpload } from './errors';
import { parseAsOf } from './validation/dates';

/** What the state machine asks of the filter. */
export type FilterRequest = LookRequest | DismissRequest | RefreshRequest;

interface Common {
  readonly execution: string;
  readonly bucket: string;
  /** `YYYY-MM-DD`: the day that the input names; null where it names none. */
  readonly asOf: string | null;
  /** `YYYY-MM-DD`: the day on which the machine asks. */
  readonly today: string;
  /** Stands for the queries, the model and the rules; null for a caller that runs none. */
  readonly digest: string | null;
}

/** Look at a key, and make its outputs agree with what it holds. */
export interface LookRequest extends Common {
  readonly kind: 'look';
  readonly key: string;
  /** The object whose creation is reported, by its ETag without quotes; null for a deletion and for an input that names no ETag. */
  readonly created: string | null;
  readonly sequencer: string | null;
  /** ISO 8601, as in the event; null where there is none. */
  readonly at: string | null;
  /** True: the sweep has tried often enough, so the upload is refused. */
  readonly giveUp: boolean;
}

/** A person has seen that an upload was refused: it is no longer shown. */
export interface DismissRequest extends Common {
  readonly kind: 'dismiss';
  readonly key: string;
}

/** Run all queries again; nothing else changes. */
export interface RefreshRequest extends Common {
  readonly kind: 'refresh';
}

/** The longest key that S3 takes, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;

const Etag = z
  .string()
  .min(1)
  .transform(etag => etag.replace(/^"(.*)"$/, '$1'));

const BucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'Expected the name of a bucket');

const Input = z.object({
  'detail-type': z.enum(['Object Created', 'Object Deleted']).optional(),
  time: z.string().optional(),
  detail: z.object({
    bucket: z.object({ name: BucketName }),
    object: z.object({
      key: z.string(),
      etag: Etag.optional(),
      sequencer: z
        .string()
        .regex(/^[0-9a-f]+$/i)
        .optional(),
    }),
  }),
  asOf: z.unknown().optional(),
  giveUp: z.boolean().optional(),
});

const Refresh = z.object({ refresh: z.literal(true), asOf: z.unknown().optional() });
const Dismiss = z.object({ dismiss: z.string(), asOf: z.unknown().optional() });

const Envelope = z.object({
  input: z.unknown(),
  execution: z.string().min(1),
  enteredAt: z.string().optional(),
  bucket: z.string().optional(),
  digest: z.string().nullish(),
});

const EXPECTED =
  'Expected S3\'s event "Object Created" or "Object Deleted", {"detail":{"bucket":{"name":"…"},"object":{"key":"raw/…"}}}, ' +
  '{"refresh":true} or {"dismiss":"raw/…"}';

/**
 * Reads what the state machine sends: `{ input, execution, enteredAt, bucket, digest }`. A caller that invokes the function alone may send
 * the input as it is: `invocation` then stands for the execution. Throws InvalidUpload and InvalidAsOf.
 */
export function parseRequest(payload: unknown, { invocation = '', now = new Date() } = {}): FilterRequest {
  const envelope = Envelope.safeParse(isBare(payload) ? { input: payload, execution: invocation } : payload);
  if (!envelope.success) throw invalid(envelope.error);
  const { input, execution, enteredAt = now.toISOString(), bucket: lake, digest = null } = envelope.data;
  const common = { execution, today: enteredAt.slice(0, 10), digest };
  const refresh = Refresh.safeParse(input);
  if (refresh.success) return { ...common, kind: 'refresh', bucket: lake ?? '', asOf: dayOf(refresh.data.asOf) };
  const dismiss = Dismiss.safeParse(input);
  if (dismiss.success) {
    if (lake === undefined) throw new InvalidUpload('Expected the name of the bucket beside "dismiss", got none');
    return { ...common, kind: 'dismiss', bucket: lake, key: keyUnderRaw(dismiss.data.dismiss), asOf: dayOf(dismiss.data.asOf) };
  }
  const parsed = Input.safeParse(input);
  if (!parsed.success) throw invalid(parsed.error);
  const { detail, time, asOf, giveUp = false } = parsed.data;
  const { name } = detail.bucket;
  const key = keyUnderRaw(detail.object.key);
  if (lake !== undefined && name !== lake) throw new InvalidUpload(`Expected an upload to the bucket ${lake}, got one to ${name}`);
  const isDeletion = parsed.data['detail-type'] === 'Object Deleted';
  return {
    ...common,
    kind: 'look',
    bucket: name,
    key,
    created: isDeletion ? null : (detail.object.etag ?? null),
    sequencer: detail.object.sequencer ?? null,
    at: time ?? null,
    asOf: dayOf(asOf),
    giveUp,
  };
}

function dayOf(asOf: unknown): string | null {
  return asOf === undefined ? null : parseAsOf(asOf);
}

function keyUnderRaw(key: string): string {
  if (!key.startsWith('raw/')) throw new InvalidUpload(`Expected a key under raw/, got "${key.slice(0, 1024)}"`);
  const bytes = Buffer.byteLength(key);
  if (!key.isWellFormed() || bytes > MAX_KEY_BYTES)
    throw new InvalidUpload(`Expected a key of at most ${MAX_KEY_BYTES} bytes of UTF-8, got ${bytes} bytes`);
  return key;
}

/** An input without its envelope. */
function isBare(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null || 'input' in payload) return false;
  return 'detail' in payload || 'refresh' in payload || 'dismiss' in payload;
}

function invalid(error: z.ZodError): InvalidUpload {
  const faults = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return new InvalidUpload(`${EXPECTED}; ${faults.slice(0, 500)}`);
}
