import { durationOf } from '../../pipeline/duration';
import { CRAWL_DPUS, FILTER_MEGABYTES, PRICES } from '../../pipeline/prices';
import type { Manifest, QueryRun } from '../executions/manifest';
import type { Visit } from '../executions/timeline';
import { bytesOf, countOf, plural } from './format';
import { EVERYONE, type Viewer } from './viewer';

/** What an execution costs in AWS, in US dollars, without free tiers, taxes, storage and the requests to S3. */
export interface Cost {
  readonly items: readonly CostItem[];
  readonly dollars: number;
}

export interface CostItem {
  readonly what: string;
  /** How much of it. */
  readonly quantity: string;
  /** What a unit of it costs. */
  readonly price: string;
  readonly dollars: number;
}

export interface CostData {
  /** Null after an end that no Catch sees. */
  readonly manifest: Manifest | null;
  /** How many executions wait for the same crawl, this one included. */
  readonly crawlSharers: number;
  /** State transitions, out of the history. @default as many as the path that the manifest implies */
  readonly transitions?: number | undefined;
  /** Milliseconds in the state FilterOrders, out of the history. @default by the size of the upload */
  readonly filterTime?: number | undefined;
  readonly viewer?: Viewer;
}

/** An execution in a list has no history at hand: a start takes a second, and the filter gets through 40 MB in another. */
const START_MS = 1000;
const BYTES_PER_MS = 40_000;

export function costOf({ manifest, crawlSharers, transitions, filterTime, viewer = EVERYONE }: CostData): Cost {
  const items = [
    ...crawlItem(manifest, crawlSharers, viewer),
    ...queriesItem(manifest, viewer),
    transitionsItem(transitions ?? (manifest ? transitionsOf(manifest) : 0), viewer),
    ...filterItem(filterTime ?? filterTimeOf(manifest), viewer),
  ].filter(({ dollars }) => dollars > 0);
  return { items, dollars: items.reduce((sum, { dollars }) => sum + dollars, 0) };
}

/** What is counted out of the history; nothing where there is none any more. */
export function countsOf(visits: readonly Visit[] | undefined): Pick<CostData, 'transitions' | 'filterTime'> {
  if (!visits) return {};
  const inFilter = visits.filter(({ state }) => state === 'FilterOrders');
  return {
    transitions: visits.length,
    filterTime: inFilter.reduce((sum, { enteredAt, leftAt }) => sum + (leftAt ? leftAt.getTime() - enteredAt.getTime() : 0), 0),
  };
}

/** To two digits that count: most executions cost a fraction of a cent. */
export function dollarsOf(dollars: number, { locale }: Viewer = EVERYONE): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 }).format(dollars);
}

/** A price with all its digits. */
function priceOf(dollars: number, { locale }: Viewer): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumFractionDigits: 10 }).format(dollars);
}

function crawlItem(manifest: Manifest | null, sharers: number, viewer: Viewer): readonly CostItem[] {
  if (!manifest?.crawl?.startedAt) return [];
  const { dpuHour, leastMinutes } = PRICES.glueCrawler;
  const shared = sharers > 1 ? `, shared by ${plural(sharers, 'execution', 'executions', viewer)}` : '';
  return [
    {
      what: 'Glue crawl',
      quantity: `${CRAWL_DPUS} DPUs for ${leastMinutes} minutes${shared}`,
      price: `${priceOf(dpuHour, viewer)} a DPU-hour, ${leastMinutes} minutes at least`,
      dollars: (CRAWL_DPUS * (leastMinutes / 60) * dpuHour) / sharers,
    },
  ];
}

function queriesItem(manifest: Manifest | null, viewer: Viewer): readonly CostItem[] {
  // Athena bills what a cancelled query has read, and nothing for one that failed.
  const read = readBytesOf(manifest).filter(({ state }) => state !== 'FAILED');
  if (read.length === 0) return [];
  const { terabyteScanned, leastMegabytes } = PRICES.athena;
  const least = leastMegabytes * 1e6;
  const scanned = read.reduce((sum, { bytes }) => sum + bytes, 0);
  const billed = read.reduce((sum, { bytes }) => sum + Math.max(bytes, least), 0);
  return [
    {
      what: 'Athena',
      quantity: `${plural(read.length, 'query', 'queries', viewer)}, ${bytesOf(scanned)} read, ${bytesOf(billed)} billed`,
      price: `${priceOf(terabyteScanned, viewer)} a terabyte, ${leastMegabytes} MB a query at least`,
      dollars: (billed / 1e12) * terabyteScanned,
    },
  ];
}

function transitionsItem(transitions: number, viewer: Viewer): CostItem {
  const { thousandTransitions } = PRICES.stepFunctions;
  return {
    what: 'Step Functions',
    quantity: plural(transitions, 'state transition', 'state transitions', viewer),
    price: `${priceOf(thousandTransitions, viewer)} a thousand`,
    dollars: (transitions / 1000) * thousandTransitions,
  };
}

function filterItem(milliseconds: number, viewer: Viewer): readonly CostItem[] {
  if (milliseconds === 0) return [];
  const { gbSecondArm, millionRequests } = PRICES.lambda;
  return [
    {
      what: 'Lambda',
      quantity: `${durationOf(milliseconds)} with ${countOf(FILTER_MEGABYTES, viewer)} MB`,
      price: `${priceOf(gbSecondArm, viewer)} a GB-second, ${priceOf(millionRequests, viewer)} a million requests`,
      dollars: (milliseconds / 1000) * (FILTER_MEGABYTES / 1024) * gbSecondArm + millionRequests / 1e6,
    },
  ];
}

export interface ReadBytes {
  readonly what: string;
  readonly state: string;
  readonly bytes: number;
}

/** What each query of an execution has read: the snapshot, the queries, and the one over the uploads. */
export function readBytesOf(manifest: Manifest | null): readonly ReadBytes[] {
  if (!manifest) return [];
  const of = (what: string, state: QueryRun['state'] | undefined, bytes: number | null | undefined) =>
    bytes == null ? [] : [{ what, state: state ?? 'SUCCEEDED', bytes }];
  const { snapshot, queries, uploads } = manifest;
  return [
    ...of('BuildOrders', 'SUCCEEDED', snapshot?.bytesScanned),
    ...queries.flatMap(({ title, state, bytesScanned }) => of(title, state, bytesScanned)),
    ...of('uploads', uploads?.state, uploads?.bytesScanned),
  ];
}

/** The states of the path that the manifest implies, without retries: the history has the exact number, but costs a call. */
function transitionsOf({ crawl, snapshot, queries, uploads }: Manifest): number {
  const always = 9;
  const looks = crawl?.looks ?? 0;
  const crawling = looks === 0 ? 0 : 3 * looks - 1 + (crawl?.startedHere ? 1 : 0) + 2;
  const asking = snapshot ? 4 + 2 * (queries.length + (uploads ? 1 : 0)) : 0;
  return always + crawling + asking;
}

function filterTimeOf(manifest: Manifest | null): number {
  return manifest?.filter ? START_MS + (manifest.upload?.size ?? 0) / BYTES_PER_MS : 0;
}
