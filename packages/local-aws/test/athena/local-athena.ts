import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CreateDatabaseCommand, CreateTableCommand, GlueClient, type TableInput } from '@aws-sdk/client-glue';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type AthenaOptions, createAthena } from '../../athena/athena';
import { openEndpoint } from '../../endpoint/server';
import { createGlue } from '../../glue/glue';
import { createS3 } from '../../s3/s3';
import { LOADER } from '../support/loader';

export const BUCKET = 'athena-contract';
export const DATABASE = 'orders_db';

/** Athena over real S3 and Glue on a port of its own; a folder that is given is kept for the next start. */
export async function startLocalAthena(folder?: string, options: Partial<AthenaOptions> = {}) {
  const directory = folder ?? (await mkdtemp(join(tmpdir(), 'athena-')));
  const s3 = await createS3({ directory: join(directory, 's3'), onCreated: async () => {} });
  const glue = await createGlue({ directory: join(directory, 'glue'), objects: s3 });
  const athena = await createAthena({
    directory: join(directory, 'athena'),
    objects: s3,
    catalog: glue,
    engine: { execArgv: LOADER },
    ...options,
  });
  const endpoint = await openEndpoint(0);
  endpoint.serve([s3, glue, athena]);
  const settings = { endpoint: endpoint.url, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const clients = {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    glue: new GlueClient(settings),
    athena: new AthenaClient(settings),
  };
  if (folder === undefined) {
    await clients.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    await clients.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DATABASE } }));
  }
  return {
    directory,
    athena: clients.athena,
    put: async (key: string, body: string | Uint8Array) => {
      await clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
    },
    read: async (key: string) => {
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
      return (await Body?.transformToString()) ?? '';
    },
    keys: async (prefix: string) => {
      const { Contents = [] } = await clients.s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }));
      return Contents.map(({ Key = '' }) => Key);
    },
    table: async (table: TableInput) => {
      await clients.glue.send(new CreateTableCommand({ DatabaseName: DATABASE, TableInput: table }));
    },
    close: async ({ keep = false } = {}) => {
      for (const client of Object.values(clients)) client.destroy();
      await endpoint.close();
      if (!keep) await rm(directory, { recursive: true, force: true });
    },
  };
}
