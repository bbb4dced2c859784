import type { Manifest } from '../executions/manifest';

/** Titles of what the Map runs, by iteration: the queries, and the one over the uploads, which comes last. `today` are the titles of now. */
export function branchTitles(manifest: Manifest | null, today: readonly string[]): readonly string[] {
  if (!manifest?.queries.length) return [...today, UPLOADS];
  const titles = manifest.queries.map(({ title }) => title);
  return manifest.uploads ? [...titles, UPLOADS] : titles;
}

const UPLOADS = 'Uploads';

/** Whether an iteration's query ended otherwise than well; false while that is not known. */
export function hasBranchFailed(manifest: Manifest | null, iteration: number): boolean {
  if (!manifest) return false;
  const { queries, uploads } = manifest;
  const state = queries[iteration]?.state ?? (iteration === queries.length ? uploads?.state : undefined);
  return state !== undefined && state !== 'SUCCEEDED';
}
