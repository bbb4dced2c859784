import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { parse } from 'csv-parse/sync';
import { clientSettings } from 'local-aws/identity';
import { findLatest } from '../../commands/results/latest';
import { objectAt } from '../../commands/results/location';
import { type Laptop, startLaptop } from '../../local/laptop';
import type { Manifest } from '../../pipeline/manifest';
import { fiveResults, type RawObject } from './orders-from-scratch';

/**
 * The promise: once things are quiet, the answers are a function of what lies in `raw/` and of the as-of day. Random histories run through
 * the whole machine; after each step the five results equal a reading of `raw/` from scratch. HISTORY_SEED repeats one; HISTORY_STEPS makes
 * it longer (`npm run fuzz:history`).
 */
const SEED = Number(process.env.HISTORY_SEED ?? 20_261_130);
const STEPS = Number(process.env.HISTORY_STEPS ?? 25);
const KEYS = ['raw/a.csv', 'raw/b.csv', 'raw/2025/c d.csv', 'raw/shop=berlin/a.csv', 'raw/shop=berlin/b.csv', 'raw/x.txt'];
const HEADER = 'OrderID,Customer,Amount,Status,OrderDate\n';

describe('the promise', () => {
  let laptop: Laptop;
  let s3: S3Client;
  let sfn: SFNClient;
  const folder = mkdtempSync(join(tmpdir(), 'history-'));

  beforeAll(async () => {
    laptop = await startLaptop({ directory: join(folder, 'data'), port: 0 });
    s3 = new S3Client(clientSettings(laptop.url));
    sfn = new SFNClient(clientSettings(laptop.url));
  });
  afterAll(async () => {
    s3.destroy();
    sfn.destroy();
    await laptop.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const random = generator(SEED);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('expected something to pick from');
    return item;
  };

  function file(): string {
    const rows = Array.from({ length: Math.floor(random() * 6) }, () => {
      const id = `O${Math.floor(random() * 8)}`;
      const customer = pick(['Ann', 'Bob', 'Çelik']);
      // An order without an amount is understood where the rule drops it.
      if (random() < 0.1) return [id, customer, '', 'cancelled', '2025-02-03'].join(',');
      const amount = `${Math.floor(random() * 300) - 20}.${pick(['00', '50', '05'])}`;
      const date = pick(['2025-02-03', '2025-02-28', '2025-03-01', recently(3), recently(29), recently(30), recently(31)]);
      return [id, customer, amount, pick(['paid', 'pending', 'cancelled', 'Pending', 'shipped']), date].join(',');
    });
    // Fewer than half, so that the file is not refused.
    if (rows.length > 2 && random() < 0.3) rows.push('broken');
    return HEADER + rows.map(row => `${row}\n`).join('');
  }

  async function rawObjects(): Promise<RawObject[]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: laptop.bucket, Prefix: 'raw/' }));
    return Promise.all(
      Contents.map(async ({ Key = '', LastModified = new Date(0) }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: laptop.bucket, Key }));
        const lastModified = Math.floor(LastModified.getTime() / 1000) * 1000;
        return { key: Key, lastModified, body: (await Body?.transformToString()) ?? '' };
      }),
    );
  }

  async function quiet(): Promise<void> {
    for (let calm = 0; calm < 3; ) {
      const { executions = [] } = await sfn.send(
        new ListExecutionsCommand({ stateMachineArn: laptop.stateMachineArn, statusFilter: 'RUNNING' }),
      );
      calm = executions.length === 0 ? calm + 1 : 0;
      await sleep(100);
    }
  }

  const start = (input: object) =>
    sfn.send(new StartExecutionCommand({ stateMachineArn: laptop.stateMachineArn, input: JSON.stringify(input) }));
  const put = (key: string, body: string) => s3.send(new PutObjectCommand({ Bucket: laptop.bucket, Key: key, Body: body }));
  const remove = (key: string) => s3.send(new DeleteObjectCommand({ Bucket: laptop.bucket, Key: key }));

  const STEP: Readonly<Record<string, () => Promise<unknown>>> = {
    upload: () => put(pick(KEYS), file()),
    'upload again': async () => {
      const objects = await rawObjects();
      if (objects.length === 0) return;
      const { key, body } = pick(objects);
      await put(key, body);
    },
    delete: () => remove(pick(KEYS)),
    rename: async () => {
      const objects = await rawObjects();
      if (objects.length === 0) return;
      const { key } = pick(objects);
      const to = pick(KEYS);
      if (to === key) return;
      await s3.send(
        new CopyObjectCommand({
          Bucket: laptop.bucket,
          Key: to,
          CopySource: `${laptop.bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
        }),
      );
      await remove(key);
    },
    burst: () => Promise.all([put('raw/a.csv', file()), put('raw/b.csv', file()), put('raw/a.csv', file()), remove('raw/b.csv')]),
    'event twice': () => start({ detail: { bucket: { name: laptop.bucket }, object: { key: pick(KEYS) } } }),
    'stopped, then refreshed': async () => {
      await put(pick(KEYS), file());
      const { executions = [] } = await sfn.send(
        new ListExecutionsCommand({ stateMachineArn: laptop.stateMachineArn, statusFilter: 'RUNNING' }),
      );
      for (const { executionArn } of executions) await sfn.send(new StopExecutionCommand({ executionArn }));
      await quiet();
      for (const key of KEYS) await start({ detail: { bucket: { name: laptop.bucket }, object: { key } } });
      await quiet();
      await start({ refresh: true });
    },
    'another day': async () => {
      await start({ refresh: true, asOf: recently(15) });
    },
  };

  async function resultsOf(manifest: Manifest | undefined) {
    const entries = (manifest?.queries ?? []).map(async ({ id, location }) => {
      const { Body } = await s3.send(new GetObjectCommand(objectAt(location ?? '')));
      const [, ...rows]: string[][] = parse((await Body?.transformToString()) ?? '');
      return [id, rows] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  it(
    `holds after each of ${STEPS} steps of the history ${SEED}`,
    async () => {
      await put('raw/a.csv', `${HEADER}O1,Ann,1.00,paid,2025-02-03\n`);
      const done: string[] = [];
      for (let step = 0; step < STEPS; step++) {
        const name = pick(Object.keys(STEP));
        done.push(name);
        await STEP[name]?.();
        await quiet();
        const objects = await rawObjects();
        const today = new Date().toISOString().slice(0, 10);
        const got = await resultsOf(await findLatest(s3, laptop.bucket));
        expect({ done, results: got }).toEqual({ done, results: fiveResults(objects, today) });
      }
    },
    60_000 + STEPS * 30_000,
  );
});

/** Mulberry32: the same numbers for the same seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The day so many days ago. */
function recently(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
