import { z } from 'zod';

export { type Manifest, parseManifest, type QueryRun } from '../../pipeline/manifest';

const input = z.object({
  detail: z
    .object({ object: z.object({ key: z.string() }) })
    .nullable()
    .catch(null),
  /** The keys that these executions are about. */
  dismiss: z.string().nullable().catch(null),
  refresh: z.boolean().catch(false),
});

/** The key of the upload that an execution was started for, from its input; null for a refresh. */
export function uploadKeyOf(json: string | null): string | null {
  const data = parseInput(json);
  return data?.detail?.object.key ?? data?.dismiss ?? null;
}

/** Whether an execution asks all queries again, from its input. */
export function isRefresh(json: string | null): boolean {
  return parseInput(json)?.refresh ?? false;
}

function parseInput(json: string | null): z.infer<typeof input> | undefined {
  try {
    return input.safeParse(JSON.parse(json ?? '')).data;
  } catch {
    return undefined;
  }
}
