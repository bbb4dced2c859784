import * as z from 'zod';
import { COLUMNS } from './columns';
import { PREFIXES } from './prefixes';

// Parts of a manifest repeat what a person typed, so a value of another type counts as absent. One odd field never hides the rest.
const text = z.string().nullable().catch(null);
const count = z.number().nullable().catch(null);

const Upload = z.object({
  bucket: text,
  key: text,
  /** Without quotes. */
  etag: text,
  /** Bytes. */
  size: count,
  sequencer: text,
  /** ISO 8601. */
  at: text,
});

const Filter = z.object({
  outcome: text,
  /** read = kept + dropped + quarantined + continuations, in rows. */
  read: count,
  kept: count,
  dropped: count,
  quarantined: count,
  continuations: count,
  rules: z.record(z.string(), z.number()).catch({}),
  examples: z.array(z.object({ line: count, column: text, rule: z.string() })).catch([]),
  /** Per broken rule: its sentence, how many rows, the first line. */
  problems: z.array(z.object({ rule: z.string(), sentence: text, count, line: count })).catch([]),
  lineBreaksReplaced: count,
  extraColumns: z.array(z.string()).catch([]),
  processedKey: text,
  droppedKey: text,
  quarantineKey: text,
  settings: z
    .object({ dropStatuses: z.array(z.string()), dropAfterDays: z.number(), maxBadShare: z.number() })
    .nullable()
    .catch(null),
});

const Reading = z.object({
  source: text,
  shop: text,
  columns: z.partialRecord(z.enum(COLUMNS), z.string().nullable()).catch({}),
  compression: text,
  encoding: text,
  delimiter: text,
  dateOrder: text,
  decimal: text,
  currency: text,
  rows: text,
  rounded: count,
  continuations: count,
  settings: z.record(z.string(), z.unknown()).catch({}),
});

const QueryRun = z.object({
  id: z.string(),
  title: z.string(),
  /** Athena's: `SUCCEEDED`, `FAILED`, `CANCELLED`. */
  state: z.string(),
  executionId: text,
  /** `s3://bucket/enriched/<id>.csv` */
  location: text,
  bytesScanned: count,
  milliseconds: count,
  error: text,
  cause: text,
});

const Snapshot = z.object({
  /** Hex. */
  id: z.string(),
  /** ISO 8601: Athena's SubmissionDateTime. */
  startedAt: z.string(),
  executionId: text,
  location: text,
  bytesScanned: count,
  milliseconds: count,
});

export const OUTCOMES = ['Succeeded', 'NothingNew', 'Superseded', 'Ignored', 'Failed'] as const;
export const TRIGGERS = ['upload', 'withdrawal', 'refresh', 'hand'] as const;

const Schema = z.object({
  version: z.number().catch(1),
  execution: z.string().catch(''),
  outcome: z.enum(OUTCOMES).or(z.string()),
  trigger: z.enum(TRIGGERS).nullable().catch(null),
  startedAt: text,
  upload: Upload.nullable().catch(null),
  /** `YYYY-MM-DD`: the day on which the answers count, or the one that the input named. */
  asOf: text,
  /** True where the input named the day: such an execution never has the front page. */
  isAsOfGiven: z.boolean().catch(false),
  filter: Filter.nullable().catch(null),
  reading: Reading.nullable().catch(null),
  /** The result of the query `uploads`. */
  uploads: QueryRun.partial({ id: true, title: true }).nullable().catch(null),
  snapshot: Snapshot.nullable().catch(null),
  crawl: z
    .object({ status: text, startedAt: text, looks: count, startedHere: z.boolean().nullable().catch(null) })
    .nullable()
    .catch(null),
  queries: z.array(QueryRun).catch([]),
  /** The execution whose results answer for this one too. */
  answeredBy: text,
  error: z.object({ name: z.string(), state: text, cause: text }).nullable().catch(null),
  /** A hash of the queries, the model and the rules. */
  digest: text,
});

/** What an execution says of itself in `runs/<execution>.json`; a succeeded one has it as its output too.. */
export type Manifest = z.infer<typeof Schema>;
export type QueryRun = z.infer<typeof QueryRun>;

export function manifestKey(execution: string): string {
  return `${PREFIXES.runs}${execution}.json`;
}

/** Undefined for what is not a manifest. */
export function parseManifest(json: string): Manifest | undefined {
  try {
    return Schema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

/** Whether it holds the result of a query: only such a manifest can be the latest. */
export function hasResults({ queries }: Manifest): boolean {
  return queries.some(({ location }) => location !== null);
}
