import { z } from 'zod';

export { type Manifest, parseManifest, type QueryRun } from '../../pipeline/manifest';

const input = z.object({
  detail: z
    .object({ object: z.object({ key: z.string() }) })
    .nullable()
    .catch(null),
  /** The keys that these executions are about. */
  dismiss: z.string().nullable().catch(null),
});

/** The key of the upload that an execution was started for, from its input; null for a refresh. */
export function uploadKeyOf(json: string | null): string | null {
  try {
    const { data } = input.safeParse(JSON.parse(json ?? ''));
    return data?.detail?.object.key ?? data?.dismiss ?? null;
  } catch {
    return null;
  }
}
