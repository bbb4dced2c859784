import { CopyObjectCommand, DeleteObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { parse } from 'csv-parse/sync';
import { outputKeys } from '../../../pipeline/output-keys';
import { fiveResults, isReadable, type RawObject } from '../orders-from-scratch';
import type { Deed, Deeds, Step } from './step';
import type { World } from './world';

type Results = Readonly<Record<string, readonly (readonly string[])[]>>;

/** What a history looks like that does not hold: the answers after a step, and those of a reading of `raw/` from scratch. */
export interface Broken {
  /** From 0 on. */
  readonly step: number;
  readonly day: string;
  readonly got: Results;
  readonly expected: Results;
  /** What the pipeline did before. */
  readonly account: readonly string[];
}

export interface Played {
  readonly broken: Broken | undefined;
  /** Steps after which the sweep had something to do. */
  readonly swept: number;
}

const DAY_SECONDS = 86_400;

/** Plays steps one after the other. After each, once all is quiet, the answers are compared with a reading from scratch. */
export async function play(world: World, steps: readonly Step[]): Promise<Played> {
  const past = openPast(world);
  let swept = 0;
  for (const [number, step] of steps.entries()) {
    await leaveMidnight(world);
    const asked = await take(world, past, step);
    const mayNeedSweep = (step.do === 'faults' && !step.healed) || (step.do === 'cut' && step.how !== 'kill server');
    const objects = await past.effective();
    const today = dayOf(await world.now());
    let got = await world.results(await world.latest());
    const expected = fiveResults(objects, today);
    if (mayNeedSweep && !isSame(got, expected)) {
      swept += 1;
      await sweep(world);
      got = await world.results(await world.latest());
    }
    if (!isSame(got, expected)) return { swept, broken: { step: number, day: today, got, expected, account: await world.account() } };
    for (const { days, execution } of asked) {
      // What was asked beside other deeds may have begun before them: it is asked once more.
      const manifest = await world.manifest(asked.length < deedsIn(step) ? await askAgain(world, dayAfter(today, days)) : execution);
      // A cut can have ended it.
      if (manifest?.outcome !== 'Succeeded') continue;
      const day = dayAfter(today, days);
      const pair = { got: await world.results(manifest), expected: fiveResults(objects, day) };
      if (!isSame(pair.got, pair.expected)) return { swept, broken: { step: number, day, ...pair, account: await world.account() } };
    }
  }
  return { swept, broken: undefined };
}

interface Asked {
  readonly days: number;
  readonly execution: string;
}

async function take(world: World, past: Past, step: Step): Promise<readonly Asked[]> {
  switch (step.do) {
    case 'days pass':
      await world.pass(step.days * DAY_SECONDS);
      await world.quiet();
      await pauseForRefresh(world);
      return [];
    case 'faults': {
      await world.add(step.faults);
      const deeds = deedsOf(step.during).map(deed => past.perform(deed).catch(() => undefined));
      const asked = (await Promise.all(deeds)).flatMap(each => each ?? []);
      await world.quiet(true);
      await world.clearFaults();
      // Events that were to come late.
      await world.pass(60);
      await world.quiet();
      return asked;
    }
    case 'cut': {
      const during = deedsOf(step.during).map(deed => past.perform(deed).catch(() => undefined));
      const reached = await world.reached(step.after);
      if (step.how === 'kill server') await world.killServer();
      else if (step.how === 'kill engine') world.killEngine();
      else if (reached !== undefined) await world.sfn.send(new StopExecutionCommand({ executionArn: reached }));
      await Promise.all(during);
      await world.quiet(true);
      return [];
    }
    default: {
      const asked = await Promise.all(deedsOf(step).map(past.perform));
      await world.quiet();
      return asked.flatMap(each => each ?? []);
    }
  }
}

async function askAgain(world: World, asOf: string): Promise<string> {
  const execution = await world.start({ refresh: true, asOf });
  await world.quiet();
  return execution;
}

function deedsIn(step: Step): number {
  if (step.do === 'days pass') return 0;
  return deedsOf(step.do === 'faults' || step.do === 'cut' ? step.during : step).length;
}

const deedsOf = (deeds: Deeds): readonly Deed[] => (deeds.do === 'at once' ? deeds.deeds : [deeds]);

/** The clock finds the new day within 30 seconds, and asks all queries again. */
async function pauseForRefresh(world: World): Promise<void> {
  const day = dayOf(await world.now());
  while (((await world.latest())?.asOf ?? day) !== day) await world.quiet();
}

/** What is open for a quarter of an hour is started by the daily refresh. */
async function sweep(world: World): Promise<void> {
  await world.pass(16 * 60);
  await world.start({ refresh: true });
  await world.quiet();
  // What the sweep started may have been later than the refresh's own snapshot.
  await world.start({ refresh: true });
  await world.quiet();
}

/** A step does not begin on one day and end on another. */
async function leaveMidnight(world: World): Promise<void> {
  const left = DAY_SECONDS - (((await world.now()) / 1000) % DAY_SECONDS);
  if (left > 3600) return;
  await world.pass(left + 60);
  await world.quiet();
  await pauseForRefresh(world);
}

interface Past {
  perform(deed: Deed): Promise<Asked | undefined>;
  /** The objects in `raw/`; in place of one that is refused the last object of its key that could be read. */
  effective(): Promise<readonly RawObject[]>;
}

function openPast(world: World): Past {
  const deleted = new Map<string, string>();
  const etags = new Map<string, string>();
  const read = new Map<string, RawObject>();

  const put = async (key: string, text: string) => {
    const today = dayOf(await world.now());
    const body = text.replace(/\{(-?\d+)\}/g, (_, days) => dayAfter(today, Number(days)));
    const { ETag = '' } = await world.s3.send(new PutObjectCommand({ Bucket: world.bucket, Key: key, Body: Buffer.from(body) }));
    if (!etags.has(key)) etags.set(key, ETag);
  };
  const remove = async (key: string) => {
    const body = await world.read(key);
    if (body !== undefined) deleted.set(key, body);
    await world.s3.send(new DeleteObjectCommand({ Bucket: world.bucket, Key: key }));
  };

  return {
    async perform(deed) {
      switch (deed.do) {
        case 'upload':
          return void (await put(deed.key, deed.body));
        case 'upload again': {
          const body = await world.read(deed.key);
          return void (body !== undefined && (await put(deed.key, body)));
        }
        case 'delete':
          return void (await remove(deed.key));
        case 'undelete': {
          const body = deleted.get(deed.key);
          return void (body !== undefined && (await put(deed.key, body)));
        }
        case 'rename': {
          if (deed.from === deed.to || (await world.read(deed.from)) === undefined) return undefined;
          const source = `${world.bucket}/${deed.from.split('/').map(encodeURIComponent).join('/')}`;
          await world.s3.send(new CopyObjectCommand({ Bucket: world.bucket, Key: deed.to, CopySource: source }));
          return void (await remove(deed.from));
        }
        case 'requeue': {
          const quarantine = await world.read(outputKeys(deed.key).quarantine);
          if (quarantine === undefined) return undefined;
          const [header = [], ...rows]: string[][] = parse(quarantine, { relax_column_count: true });
          const corrected = rows.filter(row => row[0] !== '').map(row => row.slice(0, 5).join(',').replace(',abc,', ',7.00,'));
          return void (await put(deed.to, [header.slice(0, 5).join(','), ...corrected, ''].join('\n')));
        }
        case 'refresh': {
          const { days } = deed;
          if (days === undefined) return void (await world.start({ refresh: true }));
          const asOf = dayAfter(dayOf(await world.now()), days);
          return { days, execution: await world.start({ refresh: true, asOf }) };
        }
        case 'event':
          return void (await world.start(await eventOf(world, deed, etags.get(deed.key))));
      }
    },
    async effective() {
      const objects = await world.raw();
      const keys = new Set(objects.map(({ key }) => key));
      for (const key of read.keys()) if (!keys.has(key)) read.delete(key);
      for (const object of objects) if (isReadable(object)) read.set(object.key, object);
      return [...read.values()];
    },
  };
}

async function eventOf(world: World, { key, of }: Extract<Deed, { do: 'event' }>, formerEtag: string | undefined): Promise<object> {
  const detail = (object: object) => ({ detail: { bucket: { name: world.bucket }, object: { key, ...object } } });
  if (of === 'key') return detail({});
  if (of === 'deletion') return { 'detail-type': 'Object Deleted', ...detail({}) };
  const etag = of === 'former object' ? formerEtag : await etagOf(world, key);
  return { 'detail-type': 'Object Created', ...detail(etag === undefined ? {} : { etag }) };
}

async function etagOf(world: World, key: string): Promise<string | undefined> {
  const head = await world.s3.send(new HeadObjectCommand({ Bucket: world.bucket, Key: key })).catch(() => undefined);
  return head?.ETag;
}

function isSame(got: Results, expected: Results): boolean {
  return JSON.stringify(sorted(got)) === JSON.stringify(sorted(expected));
}

/** Before the first upload there is no answer, and an answer of nothing after the last: both are without rows. */
function sorted(results: Results): unknown {
  return Object.entries(results)
    .filter(([, rows]) => rows.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

function dayAfter(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * DAY_SECONDS * 1000);
}
