import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { openEndpoint } from '../../endpoint/server';
import { clientSettings } from '../../identity';
import type { ObjectCreated, ObjectDeleted } from '../../s3/object-store';
import { createS3, type S3Options, type S3Service } from '../../s3/s3';

export interface StartedS3 {
  readonly s3: S3Service;
  readonly url: string;
  readonly client: S3Client;
  readonly directory: string;
  /** The events of new objects, in order. */
  readonly events: readonly ObjectCreated[];
  /** The same of deleted ones. */
  readonly deletions: readonly ObjectDeleted[];
  /** Stops it; its folder stays. */
  stop(): Promise<void>;
  /** Stops it and removes its folder. */
  close(): Promise<void>;
}

/** S3 alone behind an endpoint, in a new folder unless one is given. */
export async function startS3({ directory: given, ...options }: Partial<S3Options> = {}): Promise<StartedS3> {
  const directory = given ?? (await mkdtemp(join(tmpdir(), 's3-')));
  const events: ObjectCreated[] = [];
  const deletions: ObjectDeleted[] = [];
  const s3 = await createS3({
    directory,
    onCreated: async event => void events.push(event),
    onDeleted: async event => void deletions.push(event),
    ...options,
  });
  const endpoint = await openEndpoint(0);
  endpoint.serve([s3]);
  const client = new S3Client({ ...clientSettings(endpoint.url), maxAttempts: 1 });
  const stop = async () => {
    client.destroy();
    await endpoint.close();
  };
  return {
    s3,
    url: endpoint.url,
    client,
    directory,
    events,
    deletions,
    stop,
    async close() {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
