import type { Stage } from '../../infra/stages/stage';
import { CRAWL_DPUS, FILTER_MEGABYTES, MONTH_HOURS, PRICES } from '../../pipeline/prices';
import { crawlsPerDay, largestQueryGb, setsPerDay, shapeOf, usdPerSet } from './shapes';

/** A month of work. */
export interface Month {
  readonly uploads: number;
  /** Megabytes (10^6 bytes) of each upload. */
  readonly megabytes: number;
  /** How many different keys the uploads have: a key that comes again replaces its rows. @default all of them */
  readonly keys?: number;
  /** Gigabytes (10^9 bytes) of CSV that the table has at the month's beginning. @default 0 */
  readonly tableGb?: number;
  /** Uploads whose files the table has at the month's beginning. @default as many as `tableGb` holds */
  readonly uploadsBefore?: number;
}

export interface Item {
  readonly what: string;
  /** How the sum was computed. */
  readonly how: string;
  readonly usd: number;
}

/** Measured or counted values, for what cannot be known beforehand. */
const ASSUMED = {
  /** Megabytes a second that FilterOrders gets through, S3 included: less than was measured. */
  filterSpeed: 40,
  filterGb: FILTER_MEGABYTES / 1024,
  filterStartSeconds: 1,
  /** State transitions of an execution whose crawl takes a minute. */
  transitions: 60,
  monthDays: 30.4,
  puts: 20,
  gets: 60,
  logMegabytes: 0.2,
  diskGb: 8,
} as const;

/** What a month costs, from above: everything is stored for the whole month. Uploads arrive evenly, and share crawls as they then can. */
export function estimate(stage: Stage, month: Month): readonly Item[] {
  return [...worth(stage, month), ...host(stage), ...watch()];
}

export function total(items: readonly Item[]): number {
  return items.reduce((sum, { usd }) => sum + usd, 0);
}

function worth(stage: Stage, month: Month): Item[] {
  const { s3, lambda, stepFunctions, glueCrawler } = PRICES;
  const { uploads, megabytes, keys = uploads, tableGb = 0 } = month;
  const shape = shapeOf(stage);
  const seconds = ASSUMED.filterStartSeconds + megabytes / ASSUMED.filterSpeed;
  const crawlHours = (CRAWL_DPUS * glueCrawler.leastMinutes) / 60;
  const perDay = uploads / ASSUMED.monthDays;
  const crawls = crawlsPerDay(shape, perDay) * ASSUMED.monthDays;
  const sets = setsPerDay(shape, perDay) * ASSUMED.monthDays;
  const { usd, isCancelled } = athena(stage, month, sets);
  const storedGb = 2 * tableGb + (uploads * megabytes + Math.min(keys, uploads) * megabytes) / 1000;
  return [
    {
      what: 'Glue crawls',
      how: `${round(crawls)} crawls of ${CRAWL_DPUS} DPUs, ${glueCrawler.leastMinutes} minutes billed`,
      usd: crawls * crawlHours * glueCrawler.dpuHour,
    },
    {
      what: 'Athena',
      how: `${round(sets)} snapshots, six queries over each${isCancelled ? '; CANCELLED AT THE CUTOFF, which is billed all the same' : ''}`,
      usd,
    },
    {
      what: 'Step Functions',
      how: `${uploads} executions of ${ASSUMED.transitions} transitions`,
      usd: ((uploads * ASSUMED.transitions) / 1000) * stepFunctions.thousandTransitions,
    },
    {
      what: 'Lambda',
      how: `${uploads} runs of ${round(seconds)} s`,
      usd: uploads * (seconds * ASSUMED.filterGb * lambda.gbSecondArm + lambda.millionRequests / 1e6),
    },
    {
      what: 'S3',
      how: `${round(storedGb)} GB, and the requests`,
      usd: storedGb * s3.gbMonth + (uploads / 1000) * (ASSUMED.puts * s3.thousandPuts + ASSUMED.gets * s3.thousandGets),
    },
    { what: 'Logs', how: 'of the executions', usd: ((uploads * ASSUMED.logMegabytes) / 1000) * PRICES.cloudWatch.logGb },
  ];
}

/** The sets of queries of a month over a table that grows. Past the stage's cutoff each is cancelled, when it has read so much. */
function athena(stage: Stage, { uploads, megabytes, keys = uploads, tableGb = 0, uploadsBefore }: Month, sets: number) {
  const shape = shapeOf(stage);
  const before = uploadsBefore ?? (megabytes === 0 ? 0 : (tableGb * 1000) / megabytes);
  let usd = 0;
  let isCancelled = false;
  for (let n = 1; n <= uploads; n++) {
    const added = Math.min(n, keys);
    const load = { tableGb: tableGb + (added * megabytes) / 1000, files: 3 * (before + added) };
    const cutoffGb = stage.bytesCutoff / 1e9;
    if (largestQueryGb(shape, load.tableGb) > cutoffGb) {
      isCancelled = true;
      usd += (cutoffGb / 1000) * PRICES.athena.terabyteScanned;
    } else usd += usdPerSet(shape, load);
  }
  return { usd: uploads === 0 ? 0 : (usd * sets) / uploads, isCancelled };
}

function host({ dashboard }: Stage): Item[] {
  const { ec2, loadBalancer, secretsManager } = PRICES;
  const { instanceType, network, access, tunnel } = dashboard;
  const hourly = new Map<string, number>(Object.entries(ec2.instanceHour)).get(instanceType);
  if (hourly === undefined) throw new Error(`expected a price for ${instanceType} in pipeline/prices.ts, got none`);
  const hours = (what: string, how: string, price: number): Item => ({ what, how, usd: price * MONTH_HOURS });
  const endpoints = 2 + (access === 'internet' ? 1 : 0) + (tunnel === 'session-manager' ? 2 : 0);
  return [
    hours('Dashboard host', instanceType, hourly),
    { what: 'Its disk', how: `${ASSUMED.diskGb} GB`, usd: ASSUMED.diskGb * ec2.gp3GbMonth },
    network === 'endpoints'
      ? hours('Its network', `${endpoints} interface endpoints in one zone`, endpoints * ec2.interfaceEndpointHour)
      : hours('Its network', 'a public address', ec2.publicAddressHour),
    ...(access === 'internet'
      ? [
          hours('Load balancer', 'behind the HTTP API, whose requests cost a dollar a million', loadBalancer.hour),
          { what: 'Password', how: 'one secret', usd: secretsManager.secret },
        ]
      : []),
  ];
}

/** Of `infra/operations/alarms.ts`, and the metrics that functions and host write into their logs. */
const WATCHED = { alarms: 12, metrics: 10 } as const;

function watch(): Item[] {
  const { cloudWatch, kms } = PRICES;
  const { alarms, metrics } = WATCHED;
  return [
    {
      what: 'CloudWatch',
      how: `${alarms} alarms, ${metrics} metrics, a dashboard`,
      usd: alarms * cloudWatch.alarm + metrics * cloudWatch.customMetric + cloudWatch.dashboard,
    },
    { what: 'KMS', how: 'one key', usd: kms.key },
  ];
}

function round(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 });
}
