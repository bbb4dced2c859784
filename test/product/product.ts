import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { parse } from 'csv-parse/sync';
import { clientEnvironment, clientSettings } from 'local-aws/identity';
import { findExecution, newestExecutions } from '../../commands/following/find-execution';
import { follow } from '../../commands/following/follow';
import { type Dashboard, startDashboard } from '../../dashboard/start';
import { startLocalPipeline } from '../../local/local-pipeline';
import type { TableFormat } from '../../pipeline/table-format';

export const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';

/** How an execution ended, and its results: rows of text by the query's id, without the header. */
export interface Ended {
  readonly status: string;
  readonly error: string | undefined;
  readonly manifest: { readonly outcome: string; readonly filter: unknown; readonly error: unknown };
  readonly results: Readonly<Record<string, readonly (readonly string[])[]>>;
}

export interface Product {
  readonly dashboard: Dashboard;
  readonly queriesDirectory: string;
  /** Uploads a file, and waits for the execution that it starts. */
  upload(key: string, body: string): Promise<Ended>;
  /** Deletes an upload, and waits for the execution that this starts. */
  remove(key: string): Promise<Ended>;
  /** Runs the machine on an upload as of a day. */
  asOf(day: string, key: string): Promise<Ended>;
  /** The text of an object; undefined if there is none. */
  read(key: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** The whole product on the wire, in a folder of its own: what a person sees who has `npm start`, an S3 client and a browser. */
export async function startProduct({ format = 'csv' }: { readonly format?: TableFormat } = {}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'orders-product-'));
  const queriesDirectory = join(folder, 'queries');
  cpSync(join(__dirname, '../../queries'), queriesDirectory, { recursive: true });
  const local = await startLocalPipeline({ directory: join(folder, 'data'), port: 0, queriesDirectory, settings: { format } });
  const { bucket, stateMachineArn } = local;
  const s3 = new S3Client(clientSettings(local.url));
  const sfn = new SFNClient(clientSettings(local.url));
  const before = { ...process.env };
  Object.assign(process.env, clientEnvironment(local.url));
  const dashboard = await startDashboard({ PORT: '0', STATE_MACHINE_ARN: stateMachineArn, BUCKET: bucket });

  const read = async (Key: string) => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
  const end = async (executionArn: string): Promise<Ended> => {
    const { status = '', error } = await follow(sfn, executionArn, () => {});
    const manifest = JSON.parse((await read(`runs/${executionArn.split(':').at(-1)}.json`)) ?? 'null');
    const results: Record<string, string[][]> = {};
    for (const { id, location } of manifest?.queries ?? []) {
      const [, ...rows]: string[][] = location === null ? [] : parse((await read(new URL(location).pathname.slice(1))) ?? '');
      results[id] = rows;
    }
    return { status, error, manifest, results };
  };
  /** A deletion has no ETag to know its execution by: it is the one that was not there before. */
  const newExecution = async (known: ReadonlySet<string>): Promise<string> => {
    for (;;) {
      const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
      const found = executions.find(({ executionArn = '' }) => !known.has(executionArn))?.executionArn;
      if (found) return found;
    }
  };

  return {
    dashboard,
    queriesDirectory,
    read,
    async upload(key, body) {
      const known = new Set(await newestExecutions(sfn, stateMachineArn));
      const { ETag: etag = '' } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
      return end(await findExecution({ key, etag }, { sfn, stateMachineArn, before: known }));
    },
    async remove(key) {
      const known = new Set(await newestExecutions(sfn, stateMachineArn));
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      return end(await newExecution(known));
    },
    async asOf(day, key) {
      const input = JSON.stringify({ asOf: day, detail: { bucket: { name: bucket }, object: { key } } });
      const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
      return end(executionArn);
    },
    async close() {
      await dashboard.close();
      s3.destroy();
      sfn.destroy();
      await local.close();
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
      rmSync(folder, { recursive: true });
    },
  };
}
