import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { Manifest } from '../../pipeline/manifest';
import { PREFIXES } from '../../pipeline/prefixes';
import { readManifestAt } from './latest';
import { objectAt } from './location';

type Answers = Pick<Manifest, 'queries' | 'uploads' | 'snapshot'>;

/**
 * The beginnings of the keys that the latest results consist of: manifest, results and snapshot; of a query that failed there, also its newest
 * good result and that manifest.
 */
export async function readNeededKeys(s3: S3Client, bucket: string): Promise<readonly string[]> {
  return neededKeys(await readLatest(s3, bucket));
}

/** `manifests` are by their keys under `latest/`, the latest first. */
export function neededKeys(manifests: readonly (readonly [key: string, manifest: Answers])[]): readonly string[] {
  const needed: string[] = [];
  const missing = new Set(manifests[0]?.[1].queries.map(({ id }) => id));
  for (const [index, [key, { queries, uploads, snapshot }]] of manifests.entries()) {
    const isLatest = index === 0;
    const results = uploads ? [...queries, uploads] : queries;
    const good = results.flatMap(({ id, location }) => (location && (isLatest || missing.has(id ?? '')) ? [{ id, location }] : []));
    // Athena writes the metadata of a result beside it, under the same name.
    if (good.length > 0) needed.push(key, ...good.map(({ location }) => objectAt(location).Key.replace(/\.csv$/, '')));
    if (isLatest && snapshot?.location) needed.push(objectAt(snapshot.location).Key);
    for (const { id } of good) missing.delete(id ?? '');
  }
  return needed;
}

/** The manifests under `latest/`, from the first to the one with which every query of the first has a good result. */
async function readLatest(s3: S3Client, bucket: string): Promise<readonly (readonly [string, Manifest])[]> {
  const found: [string, Manifest][] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: PREFIXES.latest }))
    for (const { Key = '' } of Contents) {
      const manifest = await readManifestAt(s3, bucket, Key);
      if (manifest) found.push([Key, manifest]);
      const good = new Set(found.flatMap(([, { queries }]) => queries.flatMap(({ id, location }) => (location ? [id] : []))));
      if (found[0]?.[1].queries.every(({ id }) => good.has(id))) return found;
    }
  return found;
}
