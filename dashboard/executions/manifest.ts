import { z } from 'zod';

// Much of a manifest is what came in by hand, so a value of another type is as good as none.
const text = z.string().nullable().catch(null);
const count = z.number().nullable().catch(null);

const upload = z.object({ bucket: text, key: text, etag: text, size: count, at: text });

const filter = z.object({
  outcome: text,
  read: count,
  kept: count,
  dropped: count,
  quarantined: count,
  rules: z.record(z.string(), z.number()).catch({}),
  examples: z.array(z.object({ line: count, column: text, rule: z.string() })).catch([]),
  lineBreaksReplaced: count,
  extraColumns: z.array(z.string()).catch([]),
  processedKey: text,
  quarantineKey: text,
  settings: z
    .object({ dropStatuses: z.array(z.string()), dropAfterDays: z.number(), maxBadShare: z.number() })
    .nullable()
    .catch(null),
});

const query = z.object({
  id: z.string(),
  title: z.string(),
  state: z.string(),
  executionId: text,
  location: text,
  bytesScanned: count,
  milliseconds: count,
  error: text,
  cause: text,
});

const manifest = z.object({
  outcome: z.string(),
  asOf: text,
  upload: upload.nullable().catch(null),
  filter: filter.nullable().catch(null),
  /** How the upload was read, as far as it was. */
  reading: z.object({ currency: text }).nullable().catch(null),
  crawl: z
    .object({ status: text, looks: count, startedHere: z.boolean().nullable().catch(null) })
    .nullable()
    .default(null),
  queries: z.array(query).catch([]),
  error: z.object({ name: z.string(), state: text, cause: text }).nullable().catch(null),
});

/** What an execution says of itself in `runs/<execution>.json` (see docs/data.md). Whatever an early end left out is null or empty. */
export type Manifest = z.infer<typeof manifest>;
export type QueryRun = Manifest['queries'][number];

/** Undefined for what is not a manifest. */
export function parseManifest(json: string): Manifest | undefined {
  try {
    return manifest.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

const input = z.object({ detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }) });

/** The key of the upload that an execution was started for, from its input. */
export function uploadKeyOf(json: string | null): string | null {
  try {
    return input.safeParse(JSON.parse(json ?? '')).data?.detail.object.key ?? null;
  } catch {
    return null;
  }
}
