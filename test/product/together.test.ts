import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { parse } from 'csv-parse/sync';
import type { FaultFile } from 'local-aws/faults';
import { clientSettings } from 'local-aws/identity';
import { findLatest } from '../../commands/results/latest';
import { objectAt } from '../../commands/results/location';
import { type LocalPipeline, startLocalPipeline } from '../../local/local-pipeline';
import { type Manifest, parseManifest } from '../../pipeline/manifest';
import { fiveResults } from './orders-from-scratch';

/** Seconds. Long, so that all of a burst wait for one slot however slow the machine is; the clock is moved to it. */
const TOGETHER = 600;
/** A new day is refreshed by itself, and the refresh would be one more set: the clock starts half a day away from midnight. */
const NOON = Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 43_200_000;
const file = (id: string, amount = '1.00') => `OrderID,Customer,Amount,Status,OrderDate\n${id},Ann,${amount},paid,2025-02-03\n`;

describe('uploads that share one set of queries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'together-'));
  let local: LocalPipeline;
  let s3: S3Client;
  let sfn: SFNClient;

  afterEach(async () => {
    s3.destroy();
    sfn.destroy();
    await local.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A data folder of its own, a moment after a slot. */
  async function start(faults: FaultFile['faults'] = []): Promise<void> {
    mkdirSync(join(folder, 'data'), { recursive: true });
    writeFileSync(join(folder, 'data/clock.json'), JSON.stringify({ latest: NOON }));
    local = await startLocalPipeline({
      directory: join(folder, 'data'),
      port: 0,
      settings: { together: TOGETHER },
      movableClock: true,
      faults: faults.length === 0 ? undefined : { faults },
    });
    s3 = new S3Client(clientSettings(local.url));
    sfn = new SFNClient(clientSettings(local.url));
    await nextSlot();
  }

  async function nextSlot(): Promise<void> {
    const { now } = Object(await (await fetch(`${local.url}/_clock`)).json());
    const slot = Math.ceil(Date.parse(now) / (TOGETHER * 1000)) * TOGETHER * 1000;
    await fetch(`${local.url}/_clock`, { method: 'POST', body: JSON.stringify({ to: new Date(slot + 100).toISOString() }) });
  }

  const upload = (key: string, body: string) => s3.send(new PutObjectCommand({ Bucket: local.bucket, Key: key, Body: body }));

  async function running(): Promise<readonly string[]> {
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: local.stateMachineArn, statusFilter: 'RUNNING', maxResults: 1000 }),
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
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: local.bucket, Key: key }));
    return (await Body?.transformToString()) ?? '';
  }

  async function keys(prefix: string): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: local.bucket, Prefix: prefix }))
      found.push(...Contents.flatMap(({ Key }) => Key ?? []));
    return found;
  }

  /** What the executions of uploads say. */
  async function manifests(): Promise<readonly Manifest[]> {
    const all = await Promise.all((await keys('runs/')).map(async key => parseManifest(await read(key))));
    return all.flatMap(manifest => (manifest?.trigger === 'upload' ? manifest : []));
  }

  async function answers(): Promise<unknown> {
    const location = (await findLatest(s3, local.bucket))?.queries.find(({ id }) => id === 'total-sales-by-customer')?.location ?? '';
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
    expect((await manifests()).map(({ outcome, error }) => error?.name ?? outcome).sort()).toEqual(['Aborted', 'Succeeded', 'Succeeded']);
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

  it('run a query that always fails three times, and end with its error', async () => {
    await start([
      { service: 'athena', fault: 'query', contains: 'total_sales', state: 'FAILED', category: 2, type: 1, times: 1000, after: 0 },
    ]);
    await Promise.all(Array.from({ length: 8 }, (_, index) => upload(`raw/${index}.csv`, file(`O${index}`))));
    await waiting(8);
    await nextSlot();
    await settled();
    const said = await manifests();
    expect(said.map(({ outcome, error }) => [outcome, error?.name])).toEqual(Array.from({ length: 8 }, () => ['Failed', 'QueryFailed']));
    expect(said.filter(({ queries }) => queries.length > 0)).toHaveLength(3);
    expect(await keys('claims/')).toHaveLength(3);

    local.faults.clear();
    const follower = said.find(({ queries }) => queries.length === 0)?.execution ?? '';
    await sfn.send(
      new RedriveExecutionCommand({ executionArn: `${local.stateMachineArn.replace(':stateMachine:', ':execution:')}:${follower}` }),
    );
    await settled();
    expect((await manifests()).find(({ execution }) => execution === follower)).toMatchObject({ outcome: 'Succeeded', answeredBy: null });
    expect(await answers()).toEqual([['Ann', '8.00']]);
  }, 300_000);

  it('claim again where S3 is busy', async () => {
    await start([{ service: 's3', operation: 'PutObject', key: 'claims/*', fault: 'slowDown', times: 4, after: 0 }]);
    await Promise.all([upload('raw/a.csv', file('A')), upload('raw/b.csv', file('B'))]);
    await waiting(2);
    await nextSlot();
    await quiet();
    const said = await manifests();
    expect(said.map(({ outcome }) => outcome)).toEqual(['Succeeded', 'Succeeded']);
    expect(said.filter(({ answeredBy }) => answeredBy !== null)).toHaveLength(1);
    expect(await answers()).toEqual([['Ann', '2.00']]);
  }, 300_000);

  it('end a random history with the answers that a reading of raw/ gives, whatever is stopped', async () => {
    await start();
    const random = generator(20_261_130);
    const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
    const rows = () =>
      Array.from(
        { length: 1 + Math.floor(random() * 4) },
        () =>
          `O${Math.floor(random() * 8)},${pick(['Ann', 'Bob'])},${1 + Math.floor(random() * 90)}.50,paid,2025-0${pick([1, 2, 3])}-0${pick([1, 5])}\n`,
      ).join('');
    const keysOfRaw = ['raw/a.csv', 'raw/b.csv', 'raw/shop=berlin/a.csv', 'raw/c.csv'];
    const act = async () => {
      if (random() < 0.25) await s3.send(new DeleteObjectCommand({ Bucket: local.bucket, Key: pick(keysOfRaw) }));
      else await upload(pick(keysOfRaw), `OrderID,Customer,Amount,Status,OrderDate\n${rows()}`);
    };
    const byHand = (input: object) =>
      sfn.send(new StartExecutionCommand({ stateMachineArn: local.stateMachineArn, input: JSON.stringify(input) }));
    for (let step = 0; step < 8; step++) {
      await Promise.all(Array.from({ length: 1 + Math.floor(random() * 5) }, act));
      const stops = step % 4 === 3;
      if (stops) {
        await settled('WaitForSlot');
        await nextSlot();
        for (const executionArn of (await running()).slice(0, 1)) await sfn.send(new StopExecutionCommand({ executionArn }));
      }
      await settled();
      if (stops) {
        for (const key of keysOfRaw) await byHand({ detail: { bucket: { name: local.bucket }, object: { key } } });
        await settled();
        await byHand({ refresh: true });
        await settled();
      }
      expect({ step, results: await results() }).toEqual({ step, results: fiveResults(await raw(), '2026-11-30') });
    }
  }, 300_000);

  /** Moves the clock while all that run wait, until none runs, or all wait in this state. */
  async function settled(state?: string): Promise<void> {
    for (let calm = 0; calm < 3; ) {
      const states = await Promise.all((await running()).map(stateOf));
      if (states.length > 0 && state !== undefined && states.every(each => each === state)) return;
      calm = states.length === 0 ? calm + 1 : 0;
      if (states.length > 0 && states.every(each => each?.startsWith('Wait'))) {
        const seconds = states.every(each => each === 'WaitForSlot') ? TOGETHER : 2;
        await fetch(`${local.url}/_clock`, { method: 'POST', body: JSON.stringify({ seconds }) });
      }
      await sleep(100);
    }
  }

  async function raw() {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: local.bucket, Prefix: 'raw/' }));
    return Promise.all(
      Contents.map(async ({ Key = '', LastModified = new Date(0) }) => {
        const lastModified = Math.floor(LastModified.getTime() / 1000) * 1000;
        return { key: Key, lastModified, body: await read(Key) };
      }),
    );
  }

  async function results() {
    const { queries = [] } = (await findLatest(s3, local.bucket)) ?? {};
    const entries = queries.map(async ({ id, location }) => {
      const [, ...lines]: string[][] = parse(await read(objectAt(location ?? '').Key));
      return [id, lines] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  }
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
