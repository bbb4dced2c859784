import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { parse } from 'csv-parse/sync';
import type { FaultFile } from 'local-aws/faults';
import { clientSettings } from 'local-aws/identity';
import { findLatest } from '../../commands/results/latest';
import { type Laptop, startLaptop } from '../../local/laptop';
import { type Manifest, parseManifest } from '../../pipeline/manifest';

/** Long, so that all of a burst wait for one slot however slow the machine is; the clock is moved to it. */
const TOGETHER = 600;
const file = (id: string, amount = '1.00') => `OrderID,Customer,Amount,Status,OrderDate\n${id},Ann,${amount},paid,2025-02-03\n`;

describe('uploads that share one set of queries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'together-'));
  let laptop: Laptop;
  let s3: S3Client;
  let sfn: SFNClient;

  afterEach(async () => {
    s3.destroy();
    sfn.destroy();
    await laptop.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A data folder of its own, a moment after a slot. */
  async function start(faults: FaultFile['faults'] = []): Promise<void> {
    laptop = await startLaptop({
      directory: join(folder, 'data'),
      port: 0,
      settings: { together: TOGETHER },
      movableClock: true,
      faults: faults.length === 0 ? undefined : { faults },
    });
    s3 = new S3Client(clientSettings(laptop.url));
    sfn = new SFNClient(clientSettings(laptop.url));
    await nextSlot();
  }

  async function nextSlot(): Promise<void> {
    const { now } = Object(await (await fetch(`${laptop.url}/_clock`)).json());
    const slot = Math.ceil(Date.parse(now) / (TOGETHER * 1000)) * TOGETHER * 1000;
    await fetch(`${laptop.url}/_clock`, { method: 'POST', body: JSON.stringify({ to: new Date(slot + 100).toISOString() }) });
  }

  const upload = (key: string, body: string) => s3.send(new PutObjectCommand({ Bucket: laptop.bucket, Key: key, Body: body }));

  async function running(): Promise<readonly string[]> {
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: laptop.stateMachineArn, statusFilter: 'RUNNING', maxResults: 1000 }),
    );
    return executions.flatMap(({ executionArn }) => executionArn ?? []);
  }

  /** The ARNs of the executions, once so many wait for the slot. */
  async function waiting(count: number): Promise<readonly string[]> {
    for (;;) {
      const arns = await running();
      const states = await Promise.all(arns.map(stateOf));
      if (states.filter(state => state === 'WaitForSlot').length === count) return arns;
      await sleep(200);
    }
  }

  async function stateOf(executionArn: string): Promise<string | undefined> {
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }));
    return events[0]?.stateEnteredEventDetails?.name;
  }

  async function quiet(): Promise<void> {
    while ((await running()).length > 0) await sleep(200);
  }

  async function read(key: string): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: laptop.bucket, Key: key }));
    return (await Body?.transformToString()) ?? '';
  }

  async function keys(prefix: string): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: laptop.bucket, Prefix: prefix }))
      found.push(...Contents.flatMap(({ Key }) => Key ?? []));
    return found;
  }

  /** What the executions of uploads say. */
  async function manifests(): Promise<readonly Manifest[]> {
    const all = await Promise.all((await keys('runs/')).map(async key => parseManifest(await read(key))));
    return all.flatMap(manifest => (manifest?.trigger === 'upload' ? manifest : []));
  }

  async function answers(): Promise<unknown> {
    const location = (await findLatest(s3, laptop.bucket))?.queries.find(({ id }) => id === 'total-sales-by-customer')?.location ?? '';
    const [, ...rows]: string[][] = parse(await read(new URL(location).pathname.slice(1)));
    return rows;
  }

  /** The ARN that stands in the only claim of this generation. */
  async function claimant(generation: number): Promise<string> {
    for (;;) {
      const [key] = (await keys('claims/')).filter(each => each.endsWith(`.${generation}`));
      if (key !== undefined) return JSON.parse(await read(key));
      await sleep(50);
    }
  }

  it('take at most three sets for 100 uploads at once, and each is answered for', async () => {
    await start();
    await Promise.all(Array.from({ length: 100 }, (_, index) => upload(`raw/${index}.csv`, file(`O${index}`))));
    await waiting(100);
    await nextSlot();
    await quiet();
    const said = await manifests();
    expect(said.filter(({ outcome }) => outcome !== 'Succeeded')).toEqual([]);
    expect(said).toHaveLength(100);
    const asked = new Set(said.filter(({ queries }) => queries.length > 0).map(({ execution }) => execution));
    expect(asked.size).toBeGreaterThan(0);
    expect(asked.size).toBeLessThanOrEqual(3);
    expect(said.filter(({ execution, answeredBy }) => !asked.has(answeredBy ?? execution))).toEqual([]);
    expect((await keys('latest/')).length).toBe(asked.size);
    expect(await answers()).toEqual([['Ann', '100.00']]);

    const [one] = said.filter(({ answeredBy }) => answeredBy !== null);
    expect(one?.asOf).toBe(said.find(({ execution }) => execution === one?.answeredBy)?.asOf);
  }, 300_000);

  it('go on with the next generation where the claimant is stopped', async () => {
    await start([{ service: 'athena', fault: 'query', contains: 'UNLOAD', queued: 86_400, category: 1, type: 200, times: 1, after: 0 }]);
    await Promise.all([upload('raw/a.csv', file('A')), upload('raw/b.csv', file('B')), upload('raw/c.csv', file('C'))]);
    await waiting(3);
    await nextSlot();
    await sfn.send(new StopExecutionCommand({ executionArn: await claimant(1) }));
    await quiet();
    const second = await claimant(2);
    expect(await manifests()).toEqual([
      expect.objectContaining({ outcome: 'Succeeded' }),
      expect.objectContaining({ outcome: 'Succeeded' }),
    ]);
    expect((await manifests()).filter(({ answeredBy }) => answeredBy === second.split(':').at(-1))).toHaveLength(1);
    expect(await answers()).toEqual([['Ann', '3.00']]);
  }, 300_000);

  it('go on with the next generation where a query of the claimant fails, whose redrive claims nothing', async () => {
    await start([
      { service: 'athena', fault: 'query', contains: 'total_sales', state: 'FAILED', category: 2, type: 1, times: 1, after: 0 },
    ]);
    await Promise.all([upload('raw/a.csv', file('A')), upload('raw/b.csv', file('B'))]);
    await waiting(2);
    await nextSlot();
    await quiet();
    const first = await claimant(1);
    const ends = new Map((await manifests()).map(manifest => [manifest.execution, manifest]));
    expect(ends.get(first.split(':').at(-1) ?? '')).toMatchObject({ outcome: 'Failed', error: { name: 'QueryFailed' }, answeredBy: null });
    expect(ends.get((await claimant(2)).split(':').at(-1) ?? '')).toMatchObject({ outcome: 'Succeeded', answeredBy: null });
    expect(await answers()).toEqual([['Ann', '2.00']]);

    const before = await keys('claims/');
    await sfn.send(new RedriveExecutionCommand({ executionArn: first }));
    await quiet();
    expect((await manifests()).find(({ execution }) => first.endsWith(execution))).toMatchObject({
      outcome: 'Succeeded',
      answeredBy: null,
    });
    expect(await keys('claims/')).toEqual(before);
  }, 300_000);

  it('claim again where S3 is busy', async () => {
    await start([{ service: 's3', operation: 'PutObject', key: 'claims/*', fault: 'slowDown', times: 8, after: 0 }]);
    await Promise.all([upload('raw/a.csv', file('A')), upload('raw/b.csv', file('B'))]);
    await waiting(2);
    await nextSlot();
    await quiet();
    const said = await manifests();
    expect(said.map(({ outcome }) => outcome)).toEqual(['Succeeded', 'Succeeded']);
    expect(said.filter(({ answeredBy }) => answeredBy !== null)).toHaveLength(1);
    expect(await answers()).toEqual([['Ann', '2.00']]);
  }, 300_000);
});
